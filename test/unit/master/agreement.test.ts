import { describe, expect, it, onTestFinished } from 'vitest'
import type { EditRequest } from '../../../electron/engine/master/master.ts'
import type { EditPlan } from '../../../electron/engine/master/plan.ts'
import { editAsPlanned } from '../../support/edit-as-planned.ts'
import { failureOf } from '../../support/failures.ts'
import { openMaster, seedDirectory } from '../../support/master.ts'
import { sld } from '../../support/styles.ts'
import { withProperties } from '../../../electron/catalog/object.ts'
import { parentElement, textElement } from '../../../electron/xml/element.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'
import { saying } from '../../support/saying.ts'

/** A master with a workspace that holds a store, a layer and a style, and what it accepted so far. */
function filledMaster() {
  const opened = openMaster(seedDirectory(temporaryDirectory()))
  onTestFinished(() => opened.close())
  const edit = (request: EditRequest) => editAsPlanned(opened.master, request)
  edit({ verb: 'add', kind: 'workspace', input: '{"name":"topp"}' })
  edit({ verb: 'add', kind: 'dataStore', input: '{"name":"pg","workspace":"topp","type":"PostGIS"}' })
  edit({ verb: 'add', kind: 'featureType', input: '{"name":"roads","namespace":"topp","store":"topp:pg"}' })
  edit({ verb: 'add', kind: 'style', input: '{"name":"blue"}', styleBody: sld('blue') })
  edit({ verb: 'modify', kind: 'layer', name: 'topp:roads', input: '{"defaultStyle":"blue"}' })
  return { ...opened, edit }
}

const broken = sld('blue').replace('</Stroke>', '')
const brokenStyle: EditRequest = { verb: 'modify', kind: 'style', name: 'blue', styleBody: broken }
const removeTopp: EditRequest = { verb: 'remove', kind: 'workspace', name: 'topp', recurse: true }

function alongOf({ goesAlong }: EditPlan) {
  return goesAlong.map(({ object, effect }) => `${effect} ${object.kind}`)
}

describe('a change', () => {
  it('is accepted by the digest of its plan alone', () => {
    const { master, outbox } = filledMaster()
    const request: EditRequest = { verb: 'modify', kind: 'style', name: 'blue', styleBody: sld('navy') }
    const accepted = outbox.count('applied')
    expect(failureOf(() => master.edit(request, { plan: '' }, 'test')).code).toBe('PLB-ENGINE-PLAN-CHANGED')
    const other = master.plan({ ...request, styleBody: sld('red') }).digest
    expect(failureOf(() => master.edit(request, { plan: other }, 'test')).code).toBe(
      'PLB-ENGINE-PLAN-CHANGED',
    )
    expect(outbox.count('applied')).toBe(accepted)
    expect(master.edit(request, { plan: master.plan(request).digest }, 'test').events).toHaveLength(1)
  })

  it.each([
    ['what it is about', { verb: 'modify', kind: 'style', name: 'blue', styleBody: sld('red') }],
    ['a property of it', { verb: 'modify', kind: 'style', name: 'blue', input: '{"filename":"b.sld"}' }],
  ] as const)('is not accepted when %s changed since it was planned', (_, meanwhile) => {
    const { master, edit } = filledMaster()
    const request: EditRequest = { verb: 'modify', kind: 'style', name: 'blue', styleBody: sld('navy') }
    const { digest } = master.plan(request)
    edit(meanwhile)
    expect(failureOf(() => master.edit(request, { plan: digest }, 'test')).code).toBe(
      'PLB-ENGINE-PLAN-CHANGED',
    )
  })

  it('has the same digest whenever it is planned, new ids and all, and tells nothing of passwords', () => {
    const { master } = filledMaster()
    const store = (passwd: string): EditRequest => ({
      verb: 'add',
      kind: 'dataStore',
      input: JSON.stringify({ name: 'db', workspace: 'topp', connectionParameters: { passwd } }),
    })
    const { digest } = master.plan(store('a'))
    expect(master.plan(store('a')).digest).toBe(digest)
    expect(master.plan(store('b')).digest).not.toBe(digest)
    expect(filledMaster().master.plan(store('a')).digest).not.toBe(digest)
  })
})

