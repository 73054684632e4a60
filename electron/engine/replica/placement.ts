import { containerKinds } from '../../catalog/kinds/places.ts'
import { nameOf, withProperties, type CatalogObject } from '../../catalog/object.ts'
import { withReferences } from '../../catalog/references.ts'
import { failure, isFailure } from '../../errors/failure.ts'
import { textElement } from '../../xml/element.ts'
import { isDiskTrouble } from './disk-trouble.ts'
import type { CatalogWithFiles } from './catalog-with-files.ts'
import { say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'
import { objectWords } from '../words.ts'

/**
 * Puts an object in place of the one with its id or its name, and does what hangs on that.
 * @param formerName the name of a workspace before the change, when the sender says so
 * @param notes is added to
 * @throws PLB-WIRE-UNREADABLE when its id is missing or belongs to something else; failures of the files
 */
export function place(
  keeper: CatalogWithFiles,
  object: CatalogObject,
  notes: Wording[],
  formerName: string | undefined,
): void {
  const { catalog } = keeper
  if (object.id === '')
    throw failure('PLB-WIRE-UNREADABLE', { reason: say('node.noId', { kind: say(`kinds.${object.kind}`) }) })
  const byId = catalog.get(object.id)
  if (byId !== undefined && byId.kind !== object.kind) {
    throw failure('PLB-WIRE-UNREADABLE', {
      reason: say('node.idOfAnother', {
        kind: say(`kinds.${object.kind}`),
        other: objectWords(byId.kind, nameOf(byId) ?? byId.id),
      }),
    })
  }
  if (object.kind === 'namespace' && byId !== undefined) renameWorkspaceOf(keeper, object, byId, notes)
  const occupant = catalog.sameName(object)
  if (occupant === undefined || occupant.id === object.id) keeper.store(object, byId)
  else if (byId === undefined && occupant.kind === object.kind) {
    takePlace(keeper, occupant, object)
    notes.push(say('node.tookOverId', { id: object.id, former: occupant.id }))
  } else displace(keeper, occupant, object, byId, notes)
  if (object.kind !== 'workspace') return
  renameNamespaceOf(keeper, object, [byId && nameOf(byId), formerName])
  if (catalog.defaultWorkspace === undefined) keeper.setDefaultWorkspace(object.id)
}

/**
 * The sender knows the object in this place by another id. Its id is taken over, and every reference follows, so
 * that both nodes mean the same object from now on. The object itself is written last: until then the change
 * counts as not made and can be repeated.
 */
export function takePlace(keeper: CatalogWithFiles, occupant: CatalogObject, object: CatalogObject): void {
  keeper.exchange(occupant, object, () => {
    exchangeIds(keeper, occupant, object)
  })
}

function exchangeIds(keeper: CatalogWithFiles, occupant: CatalogObject, object: CatalogObject): void {
  const { catalog, files } = keeper
  const referring = catalog.referringTo(occupant.id)
  const isDefault = catalog.defaultWorkspace === occupant.id
  const written: CatalogObject[] = []
  catalog.remove(occupant.id)
  catalog.put(object)
  catalog.passPlaceOn(occupant.id, object.id)
  try {
    for (const other of referring) {
      written.push(other)
      keeper.store(redirected(other, occupant, object), other)
    }
    if (isDefault) keeper.setDefaultWorkspace(object.id)
    files.write(object, occupant)
  } catch (error) {
    catalog.remove(object.id)
    catalog.put(occupant)
    catalog.passPlaceOn(object.id, occupant.id)
    for (const other of written) catalog.put(other)
    if (isDefault) catalog.defaultWorkspace = occupant.id
    // What the disk refused is tried again; anything else never will be, and no file may know of it.
    if (isFailure(error) && !isDiskTrouble(error)) {
      for (const other of written) files.write(other)
      if (isDefault) files.writeDefaultWorkspace()
    }
    throw error
  }
}

/**
 * The sender has another object in this place, so the one that is here is gone there. What refers to it means the
 * newcomer from now on, unless it contained something, which goes with it.
 */
function displace(
  keeper: CatalogWithFiles,
  occupant: CatalogObject,
  object: CatalogObject,
  byId: CatalogObject | undefined,
  notes: Wording[],
): void {
  notes.push(
    say('node.madeWay', {
      object: objectWords(occupant.kind, nameOf(occupant) ?? occupant.id),
      id: occupant.id,
      other: object.id,
    }),
  )
  if (byId === undefined || containerKinds.has(occupant.kind)) {
    keeper.removeWhole(occupant, notes)
  } else {
    for (const other of keeper.catalog.referringTo(occupant.id))
      keeper.store(redirected(other, occupant, byId), other)
    keeper.remove(occupant)
  }
  keeper.store(object, byId)
}

function redirected(object: CatalogObject, from: CatalogObject, to: CatalogObject): CatalogObject {
  return withReferences(object, (id) => (id === from.id ? to.id : id))
}

/*
 * A workspace and its namespace share a name, and GeoServer ignores a directory that does not hold both. Their
 * renames arrive as two events, in either order; both are done with the first, and the workspace's before the
 * namespace's, so that at any moment one directory holds both.
 */

/** Has the workspace of a namespace that gets another prefix take the name before; what has that name by now goes. */
export function renameWorkspaceOf(
  keeper: CatalogWithFiles,
  namespace: CatalogObject,
  previous: CatalogObject,
  notes: Wording[],
): void {
  const [before, after] = [nameOf(previous), nameOf(namespace)]
  if (before === undefined || after === undefined || before === after) return
  const workspace = keeper.catalog.byName('workspace', before)
  if (workspace === undefined) return
  const inTheWay = keeper.catalog.byName('workspace', after)
  if (inTheWay !== undefined) {
    notes.push(
      say('node.madeWay', {
        object: objectWords('workspace', after),
        id: inTheWay.id,
        other: workspace.id,
      }),
    )
    keeper.removeWhole(inTheWay, notes)
  }
  keeper.store(withProperties(workspace, new Map([['name', textElement('name', after)]])), workspace)
}

/** Also when the workspace has its new name already: the rename may have been interrupted right behind that. */
function renameNamespaceOf(
  keeper: CatalogWithFiles,
  workspace: CatalogObject,
  formerNames: readonly (string | undefined)[],
): void {
  const { catalog } = keeper
  const name = nameOf(workspace)
  if (name === undefined || catalog.byName('namespace', name) !== undefined) return
  for (const former of formerNames) {
    const isOfAnother = former === undefined || catalog.byName('workspace', former) !== undefined
    const namespace = isOfAnother ? undefined : catalog.byName('namespace', former)
    if (namespace === undefined) continue
    keeper.store(withProperties(namespace, new Map([['prefix', textElement('prefix', name)]])), namespace)
    return
  }
}
