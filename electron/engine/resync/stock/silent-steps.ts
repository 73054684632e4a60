import { withoutEncryptedPasswords } from '../../../catalog/passwords.ts'
import { setsEncryptedPassword } from '../../../wire/encode.ts'
import type { Catalog } from '../../../catalog/catalog.ts'
import { locationOf } from '../../../catalog/locations.ts'
import type { CatalogObject } from '../../../catalog/object.ts'
import { fileText } from '../../../catalog/to-file.ts'
import type { ChangeOutcome } from '../../../geoserver/changes/carry-out.ts'
import type { StockChange } from '../../../geoserver/changes/change.ts'
import type { SilentRepair } from '../../../geoserver/changes/silent-repair.ts'
import { applyChanges, type ClusterEvent } from '../../../wire/event.ts'
import { say } from '../../../sentences/say.ts'
import type { Wording } from '../../../sentences/sentence.ts'
import { wordingOf } from '../../../errors/failure.ts'

/**
 * Makes a change over the slave's own REST interface, in silence.
 * @param places where objects of the slave and of the reference lie
 * @returns why it is not as it was to be; undefined when it is
 * @throws PLB-GEOSERVER-…
 */
export async function overRest(
  event: ClusterEvent,
  repair: SilentRepair,
  places: Catalog,
): Promise<Wording | undefined> {
  const change = changeOf(event)
  if (change === undefined) return undefined
  const reason = reasonOf(await repair.change(change, places), change)
  if (reason === undefined || !setsEncryptedPassword(event)) return reason
  // Its slave may have a key of its own: all but the password is brought then, with what lies below.
  const open = withoutPasswords(change)
  const left = reasonOf(await repair.change(open, places), open)
  return left === undefined ? say('stock.passwordUnreadable') : reason
}

function withoutPasswords(change: StockChange): StockChange {
  const without = (object: CatalogObject): CatalogObject => ({
    ...object,
    properties: withoutEncryptedPasswords(object.kind, object.properties),
  })
  if (change.verb === 'add') return { ...change, object: without(change.object) }
  return change.verb === 'modify' ? { ...change, after: without(change.after) } : change
}

function changeOf(event: ClusterEvent): StockChange | undefined {
  switch (event.verb) {
    case 'add':
      return { verb: 'add', object: event.object }
    case 'modify': {
      const after = applyChanges(event.object, event.changes)
      const styleBody = event.styleBody === undefined ? undefined : Buffer.from(event.styleBody)
      return {
        verb: 'modify',
        before: event.object,
        after,
        ...(styleBody === undefined ? {} : { styleBody }),
      }
    }
    case 'remove':
      // A namespace goes with its workspace.
      return event.object.kind === 'namespace' ? undefined : { verb: 'remove', object: event.object }
    default:
      return undefined
  }
}

function reasonOf(outcome: ChangeOutcome, change: StockChange): Wording | undefined {
  switch (outcome.outcome) {
    case 'done':
      return undefined
    case 'changed meanwhile': {
      const isGone = outcome.now.object === undefined && !outcome.now.isServed
      return change.verb === 'remove' && isGone ? undefined : say('stock.changedMeanwhile')
    }
    case 'incomplete':
      // What it answers says little; it is looked at again, by what a comparison goes by.
      return outcome.failed && wordingOf(outcome.failed.failure)
  }
}

/**
 * Puts into the slave's data directory what an event says; its memory follows with a reload.
 * @throws PLB-GEOSERVER-WRITE-REFUSED, PLB-CATALOG-…
 */
export async function intoFiles(event: ClusterEvent, repair: SilentRepair, places: Catalog): Promise<void> {
  switch (event.verb) {
    case 'add':
      return putObject(event.object, repair, places)
    case 'modify':
      if (event.styleBody !== undefined) {
        const { body } = locationOf(event.object, places)
        if (body !== undefined) await repair.putFile(body, Buffer.from(event.styleBody))
      }
      return putObject(applyChanges(event.object, event.changes), repair, places)
    case 'remove': {
      const { directory, file } = locationOf(event.object, places)
      return repair.removeFile(directory ?? file)
    }
    case 'style-file':
      return repair.putFile(event.resourcePath.replace(/^\//, '').split('/'), Buffer.from(event.body))
    case 'default': {
      const workspace = places.get(event.object?.id ?? '', 'workspace')
      if (workspace === undefined) return
      return repair.putFile(['workspaces', 'default.xml'], fileOf(workspace, places))
    }
  }
}

async function putObject(object: CatalogObject, repair: SilentRepair, places: Catalog): Promise<void> {
  const { file } = locationOf(object, places)
  await repair.putFile(file, fileOf(object, places))
}

function fileOf(object: CatalogObject, places: Catalog): Buffer<ArrayBuffer> {
  return Buffer.from(fileText(object, places), 'utf8')
}
