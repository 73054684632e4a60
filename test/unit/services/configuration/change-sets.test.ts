import { expect, it } from 'vitest'
import type { Draft } from '../../../../electron/contract/features/configuration.ts'
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
    previewOf: (draft: Draft) => made.service.preview({ instanceName, draft }, plainCall()),
    publishDraft: (draft: Draft) => publishAsPreviewed(made.service, { instanceName, draft }),
  }
}

it('edits that were collected are reviewed, published, and taken back as one', async () => {
  const { object, idOf, previewOf, publishDraft, history } = await world()
  const [roads, blue] = [idOf('featureType', 'topp:roads'), idOf('style', 'blue')]
  const before = { roads: await object(roads), blue: await object(blue) }
  const draft: Draft = {
    verb: 'set',
    edits: [
      {
        ...emptyDraft,
        kind: 'featureType',
        id: roads,
        version: before.roads.version,
        input: '{"title":"A"}',
      },
      { ...emptyDraft, kind: 'style', id: blue, version: before.blue.version, styleBody: sld('navy') },
    ],
  }
  const shown = await previewOf(draft)
  expect(shown.edits).toMatchObject([
    { title: 'topp:roads', differences: [{ property: 'title', before: 'Roads', after: 'A' }] },
    { title: 'blue', differences: [{ property: 'body' }] },
  ])
  await publishDraft(draft)
  expect((await object(blue)).styleBody).toBe(sld('navy'))
  const [change] = await history(roads)
  expect(change).toMatchObject({ together: 2 })

  // One of them was begun before that.
  expect((await previewOf(draft)).problems).toMatchObject([
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
  await publishDraft({ verb: 'duplicate', id: blue, name: 'sky' })
  const copy = await object(idOf('style', 'sky'))
  expect(copy.styleBody).toBe((await object(blue)).styleBody)
  expect(copy.xml).toContain('<filename>sky.sld</filename>')
  expect((await previewOf({ verb: 'duplicate', id: blue, name: 'blue' })).problems).toHaveLength(1)
  const workspace = await previewOf({ verb: 'duplicate', id: idOf('workspace', 'topp'), name: 'other' })
  expect(workspace.problems).toMatchObject([{ message: saying('cannot be duplicated') }])
})

it('removals that refer to each other are taken back as one, each finding the others by their names', async () => {
  const { catalog, idOf, publish, previewOf, publishDraft, history, object } = await world()
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
  const draft: Draft = {
    verb: 'set',
    edits: [
      { ...emptyDraft, kind: 'layer', id: layer, input: styled(idOf('style', 'line')) },
      removal('layerGroup', outer),
      removal('layerGroup', inner),
      removal('style', blue),
    ],
  }
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
