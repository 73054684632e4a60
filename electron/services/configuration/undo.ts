import { Catalog, titleOf } from '../../catalog/catalog.ts'
import { byDependency } from '../../catalog/kinds/places.ts'
import { byNameOf, propertiesOf } from '../../catalog/kinds/table.ts'
import { referenceOf, type CatalogObject } from '../../catalog/object.ts'
import { referencedIds } from '../../catalog/references.ts'
import type { KeptEntry } from '../../engine/journal/history.ts'
import type { EditRequest } from '../../engine/master/master.ts'
import { objectWords } from '../../engine/words.ts'
import { failure } from '../../errors/failure.ts'
import type { CatalogView } from '../../nodes/face/cluster-node.ts'
import { say } from '../../sentences/say.ts'
import { childOf, childText, textElement, type XmlElement } from '../../xml/element.ts'
import { parseXml } from '../../xml/parse.ts'
import { keptObject } from './kept-object.ts'
import { changedSince, restoringRequest, takingBackRequest } from './restore.ts'

/**
 * The change that takes back another one as a whole, with all that went along with a removal: of each of its objects
 * what it changed, the last one first, and what others need before them. What comes back has another id
 * then, so that the others refer to it by its name.
 * @param entries all of the change, in the order they were made
 * @param way whether what was changed of them since stays, or goes as well
 * @throws PLB-EDIT-HISTORY-EMPTY; PLB-EDIT-CHANGED-SINCE when what would stay was changed by both
 */
export function undoingRequest(
  view: CatalogView,
  entries: readonly KeptEntry[],
  way: 'what it changed' | 'wholly' = 'what it changed',
): EditRequest {
  const back = way === 'wholly' ? wayBackWholly : wayBackOfChange
  const last = new Map(entries.map((each) => [each.objectId, each]))
  const first = new Map(
    entries.toReversed().map((each) => {
      const { after, styleBodyAfter } = last.get(each.objectId) ?? each
      return [each.objectId, { ...each, after, styleBodyAfter }]
    }),
  )
  const returning = namesOfReturning(view, [...first.values()])
  const known = new Map([...returning, ...namesOfLayersAlong(view, first)])
  const seen = new Set<string>()
  const [request, ...others] = neededFirst(wayBack(entries), first, returning).flatMap((each) => {
    const entry = first.get(each.objectId) ?? each
    // What is gone comes back where it went; of the rest, the first change goes back last.
    const isItsTurn = returning.has(each.objectId) ? !seen.has(each.objectId) : entry.id === each.id
    if (!isItsTurn) return []
    seen.add(each.objectId)
    const isGone = entry.before === undefined && view.catalog.get(entry.objectId, entry.kind) === undefined
    if (isGone && first.size > 1 && entry.verb !== 'default') return []
    return returningRequests(view, entry, returning, { entries: first, back, known })
  })
  if (request === undefined) throw failure('PLB-EDIT-HISTORY-EMPTY', { state: 'before' })
  return others.length === 0 ? request : { ...request, others }
}

/** How an object, or what is the default, becomes again what it was. */
interface WayBack {
  readonly of: (view: CatalogView, entry: KeptEntry) => EditRequest
  readonly checkDefault: (view: CatalogView, entries: readonly KeptEntry[]) => void
}

const wayBackWholly: WayBack = {
  of: (view, entry) => restoringRequest(view, entry, 'before'),
  checkDefault: () => undefined,
}

const wayBackOfChange: WayBack = {
  of: takingBackRequest,
  checkDefault: ({ catalog }, entries) => {
    const isStill = entries.some(({ objectId }) => objectId === catalog.defaultWorkspace)
    const present = catalog.get(catalog.defaultWorkspace ?? '', 'workspace')
    if (!isStill && present !== undefined)
      throw changedSince(objectWords('workspace', titleOf(catalog, present)), [
        say('cliDrift.defaultWorkspace'),
      ])
  },
}

/** The last of the changes first, and with each removal what went along, in the order it can come back. */
function wayBack(entries: readonly KeptEntry[]): readonly KeptEntry[] {
  return entries
    .filter(({ partOf }) => partOf === undefined)
    .toReversed()
    .flatMap((entry) =>
      [entry, ...entries.filter(({ partOf }) => partOf === entry.id)].toSorted(byDependency),
    )
}

/** What comes back refers to others that were removed before it: they come back before it. */
function neededFirst(
  way: readonly KeptEntry[],
  first: ReadonlyMap<string, KeptEntry>,
  returning: ReadonlyMap<string, string>,
): readonly KeptEntry[] {
  const places = new Map(way.toReversed().map((each) => [each.objectId, each]))
  const ordered = new Set<KeptEntry>()
  const begun = new Set<KeptEntry>()
  const put = (each: KeptEntry): void => {
    if (begun.has(each)) return
    begun.add(each)
    const { kind, before } = first.get(each.objectId) ?? each
    if (returning.has(each.objectId) && before !== undefined)
      for (const id of referencedIds(keptObject(kind, each.objectId, before))) {
        const needed = returning.has(id) ? places.get(id) : undefined
        if (needed !== undefined) put(needed)
      }
    ordered.add(each)
  }
  for (const each of way) put(each)
  return [...ordered]
}

