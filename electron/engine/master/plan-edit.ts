import { nameOf } from '../../catalog/object.ts'
import type { Edit, PlannedEvent, EditContext } from './edit.ts'
import { planAdd } from './plan-add.ts'
import { planModify } from './plan-modify.ts'
import { planRemove } from './plan-remove.ts'
import { forEveryone } from './rules.ts'

/**
 * Turns an edit into the events a master publishes, in the order GeoServer would, and in the forms real slaves
 * accept: the namespace of a workspace goes before it, settings that exist are modified rather than added.
 * @throws PLB-ENGINE-EDIT-REFUSED, PLB-ENGINE-IN-USE, PLB-ENGINE-STYLE-BODY-TOO-LARGE
 */
export function planEdit(edit: Edit, context: EditContext): readonly PlannedEvent[] {
  switch (edit.verb) {
    case 'add':
      return planAdd(edit, context)
    case 'modify':
      return planModify(edit, context)
    case 'remove':
      return planRemove(edit, context)
    case 'default':
      return [
        forEveryone({
          verb: 'default',
          property: 'defaultWorkspace',
          object: { kind: 'workspace', id: edit.workspace.id, name: nameOf(edit.workspace) },
          copies: new Map([[edit.workspace.id, edit.workspace]]),
        }),
      ]
  }
}
