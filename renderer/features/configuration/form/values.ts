import type { z } from 'zod'
import type { FormField } from '../../../../electron/contract/features/configuration.ts'
import { property, type Wording } from '../../../../electron/contract/wording.ts'

export type Json = z.output<ReturnType<typeof z.json>>
export type JsonObject = Readonly<Record<string, Json>>

/** A field as a form shows it, its words said in the language of the app. */
export interface Field extends Omit<FormField, 'help' | 'fields'> {
  readonly label: string
  readonly help: string | null
  readonly fields: readonly Field[]
}

/** The values of a form by the names of its fields. */
export type Values = JsonObject

/** A field of the contract and its parts with their words said. */
export function saidField(field: FormField, speak: (wording: Wording) => string): Field {
  return {
    ...field,
    label: capitalised(speak(property(field.name))),
    help: field.help === null ? null : speak(field.help),
    fields: field.fields.map((part) => saidField(part, speak)),
  }
}

/** Words of a sentence as they stand at the head of a field. */
function capitalised(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1)
}

export function valuesOf(fields: readonly Pick<FormField, 'name' | 'value'>[]): Values {
  return Object.fromEntries(fields.map(({ name, value }) => [name, value]))
}

/** Whether there is anything to show: what nobody can set and nobody has set is left out. */
export function isShown({ type }: Field, value: Json | undefined): boolean {
  return type !== 'readonly' || !isSame(value, null)
}

/** Whether two values say the same: an empty text, list or map is no value, and a number is also its digits. */
export function isSame(left: Json | undefined, right: Json | undefined): boolean {
  return JSON.stringify(plain(left ?? null)) === JSON.stringify(plain(right ?? null))
}

function plain(value: Json): Json {
  if (value === null || value === '') return null
  if (Array.isArray(value)) return value.length === 0 ? null : value.map(plain)
  if (typeof value === 'object') {
    const entries = Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1))
    return entries.length === 0 ? null : Object.fromEntries(entries.map(([key, item]) => [key, plain(item)]))
  }
  return String(value)
}

/** Names of the fields whose values differ, in the order of the form. */
export function changedNames(before: Values, after: Values): readonly string[] {
  return Object.keys(after).filter((name) => !isSame(before[name], after[name]))
}

/** The changed properties as edits take them: null takes one away. */
export function changesInput(before: Values, after: Values): string {
  return JSON.stringify(
    Object.fromEntries(
      changedNames(before, after).map((name) => [
        name,
        isSame(after[name], null) ? null : (after[name] ?? null),
      ]),
    ),
  )
}

/** Every property that has a value, for a new object. */
export function newObjectInput(values: Values): string {
  return JSON.stringify(
    Object.fromEntries(Object.entries(values).filter(([, value]) => !isSame(value, null))),
  )
}

export interface FormProblem {
  /** Name of the field, with the names of its parts after points. */
  readonly property: string
  readonly problem: 'required' | 'number' | 'bounds'
}

/** What can be told to be wrong before anyone is asked. */
export function problemsOf(fields: readonly Field[], values: Values, prefix = ''): readonly FormProblem[] {
  return fields.flatMap((field): readonly FormProblem[] => {
    const value = values[field.name] ?? null
    const property = `${prefix}${field.name}`
    if (isSame(value, null)) return field.required ? [{ property, problem: 'required' }] : []
    if (field.type === 'number') return isNumber(value) ? [] : [{ property, problem: 'number' }]
    if (field.type === 'bounds') return boundsProblems(property, value)
    if (field.type === 'structure' && isJsonObject(value)) {
      return problemsOf(field.fields, value, `${property}.`)
    }
    return []
  })
}

function boundsProblems(property: string, value: Json): readonly FormProblem[] {
  if (!isJsonObject(value)) return []
  const wrong = boundsNames.filter((name) => !isNumber(value[name] ?? null))
  if (wrong.length > 0) return wrong.map((name) => ({ property: `${property}.${name}`, problem: 'number' }))
  const [minx, maxx, miny, maxy] = boundsNames.map((name) => Number(value[name]))
  const upright = Number(minx) <= Number(maxx) && Number(miny) <= Number(maxy)
  return upright ? [] : [{ property, problem: 'bounds' }]
}

/** The four sides of a bounding box, in the order of GeoServer's files. */
export const boundsNames = ['minx', 'maxx', 'miny', 'maxy'] as const

function isNumber(value: Json): boolean {
  if (typeof value === 'number') return true
  return typeof value === 'string' && value.trim() !== '' && Number.isFinite(Number(value))
}

export function isJsonObject(value: Json | undefined): value is Record<string, Json> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A value as one line of text, for inputs and for comparisons. */
export function fieldText(value: Json | undefined): string {
  if (value === null || value === undefined) return ''
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** What stands for a password the application keeps and does not show. */
export function isHidden(value: Json | undefined): boolean {
  return value === null || value === undefined || (typeof value === 'string' && /^•+$/.test(value))
}
