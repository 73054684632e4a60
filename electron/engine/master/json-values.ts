import { z } from 'zod'
import { refused } from './rules.ts'
import { say } from '../../sentences/say.ts'

export type Json = z.output<ReturnType<typeof z.json>>

export const jsonObject = z.record(z.string(), z.json())

/**
 * The text of a property given as text, number or true or false.
 * @throws PLB-ENGINE-EDIT-REFUSED
 */
export function scalar(name: string, value: Json): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  throw refused(say('edits.mustTextNumberOr', { name }))
}

/** @throws PLB-ENGINE-EDIT-REFUSED */
export function list(name: string, value: Json): readonly Json[] {
  if (Array.isArray(value)) return value
  throw refused(say('edits.mustList', { name }))
}

/** @throws PLB-ENGINE-EDIT-REFUSED */
export function members(name: string, value: Json): Readonly<Record<string, Json>> {
  const parsed = jsonObject.safeParse(value)
  if (!parsed.success) throw refused(say('edits.mustObjectProperties', { name }))
  return parsed.data
}
