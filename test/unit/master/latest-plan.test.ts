import { expect, it } from 'vitest'
import { Catalog } from '../../../electron/catalog/catalog.ts'
import { LatestPlan } from '../../../electron/engine/master/latest-plan.ts'
import type { EditRequest } from '../../../electron/engine/master/master.ts'
import type { PlannedChange } from '../../../electron/engine/master/planned-change.ts'
import type { PreparedEdit } from '../../../electron/engine/master/prepared-edit.ts'
import { object } from '../../support/catalog-changes.ts'

const retitle: EditRequest = { verb: 'modify', kind: 'style', name: 'line', input: '{"name":"road"}' }
const line = object('style', 'st', { name: 'line' })

function planOfStyle() {
  const catalog = new Catalog()
  catalog.put(line)
  const world = { catalog, time: 0, body: 'red', made: 0 }
  const plans = new LatestPlan(catalog, { now: () => world.time, styleBody: () => world.body })
  const make = (): PlannedChange<PreparedEdit> => {
    world.made += 1
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
  ['of another request', ({ ask }) => ask({ ...retitle, input: '{"name":"path"}' })],
  [
    'of a catalog that changed',
    ({ world }) => world.catalog.put(object('style', 'other', { name: 'other' })),
  ],
  ['of rules that changed', ({ world }) => (world.body = 'blue')],
  ['of long ago', ({ world }) => (world.time = 60_000)],
  ['of a clock that was put back', ({ world }) => (world.time = -1)],
  ['that was carried out', ({ plans }) => plans.forget()],
] satisfies readonly (readonly [string, (made: ReturnType<typeof planOfStyle>) => unknown])[])(
  'a plan %s is made anew',
  (_, change) => {
    const made = planOfStyle()
    const first = made.ask()
    change(made)
    expect(made.ask()).not.toBe(first)
  },
)
