import { nameOf, withProperties } from '../../catalog/object.ts'
import type { XmlElement } from '../../xml/element.ts'
import type { CatalogWithFiles } from './catalog-with-files.ts'
import { renameWorkspaceOf, takePlace } from './placement.ts'
import type { UndoStep } from './undo.ts'

/** Makes a replica what it was before one of its changes; those made after it were taken back before. */
export function takeBack(keeper: CatalogWithFiles, step: UndoStep): void {
  const { catalog, files, graves } = keeper
  switch (step.undo) {
    case 'drop': {
      const object = catalog.get(step.object.id)
      if (object !== undefined) {
        const place = keeper.bodyPlace(object)
        const body = place && files.readStyleFile(place.workspace, place.fileName)
        files.remove(object)
        catalog.remove(object.id)
        // The rules came with an event of their own.
        if (place !== undefined && body !== undefined)
          files.writeStyleFile(place.workspace, place.fileName, body)
      }
      if (step.wasBuried) graves.bury(step.object)
      return
    }
    case 'restore': {
      const now = catalog.get(step.object.id)
      const name = nameOf(step.object) ?? ''
      // One directory holds both at any moment also on the way back: alone, a namespace is not read after a crash.
      if (now?.kind === 'namespace' && catalog.byName('workspace', name) === undefined)
        renameWorkspaceOf(keeper, step.object, now, [])
      keeper.store(step.object, now)
      const place = step.body === null ? undefined : keeper.bodyPlace(step.object)
      if (place !== undefined) files.writeStyleFile(place.workspace, place.fileName, bytesOf(step.body))
      return
    }
    case 'revert': {
      const now = catalog.get(step.id)
      if (now === undefined) return
      const former = new Map<string, XmlElement | undefined>(step.added.map((name) => [name, undefined]))
      for (const each of step.properties) former.set(each.name, each)
      takeBack(keeper, { undo: 'restore', object: withProperties(now, former), body: null })
      return
    }
    case 'exchange': {
      const object = catalog.get(step.id)
      if (object !== undefined) takePlace(keeper, object, step.object)
      if (step.wasBuried) graves.bury({ ...step.object, id: step.id })
      return
    }
    case 'default':
      catalog.defaultWorkspace = step.id ?? undefined
      files.writeDefaultWorkspace()
      return
    case 'body': {
      const workspace = step.workspace ?? undefined
      if (step.body === null) files.removeStyleFile(workspace, step.fileName)
      else files.writeStyleFile(workspace, step.fileName, bytesOf(step.body))
      return
    }
    case 'raise':
      graves.raise(step.id)
  }
}

function bytesOf(body: string | null): Uint8Array {
  return Buffer.from(body ?? '', 'base64')
}
