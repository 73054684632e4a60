import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import type { Draft, EditDraft } from '../../../../electron/contract/features/configuration.ts'
import { failure } from '../../../../electron/errors/failure.ts'
import { localFileSystem } from '../../../../electron/storage/files.ts'
import { publishAsPreviewed } from '../../../support/publish-as-previewed.ts'
import { plainCall } from '../../../support/services.ts'
import { saying } from '../../../support/saying.ts'
import { sld } from '../../../support/styles.ts'
import { emptyDraft, filledWorld } from './world.ts'

const instanceName = 'geo-1'

async function world() {
  const made = await filledWorld()
  return {
    ...made,
    /** Collects edits; the draft of all of them. */
    collect: async (edits: readonly EditDraft[], service = made.service): Promise<Draft> => {
      const titled = edits.map((draft) => ({ instanceName, kind: draft.kind, root: '', title: '', draft }))
      await service.collect({ edits: titled }, plainCall())
      const collected = await service.collected({ instanceName }, plainCall())
      return { verb: 'set', collected: collected.map(({ id }) => id) }
    },
    previewOf: (draft: Draft) => made.service.preview({ instanceName, draft }, plainCall()),
    publishDraft: (draft: Draft) => publishAsPreviewed(made.service, { instanceName, draft }),
  }
}

it('edits that were collected are reviewed, published, and taken back as one', async () => {
  const { object, idOf, service, collect, previewOf, publishDraft, history } = await world()
  const [roads, blue] = [idOf('featureType', 'topp:roads'), idOf('style', 'blue')]
  const before = { roads: await object(roads), blue: await object(blue) }
  const edits: readonly EditDraft[] = [
    {
      ...emptyDraft,
      kind: 'featureType',
      id: roads,
      version: before.roads.version,
      input: '{"title":"A"}',
    },
    { ...emptyDraft, kind: 'style', id: blue, version: before.blue.version, styleBody: sld('navy') },
  ]
  const draft = await collect(edits)
  const shown = await previewOf(draft)
  expect(shown.edits).toMatchObject([
    { title: 'topp:roads', differences: [{ property: 'title', before: 'Roads', after: 'A' }] },
    { title: 'blue', differences: [{ property: 'body' }] },
  ])
  expect(await publishDraft(draft)).toMatchObject({ edited: [roads, blue] })
  expect(await service.collected({ instanceName }, plainCall())).toEqual([])
  expect((await object(blue)).styleBody).toBe(sld('navy'))
  const [change] = await history(roads)
  expect(change).toMatchObject({ together: 2 })

  // One of them was begun before that.
  expect((await previewOf(draft)).problems).toMatchObject([
    { message: saying('was published or dropped meanwhile') },
  ])
  expect((await previewOf(await collect(edits))).problems).toMatchObject([
    { message: saying('topp:roads was changed after that edit was begun') },
  ])

  await publishDraft({ verb: 'undo', id: roads, historyId: change?.id ?? 0 })
  expect((await object(roads)).xml).toContain('<title>Roads</title>')
  expect((await object(blue)).styleBody).toBe(before.blue.styleBody)
})

it('a layer is duplicated with its resource and all that was set of it', async () => {
  const { catalog, idOf, publish, publishDraft, object } = await world()
  const layer = idOf('layer', 'topp:roads')
  await publish({ kind: 'layer', id: layer, input: JSON.stringify({ defaultStyle: idOf('style', 'blue') }) })
  await publishDraft({ verb: 'duplicate', id: layer, name: 'paths' })
  const [copy, resource] = [await object(idOf('layer', 'topp:paths')), idOf('featureType', 'topp:paths')]
  expect(copy.xml).toContain(idOf('style', 'blue'))
  expect(copy.xml).toContain(resource)
  expect((await object(resource)).xml).toContain('<title>Roads</title>')
  expect(catalog.get(layer)).toBeDefined()
})

it('a style is duplicated with its body, into a file of its own; what has a name of its own kind is not', async () => {
  const { idOf, previewOf, publishDraft, object } = await world()
  const blue = idOf('style', 'blue')
  // What was asked for is told of first, though the file goes first.
  expect((await publishDraft({ verb: 'duplicate', id: blue, name: 'sky' })).events).toEqual([
    ...['style sky added', 'style file sky.sld'],
  ])
  const copy = await object(idOf('style', 'sky'))
  expect(copy.styleBody).toBe((await object(blue)).styleBody)
  expect(copy.xml).toContain('<filename>sky.sld</filename>')
  expect((await previewOf({ verb: 'duplicate', id: blue, name: 'blue' })).problems).toHaveLength(1)
  const workspace = await previewOf({ verb: 'duplicate', id: idOf('workspace', 'topp'), name: 'other' })
  expect(workspace.problems).toMatchObject([{ message: saying('cannot be duplicated') }])
})

