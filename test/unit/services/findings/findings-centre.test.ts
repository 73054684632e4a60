import { describe, expect, it } from 'vitest'
import type { AttentionItem } from '../../../../electron/contract/features/inventory.ts'
import type { DriftEntry } from '../../../../electron/contract/shared.ts'
import { languageTags, type LanguageTag } from '../../../../electron/languages/tags.ts'
import { systemClock } from '../../../../electron/scheduler/clock.ts'
import type { ApplicationEvents } from '../../../../electron/services/events/application-events.ts'
import { countAccepted, withAccepted } from '../../../../electron/services/comparison/accepted.ts'
import { EventHub } from '../../../../electron/services/events/event-hub.ts'
import { say } from '../../../../electron/sentences/say.ts'
import { FindingsCentre } from '../../../../electron/services/findings/findings-centre.ts'
import { Notices } from '../../../../electron/state/notices.ts'
import { localFileSystem } from '../../../../electron/storage/files.ts'
import { foreignWords } from '../../../support/foreign-words.ts'
import { plainCall } from '../../../support/services.ts'
import { temporaryDirectory } from '../../../support/temporary-directory.ts'
import { nodeView } from '../../renderer/nodes/node-view.ts'

const difference = (id: string, ...properties: readonly string[]): DriftEntry => ({
  ...{ type: 'different', kind: 'layer', id, title: id, workspace: null, otherId: null, since: 50 },
  properties: properties.map((property) => ({ property, left: 'a', right: 'b', secret: false })),
})
const drifted: AttentionItem = {
  ...{ id: 'drifted-geo-2', kind: 'drifted', severity: 'attention', why: null },
  message: say('attention.drifted', { node: 'geo-2', count: 2, reference: 'geo-1' }),
  ...{ since: 90, instanceName: 'geo-2', action: 'review' },
}

function opened(directory = temporaryDirectory(), language: LanguageTag = 'en') {
  const clock = { now: 100 }
  const entries = [difference('roads', 'title', 'enabled'), difference('rivers', 'title')]
  let changes = 0
  const hub = new EventHub<ApplicationEvents>((error) => {
    throw error
  })
  const found = new Set(['store-full-broker'])
  const cluster = { directory, nodes: { geoServers: ['geo-2', 'geo-3'] } }
  const whole: FindingsCentre = new FindingsCentre({
    required: () => cluster as never,
    current: () => cluster as never,
    hub,
    clock: systemClock,
    changed: () => (changes += 1),
    picture: () => ({ nodes: [nodeView('geo-2'), nodeView('geo-3')], attention: [drifted] }),
    detect: () =>
      Promise.resolve(
        [...found].map((id) => ({
          ...{ id, severity: 'failed', instanceName: null, message: '=full' },
          ...{ cause: say('findings.storeFullWhy'), evidence: ['91 %'], remedy: 'make room' },
        })),
      ),
    verdicts: {
      get: (name) =>
        name === 'geo-2' ? { instanceName: name, reference: 'geo-1', stale: null, drift: told() } : undefined,
    },
    operator: () => 'ann',
    fileSystem: localFileSystem,
    notices: new Notices(() => undefined),
    now: () => clock.now,
    language: () => language,
  })
  const drift = { equal: false, compared: 9, at: 80, entries, unknowable: [], problems: [] }
  const told = () => withAccepted(drift, 'geo-2', whole.accepted)
  const centre = whole.service
  const isKnown = () => whole.isKnown({ id: 'drifted-geo-2' })
  return {
    centre,
    isKnown,
    whole,
    counted: () => countAccepted(told()),
    hub,
    found,
    changes: () => changes,
    clock,
    directory,
    list: async () => centre.list({}, plainCall()),
  }
}

const accepting = { instanceName: 'geo-2', kind: 'layer', title: 'x', until: null, reason: 'on purpose' }

