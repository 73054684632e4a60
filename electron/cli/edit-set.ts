import { z } from 'zod'
import { titleOf, type Catalog } from '../catalog/catalog.ts'
import { findObject } from '../engine/master/find-object.ts'
import type { EditRequest } from '../engine/master/master.ts'
import { failure } from '../errors/failure.ts'
import type { CatalogView } from '../nodes/face/cluster-node.ts'
import { say } from '../sentences/say.ts'
import { duplicatingRequest } from '../services/configuration/duplicate.ts'
import { parseJson } from '../text/json.ts'
import { usageFailure } from './command.ts'
import { editFrom, typedKind } from './edit-input.ts'

/** Changes that consist of several edits, as they are typed. */

/** What `edit several` reads: each edit as its own command would take it. */
const several = z
  .array(
    z.strictObject({
      verb: z.enum(['add', 'modify', 'remove', 'default']),
      kind: typedKind,
      name: z.string().optional(),
      service: z.string().optional(),
      /** The object's properties. */
      input: z.record(z.string(), z.json()).optional(),
      /** The rules of a style. */
      body: z.string().optional(),
      recurse: z.boolean().optional(),
    }),
  )
  .min(1)

/** @throws PLB-COMMAND-USAGE */
export function severalFrom(text: string): EditRequest {
  let value: unknown
  try {
    value = parseJson(text)
  } catch {
    throw usageFailure(say('usage.noListOfEdits'), 'edit')
  }
  const parsed = several.safeParse(value)
  if (!parsed.success) throw usageFailure(say('usage.noListOfEdits'), 'edit')
  const requests = parsed.data.map(({ input, body, recurse, ...each }): EditRequest => {
    const text = input === undefined ? undefined : JSON.stringify(input)
    return { ...editFrom({ ...each, text, set: [] }), styleBody: body, recurse }
  })
  return together(requests)
}

/**
 * The same edit of every object a name with `*` in it stands for.
 * @throws PLB-ENGINE-OBJECT-NOT-FOUND when there is none
 */
export function ofEachNamed(request: EditRequest, catalog: Catalog): EditRequest {
  const { name, kind } = request
  if (name === undefined || !name.includes('*')) return request
  const parts = name.split('*').map((part) => part.replaceAll(/\W/g, String.raw`\$&`))
  const pattern = new RegExp(`^${parts.join('.*')}$`, 's')
  const found = catalog.ofKind(kind).filter((object) => pattern.test(titleOf(catalog, object)))
  if (found.length === 0) throw failure('PLB-ENGINE-OBJECT-NOT-FOUND', { kind, name })
  return together(found.map(({ id }) => ({ ...request, name: id })))
}

/** @throws PLB-ENGINE-OBJECT-NOT-FOUND, PLB-ENGINE-EDIT-REFUSED, PLB-COMMAND-USAGE */
export function duplicateFrom(
  view: CatalogView,
  {
    kind,
    name,
    as,
  }: {
    readonly kind: EditRequest['kind']
    readonly name?: string | undefined
    readonly as?: string | undefined
  },
): EditRequest {
  if (name === undefined || as === undefined)
    throw usageFailure(say('usage.required', { options: name === undefined ? '[name]' : '--as' }), 'edit')
  return duplicatingRequest(view, findObject(view.catalog, [kind], name).id, as)
}

function together([first, ...others]: readonly EditRequest[]): EditRequest {
  if (first === undefined) throw usageFailure(say('usage.noListOfEdits'), 'edit')
  return others.length === 0 ? first : { ...first, others }
}