it('removals that refer to each other are taken back as one, each finding the others by their names', async () => {
  const { catalog, idOf, publish, collect, previewOf, publishDraft, history, object } = await world()
  const group = async (name: string, publishables: readonly string[]) => {
    const bounds = { minx: 0, maxx: 1, miny: 0, maxy: 1, crs: 'EPSG:4326' }
    const input = JSON.stringify({
      name,
      mode: 'SINGLE',
      publishables,
      styles: publishables.map(() => ''),
      bounds,
    })
    await publish({ verb: 'add', kind: 'layerGroup', input })
    return idOf('layerGroup', name)
  }
  const [layer, blue] = [idOf('layer', 'topp:roads'), idOf('style', 'blue')]
  const styled = (style: string) => JSON.stringify({ defaultStyle: style })
  await publish({ kind: 'layer', id: layer, input: styled(blue) })
  const inner = await group('inner', [layer])
  const outer = await group('outer', [inner, layer])
  const removal = (kind: string, id: string) => ({ ...emptyDraft, verb: 'remove' as const, kind, id })
  const draft = await collect([
    { ...emptyDraft, kind: 'layer', id: layer, input: styled(idOf('style', 'line')) },
    removal('layerGroup', outer),
    removal('layerGroup', inner),
    removal('style', blue),
  ])
  expect((await previewOf(draft)).problems).toEqual([])
  await publishDraft(draft)
  for (const id of [outer, inner, blue]) expect(catalog.get(id)).toBeUndefined()
  const [change] = await history(blue)
  const undo: Draft = { verb: 'undo', id: blue, historyId: change?.id ?? 0 }
  expect((await previewOf(undo)).problems).toEqual([])
  await publishDraft(undo)
  const [newInner, newBlue] = [idOf('layerGroup', 'inner'), idOf('style', 'blue')]
  expect([newInner, newBlue]).not.toEqual([inner, blue])
  expect((await object(idOf('layerGroup', 'outer'))).xml).toContain(newInner)
  expect((await object(layer)).xml).toContain(newBlue)
})

it('edits that were collected outlast the application, with no password to be read, and still fit', async () => {
  const { idOf, object, collect, publishDraft, openService, directory, said } = await world()
  const pg = idOf('dataStore', 'topp:pg')
  // What its version says of its password has to be the same after a restart.
  const { version } = await object(pg)
  const input = JSON.stringify({ connectionParameters: { host: 'db2', passwd: 'hush-hush' } })
  await collect([{ ...emptyDraft, kind: 'dataStore', id: pg, version, input }])
  for (const name of readdirSync(directory))
    if (statSync(join(directory, name)).isFile())
      expect(readFileSync(join(directory, name), 'latin1'), name).not.toContain('hush')

  const restarted = openService()
  const [kept, ...others] = await restarted.collected({ instanceName }, plainCall())
  expect(kept).toMatchObject({ kind: 'dataStore', unfit: null })
  expect(JSON.stringify(kept)).not.toContain('hush')
  expect(others).toEqual([])
  expect(said).toEqual([])
  const draft: Draft = { verb: 'set', collected: [kept?.id ?? ''] }
  await publishAsPreviewed(restarted, { instanceName, draft })
  expect((await object(pg)).xml).toContain('db2')
  await expect(publishDraft(draft)).rejects.toThrow()
})

it('edits that do not fit any more say so: of what changed meanwhile, and of what is gone', async () => {
  const { idOf, object, collect, publish, service, openService } = await world()
  const [roads, blue] = [idOf('featureType', 'topp:roads'), idOf('style', 'blue')]
  const of = async (kind: string, id: string) => ({
    ...{ ...emptyDraft, kind, id, version: (await object(id)).version },
    input: '{"title":"A"}',
  })
  await collect([
    await of('featureType', roads),
    { ...(await of('style', blue)), verb: 'remove', input: null },
  ])
  await publish({ kind: 'featureType', id: roads, input: '{"title":"B"}' })
  await publish({ verb: 'remove', kind: 'style', id: blue })
  const kept = await openService().collected({ instanceName }, plainCall())
  expect(kept.map(({ unfit }) => unfit)).toEqual([
    saying('topp:roads was changed after that edit was begun'),
    saying('is not there any more'),
  ])
  await service.drop({ ids: kept.map(({ id }) => id) }, plainCall())
  expect(await openService().collected({ instanceName }, plainCall())).toEqual([])
})

it('where no key can be kept, edits last until the application ends, and it says so', async () => {
  const { idOf, collect, openService, said } = await world()
  const service = openService({
    ...localFileSystem,
    createFile: () => {
      throw failure('PLB-STORAGE-KEY-MISSING', { path: 'x' })
    },
  })
  await collect([{ ...emptyDraft, kind: 'style', id: idOf('style', 'blue'), input: '{}' }], service)
  expect(await service.collected({ instanceName }, plainCall())).toHaveLength(1)
  expect(said).toEqual([saying('kept only until Plumbline ends')])
  expect(await openService().collected({ instanceName }, plainCall())).toEqual([])
})
