import { expect, it, onTestFinished } from 'vitest'
import { Catalog, titleOf } from '../../../../electron/catalog/catalog.ts'
import { compareCatalogs } from '../../../../electron/catalog/diff.ts'
import { referenceOf, type CatalogObject } from '../../../../electron/catalog/object.ts'
import { readStyleBody } from '../../../../electron/catalog/style-body.ts'
import type { EditRequest } from '../../../../electron/engine/master/master.ts'
import { undoingRequest } from '../../../../electron/services/configuration/undo.ts'
import { goldenPath } from '../../../support/data-directories.ts'
import { editAsPlanned } from '../../../support/edit-as-planned.ts'
import { openMaster, seedDirectory } from '../../../support/master.ts'
import { temporaryDirectory } from '../../../support/temporary-directory.ts'

/** A master of ours on what a GeoServer held after all that can be made of it was. */
function builtUpMaster() {
  const path = seedDirectory(temporaryDirectory(), goldenPath('after-build-up/master'))
  const opened = openMaster(path, { styleBodyLimit: 1_000_000 })
  onTestFinished(() => opened.close())
  const { master, catalog, root, history } = opened
  const view = {
    catalog,
    styleBody: (style: CatalogObject) => readStyleBody(root, catalog, style)?.toString('utf8'),
  }
  const state = () => {
    const copy = new Catalog()
    copy.become(catalog)
    const bodies = new Map(copy.ofKind('style').map((style) => [titleOf(copy, style), view.styleBody(style)]))
    return { catalog: copy, bodies }
  }
  const takeBack = () => {
    const [entry] = history.removals()
    return editAsPlanned(master, undoingRequest(view, history.ofChange(entry?.id ?? 0)))
  }
  return { ...opened, view, state, takeBack }
}

it('whatever is removed with all that goes along comes back with all of it, as one change', () => {
  const { master, catalog, history, view, state, takeBack } = builtUpMaster()
  const kept = new Set(['namespace', 'global', 'logging', 'layer'])
  // The recording has no files of the styles every GeoServer makes for itself.
  const hasFile = (each: CatalogObject) => each.kind !== 'style' || view.styleBody(each) !== undefined
  const titles = [...catalog.objects()]
    .filter((each) => !kept.has(each.kind) && hasFile(each))
    .map((each) => ({ kind: each.kind, root: each.root, name: titleOf(catalog, each) }))
  const left: string[] = []
  const said: string[] = []
  let removed = 0
  for (const { kind, root, name } of titles) {
    const before = state()
    const removal: EditRequest = { verb: 'remove', kind, service: root, name, recurse: true }
    const { goesAlong, problems } = master.plan(removal)
    if (problems.length > 0) continue
    editAsPlanned(master, removal)
    removed += goesAlong.length
    takeBack()
    const { entries } = compareCatalogs(before.catalog, catalog)
    const lost = goesAlong.flatMap(({ effect, title }) => (effect === 'losesPassword' ? [title] : []))
    said.push(...lost)
    const notSaid = entries.filter(
      (each) => each.type !== 'sameNameOtherId' && !('title' in each && lost.includes(each.title)),
    )
    left.push(...notSaid.map((each) => JSON.stringify(each)))
    expect(state().bodies, name).toEqual(before.bodies)
  }
  expect(left).toEqual([])
  // Its password was encrypted by the GeoServer the directory is from.
  expect(said).toEqual(['topp:pg'])
  expect(removed).toBeGreaterThan(20)
  // What went along is no removal of its own to whoever looks at those.
  expect(history.removals().every(({ partOf }) => partOf === undefined)).toBe(true)
})

it('what refers to something that was removed before it in the same change comes back behind that', () => {
  const { master, catalog, state, takeBack } = builtUpMaster()
  const before = state()
  const layer = catalog.ofKind('layer').find((each) => titleOf(catalog, each) === 'topp:cities')
  const style = catalog.get(referenceOf(layer ?? fail(), 'defaultStyle') ?? '', 'style') ?? fail()
  const request: EditRequest = {
    ...{ verb: 'remove', kind: 'style', name: titleOf(catalog, style), recurse: true },
    others: [{ verb: 'remove', kind: 'dataStore', name: 'topp:shp', recurse: true }],
  }
  editAsPlanned(master, request, 'test', 'both')
  takeBack()
  const { entries } = compareCatalogs(before.catalog, catalog)
  expect(entries.filter(({ type }) => type !== 'sameNameOtherId')).toEqual([])
})

function fail(): never {
  throw new Error('There is one.')
}