describe('the findings centre', () => {
  it('lists everything with since, what, why and what to do', async () => {
    const { list, clock } = opened()
    await list()
    clock.now = 200
    expect((await list()).findings).toMatchObject([
      { id: 'drifted-geo-2', since: 50, action: 'review', note: null },
      {
        id: 'store-full-broker',
        since: 100,
        why: say('findings.storeFullWhy'),
        evidence: ['91 %'],
        remedy: 'make room',
      },
    ])
  })

  it('keeps what is acknowledged in the list, with who and why, over a restart', async () => {
    const { centre, directory } = opened()
    await centre.acknowledge({ id: 'drifted-geo-2', reason: 'known', until: null }, plainCall())
    const { list, centre: later } = opened(directory)
    const note = { reason: 'known', by: 'ann', at: 100, until: null }
    expect((await list()).findings.map((each) => each.note)).toEqual([note, null])
    await later.reopen({ id: 'drifted-geo-2' }, plainCall())
    expect((await list()).findings.map((each) => each.note)).toEqual([null, null])
  })

  it('says of the overview what need not be told there, and that it changed', async () => {
    const { centre, isKnown, changes, clock } = opened()
    expect(isKnown()).toBe(false)
    await centre.acknowledge({ id: 'drifted-geo-2', reason: 'tonight', until: 150 }, plainCall())
    expect([isKnown(), changes()]).toEqual([true, 1])
    clock.now = 150
    expect(isKnown()).toBe(false)
    await centre.acknowledge({ id: 'drifted-geo-2', reason: 'known', until: null }, plainCall())
    await centre.reopen({ id: 'drifted-geo-2' }, plainCall())
    expect([isKnown(), changes()]).toEqual([false, 3])
  })

  it('tells the overview of what was found of GeoServers, until it is not found or the cluster is closed', async () => {
    const { whole, found, hub, changes, clock, list } = opened()
    expect(whole.standing).toEqual([])
    await whole.look()
    clock.now = 200
    await whole.look()
    expect(whole.standing).toMatchObject([
      { id: 'store-full-broker', kind: 'finding', severity: 'failed', since: 100, action: 'open-broker' },
    ])
    expect(changes()).toBe(1)
    found.clear()
    await list()
    expect([whole.standing, changes()]).toEqual([[], 2])
    found.add('store-full-broker')
    await whole.look()
    expect(whole.standing).toMatchObject([{ since: 200 }])
    hub.emit('cluster', { state: 'closed' } as never)
    expect(whole.standing).toEqual([])
  })

  it('opens what was snoozed when its time is over', async () => {
    const { centre, clock, list } = opened()
    await centre.acknowledge({ id: 'drifted-geo-2', reason: 'tonight', until: 150 }, plainCall())
    const isNoted = async () => (await list()).findings[0]?.note !== null
    expect(await isNoted()).toBe(true)
    clock.now = 150
    expect(await isNoted()).toBe(false)
  })

  it('counts what is accepted and hides none of it', async () => {
    const { centre, list, clock, counted, changes } = opened()
    const accept = (object: string, property: string | null, until: number | null = null) =>
      centre.accept({ ...accepting, object, property, until }, plainCall())
    await accept('roads', 'title')
    expect((await list()).findings[0]).toMatchObject({ id: 'drifted-geo-2' })
    expect(counted()).toBe(0)
    const before = changes()
    const { id } = await accept('roads', 'enabled')
    await accept('rivers', null, 300)
    expect(counted()).toBe(2)
    expect((await list()).accepted.map(({ object, covers }) => [object, covers])).toEqual([
      ['rivers', 1],
      ['roads', 1],
      ['roads', 1],
    ])
    clock.now = 300
    expect(counted()).toBe(1)
    await centre.endAcceptance({ id }, plainCall())
    expect(counted()).toBe(0)
    expect(changes() - before).toBe(3)
  })

  it('accepts on one node what is not accepted on another, and on all what is for all', async () => {
    const { centre, list } = opened()
    await centre.accept({ ...accepting, instanceName: 'geo-3', object: 'roads', property: null }, plainCall())
    await centre.accept({ ...accepting, instanceName: null, object: 'rivers', property: null }, plainCall())
    expect((await list()).accepted.map(({ covers }) => covers)).toEqual([1, 0])
  })

  it('exports findings and what is accepted, with no formula in them', async () => {
    const { centre } = opened()
    await centre.accept({ ...accepting, object: 'roads', property: null }, plainCall())
    const { content } = await centre.export({}, plainCall())
    expect(content.trimEnd().split('\r\n')).toHaveLength(4)
    expect(content).toContain(`"'=full"`)
    expect(content).toContain('"on purpose"')
  })

  it.each(languageTags)('exports what it says in %s, and codes as they are', async (tag) => {
    const { centre } = opened(temporaryDirectory(), tag)
    const { content } = await centre.export({}, plainCall())
    const rows = content
      .trimEnd()
      .split('\r\n')
      .map((row) => row.slice(1, -1).split('","'))
    expect(rows[0]).toContain('severity')
    const said = rows.slice(1).flatMap(([, , , what, why]) => [what, why])
    expect(said).toHaveLength(4)
    expect(foreignWords(said.join('\n'), tag)).toEqual([])
  })
})