describe('a removal', () => {
  it('lists everything that goes along, which is kept to come back, so that no name is asked for', () => {
    const { master, catalog, history } = filledMaster()
    const plan = master.plan(removeTopp)
    expect(alongOf(plan)).toEqual([
      'removed layer',
      'removed featureType',
      'removed dataStore',
      'removed namespace',
    ])
    expect(plan.asksForName).toBeUndefined()
    master.edit(removeTopp, { plan: plan.digest }, 'test')
    expect(catalog.byName('workspace', 'topp')).toBeUndefined()
    const [removal] = history.removals()
    const kept = history.ofChange(removal?.id ?? 0).map(({ verb, kind }) => `${verb} ${kind}`)
    expect(kept).toEqual([
      'remove workspace',
      'remove namespace',
      'remove dataStore',
      'remove featureType',
      'remove layer',
    ])
    expect(history.latest(1)).toMatchObject([{ kind: 'workspace' }])
  })

  it('of a password only another node can read needs the name of what is removed', () => {
    const { master, edit, catalog } = filledMaster()
    const pg = catalog
      .ofKind('dataStore')
      .find(({ properties }) => properties.some(({ text }) => text === 'pg'))
    if (pg === undefined) throw new Error('there is no store pg')
    const passwd = textElement('entry', 'crypt1:abc', { key: 'passwd' })
    const parameters = parentElement('connectionParameters', [passwd])
    catalog.put(withProperties(pg, new Map([['connectionParameters', parameters]])))
    const plan = master.plan(removeTopp)
    expect(alongOf(plan)).toContain('losesPassword dataStore')
    expect(plan.asksForName).toBe('topp')
    for (const name of [undefined, '', 'Topp', 'base']) {
      const agreed = { plan: plan.digest, name }
      expect(failureOf(() => master.edit(removeTopp, agreed, 'test')).code).toBe('PLB-ENGINE-NAME-NEEDED')
    }
    expect(catalog.byName('workspace', 'topp')).toBeDefined()
    edit(removeTopp)
    expect(catalog.byName('workspace', 'topp')).toBeUndefined()
  })

  it('agreed to before something was added below is not made', () => {
    const { master, edit, catalog } = filledMaster()
    const { digest } = master.plan(removeTopp)
    edit({ verb: 'add', kind: 'style', input: '{"name":"x","workspace":"topp"}', styleBody: sld('x') })
    const agreed = { plan: digest }
    expect(failureOf(() => master.edit(removeTopp, agreed, 'test')).code).toBe('PLB-ENGINE-PLAN-CHANGED')
    expect(catalog.byName('workspace', 'topp')).toBeDefined()
  })

  it('that only changes others lists those, too', () => {
    const { master } = filledMaster()
    const plan = master.plan({ verb: 'remove', kind: 'style', name: 'blue', recurse: true })
    expect(alongOf(plan)).toEqual(['changed layer'])
    expect(plan.asksForName).toBeUndefined()
  })

  it('of one object alone can be undone and needs no name', () => {
    const { master, edit } = filledMaster()
    edit({ verb: 'add', kind: 'style', input: '{"name":"x"}', styleBody: sld('x') })
    const plan = master.plan({ verb: 'remove', kind: 'style', name: 'x' })
    expect([plan.goesAlong, plan.asksForName]).toEqual([[], undefined])
  })
})

describe('a style GeoServer cannot draw with', () => {
  it.each([
    ['changed', brokenStyle],
    ['added', { verb: 'add', kind: 'style', input: '{"name":"x"}', styleBody: broken }],
    ['read as another language', { verb: 'modify', kind: 'style', name: 'blue', input: '{"format":"css"}' }],
    [
      'added in another language',
      { verb: 'add', kind: 'style', input: '{"name":"x","format":"mbstyle"}', styleBody: sld('x') },
    ],
  ] as const)('is refused when it is %s, with the place', (_, request) => {
    const { master, edit, outbox } = filledMaster()
    const accepted = outbox.count('applied')
    const { problems, findings } = master.plan(request)
    expect(problems.map(({ code }) => code)).toEqual(['PLB-ENGINE-STYLE-BROKEN'])
    expect(findings[0]).toMatchObject({ severity: 'error', place: { line: 1 } })
    expect(failureOf(() => edit(request)).code).toBe('PLB-ENGINE-STYLE-BROKEN')
    expect(outbox.count('applied')).toBe(accepted)
  })

  it('is published by whoever says so, and the history keeps that', () => {
    const { master, history } = filledMaster()
    const { digest } = master.plan(brokenStyle)
    master.edit(brokenStyle, { plan: digest, publishAnyway: true }, 'test')
    expect(history.latest(1)[0]?.summary).toEqual(
      saying(/^style blue modified: body; published anyway: .*not closed/),
    )
  })

  it('may be renamed, since nothing of its body changes', () => {
    const { master, edit } = filledMaster()
    master.edit(brokenStyle, { plan: master.plan(brokenStyle).digest, publishAnyway: true }, 'test')
    expect(
      edit({ verb: 'modify', kind: 'style', name: 'blue', input: '{"name":"navy"}' }).events,
    ).toHaveLength(1)
  })

  it('is told from one that is only doubtful', () => {
    const { master, edit } = filledMaster()
    const doubtful = sld('blue').replace(' xmlns="http://www.opengis.net/sld"', '')
    const request: EditRequest = { verb: 'modify', kind: 'style', name: 'blue', styleBody: doubtful }
    expect(master.plan(request)).toMatchObject({ problems: [], findings: [{ severity: 'doubt' }] })
    expect(edit(request).events).toHaveLength(1)
  })
})

it('a new style of SLD 1.1 says so, since GeoServer reads its body by that', () => {
  const { edit, catalog } = filledMaster()
  const body = sld('x').replace('version="1.0.0"', 'version="1.1.0"')
  const { id } = edit({ verb: 'add', kind: 'style', input: '{"name":"x"}', styleBody: body })
  expect(JSON.stringify(catalog.get(id)?.properties)).toContain('1.1.0')
})
