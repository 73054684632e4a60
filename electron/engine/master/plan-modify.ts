import { titleOf } from '../../catalog/catalog.ts'
import { checkKeptApart } from '../../catalog/kept-apart.ts'
import {
  nameOf,
  propertyOf,
  referenceOf,
  textOfProperty,
  withProperties,
  type CatalogObject,
} from '../../catalog/object.ts'
import { applyChanges, type ClusterEvent, type PropertyChange } from '../../wire/event.ts'
import { parentElement, textElement } from '../../xml/element.ts'
import { changesTo } from './changes.ts'
import type { Edit, PlannedEvent, EditContext } from './edit.ts'
import { checkRequired, checkedBody, hasStamps, modified, forEveryoneBut, refused } from './rules.ts'
import { say } from '../../sentences/say.ts'
import { objectWords } from '../words.ts'

/** A change of one object, with what has to change before and after it; none when it is as it is to be. */
export function planModify(edit: Edit & { verb: 'modify' }, context: EditContext): readonly PlannedEvent[] {
  const { object } = edit
  const changes = changesTo(object, edit.properties)
  const isSameBody = edit.styleBody !== undefined && edit.styleBody === context.styleBody?.(object)
  const given = isSameBody ? undefined : edit.styleBody
  const body = given ?? bodyToTakeAlong(object, changes, context)
  const styleBody = body === undefined ? undefined : checkedBody(body, context)
  if (changes.length === 0 && styleBody === undefined) return []
  if (changes.some((change) => change.name === 'id')) throw refused(say('edits.idNeverChanges'))
  const changed = applyChanges(object, changes)
  checkRequired(changed, context.catalog)
  const occupant = context.catalog.sameName(changed)
  if (occupant !== undefined && occupant.id !== object.id) {
    throw refused(
      say('edits.thereAlready', { object: objectWords(occupant.kind, titleOf(context.catalog, occupant)) }),
    )
  }
  checkKeptApart(changed, object, context.catalog)
  const stamped = hasStamps(object.kind)
    ? withProperties(object, new Map([['dateModified', modified(context)]]))
    : object
  const event: ClusterEvent = {
    verb: 'modify',
    object: stamped,
    changes,
    copies: new Map(),
    ...(styleBody === undefined ? {} : { styleBody }),
  }
  return [
    ...before(object, changes, context),
    forEveryoneBut(object.kind, event),
    ...after(object, changes, context),
  ]
}

/** A real slave that renames a style looks for its rules under the new name, so that they have to come along. */
function bodyToTakeAlong(
  object: CatalogObject,
  changes: readonly PropertyChange[],
  context: EditContext,
): string | undefined {
  const isRenamed = object.kind === 'style' && changes.some(({ name }) => name === 'name')
  return isRenamed ? context.styleBody?.(object) : undefined
}

/** What has to change first: a workspace and its namespace are renamed together, the namespace first. */
function before(
  object: CatalogObject,
  changes: readonly PropertyChange[],
  context: EditContext,
): readonly PlannedEvent[] {
  const names = changes.map((change) => change.name)
  if (object.kind === 'namespace' && names.includes('prefix')) {
    throw refused(say('edits.namespaceRenamedWorkspaceRename'))
  }
  const rename = object.kind === 'workspace' ? changes.find((change) => change.name === 'name') : undefined
  const namespace = rename && context.catalog.byName('namespace', nameOf(object) ?? '')
  if (rename === undefined || namespace === undefined) return []
  const event: ClusterEvent = {
    verb: 'modify',
    object: namespace,
    changes: changesTo(namespace, [textElement('prefix', rename.after?.text ?? '')]),
    copies: new Map(),
  }
  // A real slave looks an isolated namespace up by URI and fails; renaming the workspace renames it there as well.
  const isIsolated = textOfProperty(namespace, 'isolated') === 'true'
  return [{ event, audience: isIsolated ? 'plumbline' : 'everyone' }]
}

/** What follows from a change: data stores repeat the URI of their namespace. */
function after(
  object: CatalogObject,
  changes: readonly PropertyChange[],
  context: EditContext,
): readonly PlannedEvent[] {
  const uri = object.kind === 'namespace' ? changes.find((change) => change.name === 'uri') : undefined
  const workspace = uri && context.catalog.byName('workspace', nameOf(object) ?? '')
  if (uri?.after === undefined || uri.after === null || workspace === undefined) return []
  const newUri = uri.after.text
  return context.catalog
    .ofKind('dataStore')
    .filter((store) => referenceOf(store, 'workspace') === workspace.id)
    .flatMap((store) => {
      const parameters = propertyOf(store, 'connectionParameters')
      const repeated = parameters?.children.some(
        (entry) => entry.attributes.key === 'namespace' && entry.text !== newUri,
      )
      if (parameters === undefined || repeated !== true) return []
      const replaced = parentElement(
        'connectionParameters',
        parameters.children.map((entry) =>
          entry.attributes.key === 'namespace' ? textElement('entry', newUri, entry.attributes) : entry,
        ),
      )
      return [
        forEveryoneBut(store.kind, {
          verb: 'modify',
          object: store,
          changes: changesTo(store, [replaced]),
          copies: new Map(),
        }),
      ]
    })
}
