import fc from 'fast-check'
import { expect, it } from 'vitest'
import { Catalog } from '../../../electron/catalog/catalog.ts'
import { LatestPlans } from '../../../electron/engine/master/latest-plans.ts'
import { IdentifierSource } from '../../../electron/engine/master/identifiers.ts'
import type { EditRequest } from '../../../electron/engine/master/master.ts'
import { planChange, type PlannedChange } from '../../../electron/engine/master/planned-change.ts'
import { prepareEdit, type PreparedEdit } from '../../../electron/engine/master/prepared-edit.ts'
import { noFiles } from '../../../electron/engine/replica/directory-files.ts'
import { Replica } from '../../../electron/engine/replica/replica.ts'
import { isFailure } from '../../../electron/errors/failure.ts'
import { object, reference } from '../../support/catalog-changes.ts'
import { worldObjects } from '../replica/world.ts'

const retitle: EditRequest = { verb: 'modify', kind: 'style', name: 'line', input: '{"name":"road"}' }
const line = object('style', 'st', { name: 'line' })

function planOfStyle() {
  const catalog = new Catalog()
  catalog.put(line)
  const world = { catalog, time: 0, body: 'red', made: 0 }
  const plans = new LatestPlans(catalog, { now: () => world.time, styleBody: () => world.body })
  const make = (): PlannedChange<PreparedEdit> => {
    world.made += 1
    catalog.get('st')
    const edit: PreparedEdit = {
      edit: { verb: 'modify', object: line, properties: [] },
      messages: [],
      planned: [],
      added: new Map(),
      subject: line,
      before: line,
      after: line,
      styleBody: world.body,
      findings: [],
      goesAlong: [],
      withRemoval: [],
      asksForName: undefined,
    }
    return { edits: [edit], digest: '' }
  }
  const ask = (request = retitle) => plans.of(request, make)
  return { world, plans, ask }
}

it('the plan somebody has seen is the one that is carried out', () => {
  const { world, ask } = planOfStyle()
  expect(ask({ ...retitle })).toBe(ask())
  expect(world.made).toBe(1)
})

it.each([
  ['of an object that changed', ({ world }) => world.catalog.put(object('style', 'st', { name: 'blue' }))],
  ['of an object that is gone', ({ world }) => world.catalog.remove('st')],
  ['of a catalog that was read again', ({ world }) => world.catalog.become(world.catalog)],
  ['of rules that changed', ({ world }) => (world.body = 'blue')],
  ['of long ago', ({ world }) => (world.time = 60_000)],
  ['of a clock that was put back', ({ world }) => (world.time = -1)],
  ['that was carried out', ({ plans }) => plans.forget(retitle)],
] satisfies readonly (readonly [string, (made: ReturnType<typeof planOfStyle>) => unknown])[])(
  'a plan %s is made anew',
  (_, change) => {
    const made = planOfStyle()
    const first = made.ask()
    change(made)
    expect(made.ask()).not.toBe(first)
  },
)

it('what others change meanwhile leaves a plan that has nothing to do with it, and one of them is kept beside the others', () => {
  const { world, ask } = planOfStyle()
  const other = { ...retitle, input: '{"name":"path"}' }
  const [first, second] = [ask(), ask(other)]
  world.catalog.put(object('style', 'other', { name: 'other' }))
  expect(ask()).toBe(first)
  expect(ask(other)).toBe(second)
  expect(world.made).toBe(2)
})

const names = ['a', 'b', 'c', 'C', 'line', 'only']
const name = fc.constantFrom(...names)
const modify = (kind: EditRequest['kind'], ...called: readonly string[]) =>
  fc
    .record({
      name: fc.constantFrom(...called),
      values: fc.record(
        {
          name,
          title: fc.constantFrom('one', 'two'),
          enabled: fc.boolean().map(String),
          isolated: fc.boolean().map(String),
          store: fc.constantFrom('a:pg', 'b:pg'),
          defaultStyle: fc.constantFrom('line', 'a:line'),
          uri: fc.constantFrom('http://a', 'http://z'),
        },
        { requiredKeys: [] },
      ),
    })
    .map(({ name: found, values }): EditRequest => {
      const of: Partial<Record<EditRequest['kind'], readonly string[]>> = {
        workspace: ['name', 'isolated'],
        namespace: ['uri'],
        dataStore: ['name', 'enabled'],
        featureType: ['name', 'title', 'enabled', 'store'],
        layer: ['defaultStyle', 'enabled'],
        layerGroup: ['name', 'title'],
        style: ['name'],
      }
      const kept = Object.entries(values).filter(([key]) => of[kind]?.includes(key) === true)
      return { verb: 'modify', kind, name: found, input: JSON.stringify(Object.fromEntries(kept)) }
    })
const remove = (kind: EditRequest['kind'], ...called: readonly string[]) =>
  fc
    .record({ name: fc.constantFrom(...called), recurse: fc.boolean() })
    .map((each): EditRequest => ({ verb: 'remove', kind, ...each }))
