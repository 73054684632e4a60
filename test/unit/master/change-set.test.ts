import { expect, it, onTestFinished } from 'vitest'
import type { EditRequest } from '../../../electron/engine/master/master.ts'
import { nameOf, propertyOf, textOfProperty } from '../../../electron/catalog/object.ts'
import { childText } from '../../../electron/xml/element.ts'
import { wordingOf } from '../../../electron/errors/failure.ts'
import { editAsPlanned } from '../../support/edit-as-planned.ts'
import { failureOf } from '../../support/failures.ts'
import { openMaster, seedDirectory } from '../../support/master.ts'
import { saying } from '../../support/saying.ts'
import { sld } from '../../support/styles.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

function masterInUse(path = seedDirectory(temporaryDirectory())) {
  const opened = openMaster(path)
  onTestFinished(() => opened.close())
  return opened
}

/** Each rests on those before it. */
const building: EditRequest = {
  verb: 'add',
  kind: 'workspace',
  input: '{"name":"topp"}',
  others: [
    { verb: 'add', kind: 'dataStore', input: '{"name":"pg","workspace":"topp","type":"PostGIS"}' },
    { verb: 'add', kind: 'featureType', input: '{"name":"roads","namespace":"topp","store":"topp:pg"}' },
    { verb: 'add', kind: 'style', input: '{"name":"blue"}', styleBody: sld('blue') },
    { verb: 'modify', kind: 'style', name: 'blue', styleBody: sld('navy') },
    { verb: 'modify', kind: 'layer', name: 'topp:roads', input: '{"defaultStyle":"blue"}' },
  ],
}

it('several edits are one change: planned each on what those before it leave, made and kept together', () => {
  const { master, catalog, history, outbox } = masterInUse()
  const objects = [...catalog.objects()].length
  const plan = master.plan(building)
  expect(plan.problems).toEqual([])
  expect(plan.edits.map(({ after }) => after?.kind)).toEqual([
    ...['workspace', 'dataStore', 'featureType', 'style', 'style', 'layer'],
  ])
  expect([...catalog.objects()]).toHaveLength(objects)
  expect(outbox.count('accepted') + outbox.count('applied')).toBe(0)

  const agreed = { plan: plan.digest, reason: 'the road map' }
  const accepted = master.edit(building, agreed, 'ops', 'request')
  expect(accepted.events).toEqual(plan.events)
  const [layer] = catalog.ofKind('layer').filter(({ id }) => id === plan.edits[5]?.before?.id)
  const made = layer ?? catalog.ofKind('layer').at(-1)
  const style = catalog.ofKind('style').find((each) => nameOf(each) === 'blue')
  const defaultStyle = made === undefined ? undefined : propertyOf(made, 'defaultStyle')
  expect(defaultStyle && childText(defaultStyle, 'id')).toBe(style?.id)

  const entries = history.ofChange(history.ofObject(accepted.id)[0]?.id ?? 0)
  expect(entries.map(({ verb, kind }) => `${verb} ${kind}`)).toEqual([
    ...['add workspace', 'add dataStore', 'add featureType', 'add style', 'modify style', 'modify layer'],
  ])
  expect(new Set(entries.map(({ reason }) => reason))).toEqual(new Set(['the road map']))
  expect(entries[0]?.together).toBe(6)
  // Asked for once more, it is answered and not made again.
  expect(master.edit(building, agreed, 'ops', 'request')).toMatchObject({ events: accepted.events })
  expect(history.latest()).toHaveLength(6)
})

it('of which one cannot be made, none is, and it is named', () => {
  const { master, history, outbox } = masterInUse()
  const request: EditRequest = {
    ...building,
    others: [{ verb: 'add', kind: 'dataStore', input: '{"name":"pg","workspace":"nowhere"}' }],
  }
  const { problems, digest, events } = master.plan(request)
  expect(problems.map(wordingOf)).toEqual([saying(/^Edit 2 of 2 cannot be made: .*nowhere/)])
  expect(digest).toBe('')
  expect(events).toEqual([])
  expect(failureOf(() => master.edit(request, { plan: digest }, 'ops')).code).toBe('PLB-ENGINE-SET-REFUSED')
  expect(history.latest()).toEqual([])
  expect(outbox.count('accepted') + outbox.count('applied')).toBe(0)
})

it('an object that is as it is to be is left out; when all are, there is no change', () => {
  const { master, history, catalog } = masterInUse()
  editAsPlanned(master, building)
  editAsPlanned(master, { verb: 'add', kind: 'style', input: '{"name":"red"}', styleBody: sld('red') })
  const before = history.latest().length
  const both: EditRequest = {
    verb: 'modify',
    kind: 'layer',
    name: 'topp:roads',
    input: '{"defaultStyle":"blue"}',
    others: [{ verb: 'modify', kind: 'style', name: 'red', input: '{"filename":"rot.sld"}' }],
  }
  expect(editAsPlanned(master, both).events).toEqual([saying('style red modified: filename')])
  expect(history.latest()).toHaveLength(before + 1)
  expect(
    textOfProperty(catalog.ofKind('style').find((each) => nameOf(each) === 'red') ?? never(), 'filename'),
  ).toBe('rot.sld')
  expect(failureOf(() => editAsPlanned(master, both)).code).toBe('PLB-ENGINE-NOTHING-TO-CHANGE')
})

it('what was agreed to is all of it: a change of what one of them is about makes it another', () => {
  const { master } = masterInUse()
  editAsPlanned(master, building)
  const request: EditRequest = {
    verb: 'modify',
    kind: 'featureType',
    name: 'topp:roads',
    input: '{"title":"Streets"}',
    others: [{ verb: 'modify', kind: 'style', name: 'blue', styleBody: sld('green') }],
  }
  const { digest } = master.plan(request)
  editAsPlanned(master, { verb: 'modify', kind: 'style', name: 'blue', styleBody: sld('red') })
  expect(failureOf(() => master.edit(request, { plan: digest }, 'ops')).code).toBe('PLB-ENGINE-PLAN-CHANGED')
})

function never(): never {
  throw new Error('There is no such style.')
}
