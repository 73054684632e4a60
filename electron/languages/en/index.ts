import type { Language } from '../language.ts'
import { errors } from './errors/index.ts'
import { properties } from './properties.ts'
import { sentences } from './sentences/index.ts'

export const language: Language = { tag: 'en', sentences, errors, properties }