const add = fc.oneof(
  name.map((each): EditRequest => ({
    verb: 'add',
    kind: 'workspace',
    input: JSON.stringify({ name: each }),
  })),
  name.map((each): EditRequest => ({
    ...{ verb: 'add', kind: 'style', styleBody: 'none' },
    input: JSON.stringify({ name: each, format: 'mbstyle' }),
  })),
  fc.tuple(name, fc.constantFrom('a', 'b')).map(([each, workspace]): EditRequest => ({
    ...{ verb: 'add', kind: 'dataStore' },
    input: JSON.stringify({ name: each, workspace, type: 'PostGIS' }),
  })),
)
const requests = fc.oneof(
  modify('workspace', 'a', 'b', 'c'),
  modify('namespace', 'a', 'b'),
  modify('dataStore', 'a:pg', 'b:pg', 'pg-a'),
  modify('featureType', 'a:roads', 'b:roads', 'roads-a'),
  modify('layer', 'a:roads', 'b:roads', 'layer-b'),
  modify('layerGroup', 'all', 'a:all', 'b:all', 'atlas'),
  modify('style', 'line', 'b:line', 'only', 'st'),
  remove('layer', 'a:roads', 'b:roads'),
  remove('featureType', 'a:roads', 'roads-b'),
  remove('style', 'line', 'b:line'),
  remove('workspace', 'a', 'c'),
  fc
    .constantFrom('a', 'b', 'c')
    .map((each): EditRequest => ({ verb: 'default', kind: 'workspace', name: each })),
  add,
)

/** What a plan comes to, whatever its new objects are called. */
function essenceOf({ before, messages, goesAlong }: PreparedEdit): unknown {
  const sent = messages.map(({ body, handler, audience }) => ({
    ...{ handler, audience },
    body: body.replaceAll(/Impl-[\w:-]+/g, 'Impl-new'),
  }))
  return { before, sent, goesAlong: goesAlong.map(({ title, effect }) => ({ title, effect })) }
}

/** A catalog with the plans that are kept of it. */
function planner() {
  const catalog = new Catalog()
  for (const each of worldObjects()) catalog.put(each)
  // The only one of its name, as long as no other gets it.
  const space = reference('workspace', 'ws-a')
  catalog.put(object('style', 'st-o', { name: 'only', format: 'sld', filename: 'o.sld', workspace: space }))
  catalog.defaultWorkspace = 'ws-a'
  const replica = new Replica(catalog, noFiles)
  const context = {
    ...{ catalog, now: () => 0, styleBodyLimit: 1000, styleBody: () => 'none' },
    identifiers: new IdentifierSource(Math.random, () => 0),
    digestKey: 'key',
  }
  const plans = new LatestPlans(catalog, context)
  const attempt = (plan: () => PlannedChange<PreparedEdit>) => {
    try {
      const { edits, digest } = plan()
      return { edits, essence: [digest, ...edits.map(essenceOf)] }
    } catch (error) {
      if (!isFailure(error)) throw error
      return { edits: [], essence: [error.code, error.details] }
    }
  }
  const anew = (request: EditRequest) => attempt(() => planChange(request, context, prepareEdit))
  const plan = (request: EditRequest) => {
    let isKept = true
    const found = attempt(() =>
      plans.of(request, () => {
        isKept = false
        return planChange(request, context, prepareEdit)
      }),
    )
    return { ...found, isKept }
  }
  const carryOut = (request: EditRequest): void => {
    for (const { planned } of plan(request).edits) for (const { event } of planned) replica.apply(event)
    plans.forget(request)
  }
  return { plan, anew, carryOut }
}

it('a plan that is kept is the one that would be made anew, whatever was changed in between', () => {
  let kept = 0
  fc.assert(
    fc.property(fc.array(requests, { minLength: 2, maxLength: 12 }), (all) => {
      const { plan, anew, carryOut } = planner()
      all.forEach(plan)
      for (const request of all) {
        const { isKept, essence } = plan(request)
        if (isKept) kept += 1
        expect(essence).toEqual(anew(request).essence)
        carryOut(request)
      }
    }),
  )
  expect(kept).toBeGreaterThan(0)
})

const edit = (
  verb: EditRequest['verb'],
  kind: EditRequest['kind'],
  called: string,
  input?: object,
): EditRequest => ({
  ...{ verb, kind, name: called },
  ...(input === undefined ? {} : { input: JSON.stringify(input) }),
})
const addWorkspace = (called: string): EditRequest => ({
  ...{ verb: 'add', kind: 'workspace' },
  input: JSON.stringify({ name: called }),
})
const retitled = edit('modify', 'featureType', 'roads-a', { title: 'one' })
const retitledByName = edit('modify', 'featureType', 'a:roads', { title: 'one' })
const others = {
  'of a feature type, by the change of another': [
    retitled,
    edit('modify', 'featureType', 'b:roads', { title: 'two' }),
    true,
  ],
  'of a feature type, by that of a group': [
    retitled,
    edit('modify', 'layerGroup', 'all', { title: 'two' }),
    true,
  ],
  'of a feature type, by a new workspace': [retitled, addWorkspace('c'), true],
  'of what is looked up by its name, by a new name': [retitledByName, addWorkspace('c'), false],
  'of a feature type, by that of its workspace': [
    retitled,
    edit('modify', 'workspace', 'a', { isolated: 'true' }),
    false,
  ],
  'of what is called by its name alone, by another of that name': [
    edit('modify', 'style', 'only', { name: 'sole' }),
    edit('modify', 'style', 'b:line', { name: 'only' }),
    false,
  ],
  'of a new workspace, by one of that name': [
    addWorkspace('c'),
    edit('modify', 'workspace', 'b', { name: 'c' }),
    false,
  ],
  'of a new workspace, by one some file systems take for it': [addWorkspace('c'), addWorkspace('C'), false],
  'of a removal, by what refers to it now': [
    { ...edit('remove', 'style', 'b:line'), recurse: true },
    edit('modify', 'layer', 'a:roads', { defaultStyle: 'b:line' }),
    false,
  ],
} satisfies Readonly<Record<string, readonly [EditRequest, EditRequest, boolean]>>

it.each(Object.entries(others))('a plan %s, is kept or made anew', (_, [request, other, isKept]) => {
  const { plan, carryOut } = planner()
  expect(plan(request).edits).not.toEqual([])
  expect(plan(other).edits).not.toEqual([])
  carryOut(other)
  expect(plan(request).isKept).toBe(isKept)
})
