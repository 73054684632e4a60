import { titleOf } from '../../catalog/catalog.ts'
import type { CatalogObject } from '../../catalog/object.ts'
import { failure } from '../../errors/failure.ts'
import { removalPlan } from '../replica/removal.ts'
import { changesTo } from './changes.ts'
import type { Edit, PlannedEvent, EditContext } from './edit.ts'
import { forEveryoneBut, refused } from './rules.ts'
import { isResource } from '../../catalog/kinds/property.ts'
import { say } from '../../sentences/say.ts'
import { objectWords } from '../words.ts'

/** A removal, with what goes along, children first. */
export function planRemove(edit: Edit & { verb: 'remove' }, context: EditContext): readonly PlannedEvent[] {
  const { object, recurse } = edit
  const { catalog } = context
  if (object.kind === 'namespace') throw refused(say('edits.namespaceGoesWorkspaceRemove'))
  if (object.kind === 'global' || object.kind === 'logging')
    throw refused(say('edits.cannotRemoved', { kind: say(`kinds.${object.kind}`) }))
  const plan = removalPlan(object, catalog)
  const others = plan.flatMap((step) => {
    const other = 'update' in step ? step.update : step.remove
    return belongsTogether(object, other) ? [] : [objectWords(other.kind, titleOf(catalog, other))]
  })
  if (others.length > 0 && !recurse) {
    const shown = others.slice(0, 5)
    throw failure('PLB-ENGINE-IN-USE', {
      object: objectWords(object.kind, titleOf(catalog, object)),
      dependants: others.length > 5 ? say('edits.more', { shown, count: others.length - 5 }) : shown,
    })
  }
  return plan.flatMap((step): readonly PlannedEvent[] => {
    if ('remove' in step) {
      return [forEveryoneBut(step.remove.kind, { verb: 'remove', object: step.remove, copies: new Map() })]
    }
    const current = catalog.get(step.update.id)
    if (current === undefined) return []
    const changes = changesTo(current, step.update.properties, true)
    return changes.length === 0
      ? []
      : [forEveryoneBut(current.kind, { verb: 'modify', object: current, changes, copies: new Map() })]
  })
}

/** What goes with an object without being asked for: a workspace's namespace, a layer's resource. */
function belongsTogether(object: CatalogObject, other: CatalogObject): boolean {
  if (other.id === object.id) return true
  if (object.kind === 'workspace') return other.kind === 'namespace'
  if (object.kind === 'layer') return isResource(other.kind)
  return isResource(object.kind) && other.kind === 'layer'
}
