import { titleOf, type Catalog } from '../../catalog/catalog.ts'
import { heldBy } from '../../catalog/held-by-groups.ts'
import { isResource, isStore, type Kind } from '../../catalog/kinds/property.ts'
import { kindTable } from '../../catalog/kinds/table.ts'
import { fileNameOf } from '../../catalog/locations.ts'
import { nameOf, propertyOf, referenceOf, type CatalogObject } from '../../catalog/object.ts'
import { failure } from '../../errors/failure.ts'
import { setsEncryptedPassword } from '../../wire/encode.ts'
import type { ClusterEvent } from '../../wire/event.ts'
import { childText, textElement, type XmlElement } from '../../xml/element.ts'
import type { PlannedEvent, EditContext } from './edit.ts'
import { say, property } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'

/**
 * What an object cannot be without, and a name it can be kept under.
 * @throws PLB-ENGINE-EDIT-REFUSED, PLB-CATALOG-NAME-RESERVED, PLB-STORAGE-NAME-REFUSED
 */
export function checkRequired(object: CatalogObject, catalog: Catalog): void {
  const { kind } = object
  const owner = say(`kinds.${kind}`)
  if (kind !== 'layer' && kind !== 'global' && kind !== 'logging') {
    if ((nameOf(object) ?? '') === '')
      throw refused(say('edits.needs', { owner, property: property('name') }))
    // Said now rather than when the files are written.
    fileNameOf(object)
  }
  const needs: readonly string[] = isStore(kind)
    ? ['workspace']
    : isResource(kind)
      ? ['namespace', 'store']
      : kind === 'layer'
        ? ['resource']
        : kind === 'settings'
          ? ['workspace']
          : []
  for (const need of needs) {
    if (catalog.get(referenceOf(object, need) ?? '') === undefined)
      throw refused(say('edits.needs', { owner, property: property(need) }))
  }
  if (kind !== 'layerGroup') return
  const publishables = propertyOf(object, 'publishables')?.children ?? []
  const members = publishables.length
  const styles = propertyOf(object, 'styles')?.children.length ?? 0
  if (members === 0) throw refused(say('edits.needs', { owner, property: property('publishables') }))
  if (styles !== members) throw refused(say('edits.groupMembersButStyles', { members, styles }))
  for (const each of publishables) {
    const member = catalog.get(childText(each, 'id') ?? '', 'layerGroup')
    if (member !== undefined && (member.id === object.id || heldBy(member, catalog).has(object.id)))
      throw refused(say('edits.groupWithinItself', { member: titleOf(catalog, member) }))
  }
}

/** The rules of a style as bytes. @throws PLB-ENGINE-STYLE-BODY-TOO-LARGE */
export function checkedBody(body: string, context: EditContext): Uint8Array {
  const bytes = Buffer.from(body, 'utf8')
  if (bytes.length > context.styleBodyLimit) {
    throw failure('PLB-ENGINE-STYLE-BODY-TOO-LARGE', { bytes: bytes.length, limit: context.styleBodyLimit })
  }
  return bytes
}

/** Whether objects of a kind carry the time they were made and changed. */
export function hasStamps(kind: Kind): boolean {
  return kindTable[kind].properties.some(({ name, unsent }) => name === 'dateCreated' && unsent !== true)
}

/** The stamp of an object that is added, as GeoServer writes it. */
export function created(context: EditContext): XmlElement {
  return textElement('dateCreated', dateText(context.now()))
}

/** The stamp of an object that is changed, as GeoServer writes it. */
export function modified(context: EditContext): XmlElement {
  return textElement('dateModified', dateText(context.now()))
}

/** An event that stock slaves apply as well. */
export function forEveryone(event: ClusterEvent): PlannedEvent {
  return { event, audience: 'everyone' }
}

/**
 * Real slaves reject everything about cascaded WMTS servers, and fail over passwords they cannot read; only nodes of
 * Plumbline are asked to apply those.
 */
export function forEveryoneBut(kind: Kind, event: ClusterEvent): PlannedEvent {
  const isWmts =
    kind === 'wmtsStore' ||
    kind === 'wmtsLayer' ||
    (event.verb === 'add' && [...event.copies.values()].some((copy) => copy.kind === 'wmtsLayer'))
  return { event, audience: isWmts || setsEncryptedPassword(event) ? 'plumbline' : 'everyone' }
}

/** Why an edit is not made: PLB-ENGINE-EDIT-REFUSED. */
export function refused(reason: Wording): Error {
  return failure('PLB-ENGINE-EDIT-REFUSED', { reason })
}

/** A time as GeoServer writes it: UTC, with the milliseconds as a number that is not padded. */
function dateText(milliseconds: number): string {
  const date = new Date(milliseconds)
  const [day, time] = date.toISOString().split('T')
  return `${day ?? ''} ${(time ?? '').slice(0, 8)}.${date.getUTCMilliseconds()} UTC`
}
