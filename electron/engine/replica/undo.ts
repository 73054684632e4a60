import { z } from 'zod'
import { kinds } from '../../catalog/kinds/property.ts'
import type { CatalogObject } from '../../catalog/object.ts'
import { isSameElement, type XmlElement } from '../../xml/element.ts'

const element: z.ZodType<XmlElement> = z.lazy(() =>
  z.object({
    name: z.string(),
    attributes: z.record(z.string(), z.string()),
    children: z.array(element),
    text: z.string(),
  }),
)

const object: z.ZodType<CatalogObject> = z.object({
  kind: z.enum(kinds),
  root: z.string(),
  id: z.string(),
  properties: z.array(element),
  complete: z.literal(true).exactOptional(),
})

const base64 = z.string().nullable()

/** How one change of a replica is taken back. Each says what was there before, so that it can be repeated. */
export const undoStep = z.discriminatedUnion('undo', [
  /** It was not there. */
  z.object({ undo: z.literal('drop'), object, wasBuried: z.boolean() }),
  /** It was like this, with this body when it is a style that was removed. */
  z.object({ undo: z.literal('restore'), object, body: base64 }),
  /** It was as it is now, but for these properties, and for those it did not have. */
  z.object({
    undo: z.literal('revert'),
    id: z.string(),
    properties: z.array(element),
    added: z.array(z.string()),
  }),
  /** It went by another id. */
  z.object({ undo: z.literal('exchange'), id: z.string(), object, wasBuried: z.boolean() }),
  z.object({ undo: z.literal('default'), id: z.string().nullable() }),
  /** The rules of a style were these, or there were none. */
  z.object({ undo: z.literal('body'), workspace: z.string().nullable(), fileName: z.string(), body: base64 }),
  /** It was not known to be removed. */
  z.object({ undo: z.literal('raise'), id: z.string() }),
])

export type UndoStep = z.infer<typeof undoStep>

/** Hears, before each change of a replica, how to take it back. */
export interface UndoLog {
  /** Whether anything is to be noted now. */
  readonly isOpen: boolean
  /** @param after what takes the place of the object the step puts back, when something does */
  note(step: UndoStep, after?: CatalogObject): void
}

/** For a replica nothing is ever taken back from. */
export const noUndo: UndoLog = { isOpen: false, note() {} }

/** The same step with no more to write down than what differs from what takes the place of an object. */
export function shortened(step: UndoStep, after: CatalogObject | undefined): UndoStep {
  if (step.undo !== 'restore' || step.body !== null || after === undefined) return step
  const { object } = step
  const names = new Set(object.properties.map(({ name }) => name))
  const kept = after.properties.filter(({ name }) => names.has(name))
  const isAlike =
    object.id === after.id &&
    object.kind === after.kind &&
    object.root === after.root &&
    object.complete === after.complete &&
    names.size === object.properties.length &&
    kept.length === names.size &&
    object.properties.every(({ name }, place) => kept[place]?.name === name)
  if (!isAlike) return step
  const added = after.properties.flatMap(({ name }) => (names.has(name) ? [] : [name]))
  const properties = object.properties.filter((each, place) => !isSameElement(each, kept[place]))
  return { undo: 'revert', id: object.id, properties, added }
}
