import { errors } from './errors/index.ts'
import { properties } from './properties.ts'
import * as sentences from './sentences/index.ts'

export const language = { tag: 'de' as const, sentences, errors, properties }
