import { errors } from './errors/index.ts'
import { properties } from './properties.ts'
import * as sentences from './sentences/index.ts'

export const language = { tag: 'en' as const, sentences, errors, properties }
