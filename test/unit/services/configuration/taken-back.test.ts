import { expect, it } from 'vitest'
import { publishAsPlanned } from '../../../support/cluster-nodes.ts'
import { publishAsPreviewed } from '../../../support/publish-as-previewed.ts'
import { plainCall } from '../../../support/services.ts'
import { saying } from '../../../support/saying.ts'
import { sld } from '../../../support/styles.ts'
import { filledWorld } from './world.ts'

const instanceName = 'geo-1'

async function world() {
  const made = await filledWorld()
  const { service, node, history } = made
  const undo = (id: string, historyId = 0) => ({ verb: 'undo', id, historyId }) as const
  return {
    ...made,
    change: async (
      kind: 'featureType' | 'style',
      id: string,
      input: object | undefined,
      styleBody?: string,
    ) => {
      const given = input === undefined ? {} : { input: JSON.stringify(input) }
      await publishAsPlanned(node, { verb: 'modify', kind, name: id, ...given, styleBody }, 'import')
      const [entry] = await history(id)
      return entry?.id
    },
    undo: async (id: string, historyId: number | undefined) =>
      publishAsPreviewed(service, { instanceName, draft: undo(id, historyId) }),
    problemsOf: async (id: string, historyId: number | undefined) =>
      (await service.preview({ instanceName, draft: undo(id, historyId) }, plainCall())).problems,
  }
}

it('a change is taken back without what was changed later, entries of a map each for itself', async () => {
  const { idOf, object, change, undo } = await world()
  const id = idOf('featureType', 'topp:roads')
  const mine = await change('featureType', id, { title: 'Mine', metadata: { 'my.key': '1' } })
  await change('featureType', id, { abstract: 'Theirs', metadata: { 'my.key': '1', 'their.key': '2' } })
  await undo(id, mine)
  const { xml } = await object(id)
  expect(xml).toContain('<title>Roads</title>')
  expect(xml).toContain('<abstract>Theirs</abstract>')
  expect(xml).toContain('their.key')
  expect(xml).not.toContain('my.key')
})

it('a change is not taken back past a later one of the same, which is said', async () => {
  const { idOf, object, change, problemsOf } = await world()
  const id = idOf('featureType', 'topp:roads')
  const mine = await change('featureType', id, { title: 'Mine', abstract: 'Mine' })
  await change('featureType', id, { title: 'Theirs' })
  expect(await problemsOf(id, mine)).toMatchObject([
    {
      message: saying(
        'feature type topp:roads was changed once more since, in what is to be taken back: title',
      ),
    },
  ])
  const style = idOf('style', 'blue')
  const body = await change('style', style, undefined, sld('navy'))
  await change('style', style, undefined, sld('teal'))
  expect(await problemsOf(style, body)).toMatchObject([{ message: saying('body') }])
  expect((await object(style)).styleBody).toBe(sld('teal'))
})

it('what was added is not removed with what it became since, and what was set back already is left alone', async () => {
  const { idOf, history, change, undo, problemsOf } = await world()
  const id = idOf('style', 'blue')
  const added = (await history(id))[0]?.id
  const body = await change('style', id, undefined, sld('navy'))
  expect(await problemsOf(id, added)).toMatchObject([{ message: saying('body') }])
  await undo(id, body)
  expect((await history(id)).map(({ differs }) => differs.before)).toEqual([true, false, true])
  expect(await problemsOf(id, added)).toEqual([])
})

it('a workspace is not made the default again when another one was chosen since', async () => {
  const { node, idOf, history, problemsOf } = await world()
  for (const name of ['one', 'two'])
    await publishAsPlanned(
      node,
      { verb: 'add', kind: 'workspace', input: JSON.stringify({ name }) },
      'import',
    )
  const makeDefault = async (name: string) =>
    publishAsPlanned(node, { verb: 'default', kind: 'workspace', name }, 'import')
  await makeDefault('one')
  const id = idOf('workspace', 'one')
  const [mine] = await history(id)
  await makeDefault('two')
  expect(await problemsOf(id, mine?.id)).toMatchObject([{ message: saying('workspace two') }])
})