function returningRequests(
  view: CatalogView,
  entry: KeptEntry,
  returning: ReadonlyMap<string, string>,
  {
    entries,
    back,
    known,
  }: {
    readonly entries: ReadonlyMap<string, KeptEntry>
    readonly back: WayBack
    /** What is referred to by its name, by its id. */
    readonly known: ReadonlyMap<string, string>
  },
): readonly EditRequest[] {
  const { kind, objectId, partOf } = entry
  if (entry.verb === 'default')
    return partOf === undefined ? [] : defaultAgain({ ...entry, partOf }, view, returning, { entries, back })
  const name = returning.get(objectId)
  const isWithWorkspace = kind === 'namespace' && name !== undefined
  if (isWithWorkspace) return []
  const request = back.of(view, entry)
  const given = request.properties ?? []
  const properties = given.map((each) => named(each, known))
  if (name === undefined)
    return [
      { ...request, name: known.get(objectId) ?? request.name, properties: request.properties && properties },
    ]
  if (kind === 'workspace') {
    const uri = uriOf(name, returning, entries)
    return [
      { ...request, properties: uri === undefined ? properties : [...properties, uri], comesBack: true },
    ]
  }
  const resource = given.find((each) => each.name === 'resource')
  const isWithResource = kind === 'layer' && returning.has((resource && childText(resource, 'id')) ?? '')
  if (!isWithResource) return [{ ...request, properties, comesBack: true }]
  const table = byNameOf(propertiesOf(kind, kind))
  const own = properties.filter(
    (each) => each.name !== 'resource' && table.get(each.name)?.delegated !== true,
  )
  return [{ verb: 'modify', kind, name, properties: own }]
}

/** The workspace that was the default before another became it; one that was removed comes back. */
function defaultAgain(
  { objectId, partOf }: KeptEntry & { readonly partOf: number },
  view: CatalogView,
  returning: ReadonlyMap<string, string>,
  { entries, back }: { readonly entries: ReadonlyMap<string, KeptEntry>; readonly back: WayBack },
): readonly EditRequest[] {
  const { catalog } = view
  const main = [...entries.values()].find(({ id, verb }) => id === partOf && verb === 'default')
  if (main !== undefined) back.checkDefault(view, [...entries.values()])
  const removed = [...entries.values()].find(({ id, verb }) => id === partOf && verb === 'remove')?.objectId
  const name = returning.get(removed ?? '') ?? catalog.get(objectId, 'workspace')?.id
  return name === undefined ? [] : [{ verb: 'default', kind: 'workspace', name }]
}

/** What the namespace of a workspace had, which comes back with that. */
function uriOf(
  workspace: string,
  returning: ReadonlyMap<string, string>,
  entries: ReadonlyMap<string, KeptEntry>,
): XmlElement | undefined {
  for (const { kind, objectId, before } of entries.values()) {
    if (kind !== 'namespace' || before === undefined || returning.get(objectId) !== workspace) continue
    return childOf(parseXml(before), 'uri')
  }
  return undefined
}

/** Layers whose resource goes back with them: where that can only be made again, they have another id afterwards. */
function namesOfLayersAlong(
  { catalog }: CatalogView,
  entries: ReadonlyMap<string, KeptEntry>,
): ReadonlyMap<string, string> {
  const nameIn = (text: string | undefined) =>
    text === undefined ? undefined : childText(parseXml(text), 'name')
  return new Map(
    [...entries.values()].flatMap(({ kind, objectId }) => {
      const layer = kind === 'layer' ? catalog.get(objectId, kind) : undefined
      const resource = layer && entries.get(referenceOf(layer, 'resource') ?? '')
      if (layer === undefined || resource === undefined || nameIn(resource.before) !== nameIn(resource.after))
        return []
      return [[objectId, titleOf(catalog, layer)] as const]
    }),
  )
}

/** By the id it had, the name with the workspace of what is gone and comes back. */
export function namesOfReturning(
  { catalog }: CatalogView,
  entries: readonly KeptEntry[],
): ReadonlyMap<string, string> {
  const objects = entries.flatMap(({ kind, objectId: id, before }): CatalogObject[] => {
    if (before === undefined || catalog.get(id, kind) !== undefined) return []
    return [keptObject(kind, id, before)]
  })
  if (objects.length === 0) return new Map()
  const then = new Catalog()
  for (const object of [...catalog.objects(), ...objects]) then.put(object)
  return new Map(objects.map((object) => [object.id, titleOf(then, object)]))
}

function named(element: XmlElement, returning: ReadonlyMap<string, string>): XmlElement {
  const name = returning.get(childText(element, 'id') ?? '')
  if (name !== undefined) return { ...element, children: [textElement('name', name)] }
  return { ...element, children: element.children.map((each) => named(each, returning)) }
}
