import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { queue } from '../../../electron/broker/destinations.ts'
import { sendSurely } from '../../../electron/engine/resync/delivery.ts'
import { failure } from '../../../electron/errors/failure.ts'
import type { Publication } from '../../../electron/broker/sessions/session.ts'
import { PauseGate } from '../../../electron/services/resync/pause-gate.ts'
import { publishingBy } from '../../../electron/services/directories/publishing.ts'
import { answersOf } from '../../../electron/services/resync/slave-answers.ts'
import { reportAsHtml, reportAsMarkdown } from '../../../electron/services/resync/report-text.ts'
import { eventually } from '../../support/cluster.ts'
import { makeDataDirectory, openApplication, openCluster, plainCall } from '../../support/services.ts'
import { foreignWords } from '../../support/foreign-words.ts'
import { languageTags } from '../../../electron/languages/tags.ts'
import { speaker } from '../../../electron/sentences/speaker.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'
import { english } from '../../../electron/sentences/english.ts'
import { saying } from '../../support/saying.ts'

const pureMaster = { toggleSlave: 'false' }
const pureSlave = { toggleMaster: 'false' }

async function trio() {
  const directory = temporaryDirectory()
  const application = await openApplication({ stateDirectory: directory })
  const directories = [
    makeDataDirectory(directory, 'geo-1', pureMaster),
    makeDataDirectory(directory, 'geo-2', pureSlave),
    makeDataDirectory(directory, 'geo-3', pureSlave),
  ]
  await openCluster(application, directories)
  const [, , slave = ''] = directories
  const { resync } = application.services
  const plan = async () => resync.plan({ instanceName: 'geo-3', reference: 'geo-1' }, plainCall())
  return { ...application, directory, slave, master: directories[0] ?? '', resync, plan }
}

function hurt(slave: string): void {
  rmSync(join(slave, 'wms.xml'))
  const wfs = join(slave, 'wfs.xml')
  writeFileSync(wfs, readFileSync(wfs, 'utf8').replace('<maxFeatures>1000000', '<maxFeatures>5'))
  writeFileSync(
    join(slave, 'styles/extra.xml'),
    '<style><id>extra</id><name>extra</name><filename>extra.sld</filename></style>',
  )
}

describe('a resync', () => {
  it('says in each message who asked for it', async () => {
    const published: Publication[] = []
    const cluster = {
      publish: async (publication: Publication) => {
        published.push(publication)
      },
    }
    const node = { instanceName: 'geo-3', delivery: undefined }
    const { publish } = answersOf(
      node,
      'Consumer.geo-3.VirtualTopic.geoserver',
      cluster,
      new PauseGate(new AbortController().signal),
      'ada',
    )
    await publish({ run: 'run', messages: [{ properties: { group: 'g' }, body: '<a/>' }] }, plainCall())
    expect(published).toMatchObject([{ body: '<a/>', properties: { group: 'g', plumblineAuthor: 'ada' } }])
  })

  it('sends what belongs together in its order, also over a connection that is lost in the midst of it', async () => {
    const arrived: string[] = []
    let connection = 1
    const cluster = {
      publish: async ({ body }: Publication) => {
        const over = connection
        await nextTurn()
        // Lost over the first of them, and made anew before the next turn.
        if (connection === 1) connection = 2
        if (over === 1) throw failure('PLB-BROKER-CONNECTION-LOST', { server: 'broker', reason: 'gone' })
        arrived.push(body)
      },
    }
    const gate = new PauseGate(new AbortController().signal)
    const answers = answersOf({ instanceName: 'geo-3', delivery: undefined }, 'queue', cluster, gate, 'ada')
    const publish = publishingBy(async (messages) => answers.publish({ run: 'run', messages }, plainCall()))
    const bodies = ['<a/>', '<b/>', '<c/>']
    const publications = bodies.map((body) => ({ destination: queue('queue'), properties: {}, body }))
    await sendSurely({ session: { publish } }, ...publications)
    expect(arrived).toEqual(bodies)
    const refused = { publish: () => Promise.reject(failure('PLB-BROKER-BODY-NOT-TEXT', {})) }
    const refusing = answersOf({ instanceName: 'geo-3', delivery: undefined }, 'queue', refused, gate, 'ada')
    const [told] = await refusing.publish(
      { run: 'run', messages: [{ properties: {}, body: '' }] },
      plainCall(),
    )
    expect(told?.code).toBe('PLB-BROKER-BODY-NOT-TEXT')
  })

  it('plans with reasons, runs, proves the result and touches no other node', async () => {
    const { resync, services, slave, plan } = await trio()
    hurt(slave)
    const planned = await plan()
    expect(planned).toMatchObject({ queue: 'Consumer.geo-3.VirtualTopic.geoserver', drift: { equal: false } })
    expect(planned.operations.map(({ verb, kind }) => `${verb} ${kind}`)).toEqual([
      'add service',
      'modify service',
      'remove style',
    ])
    for (const { reason, events, bytes } of planned.operations) {
      expect([english(reason).length > 5, events > 0, bytes > 0]).toEqual([true, true, true])
    }
    const received = async () => {
      const { destinations } = await services.brokers.destinations({}, plainCall())
      const by = (name: string) => destinations.find((each) => each.instanceName === name)?.enqueued ?? 0
      return { bystander: by('geo-2'), slave: by('geo-3') }
    }
    const before = await received()
    const phases = new Set<string>()
    const report = await resync.run(
      { plan: planned.id, instanceName: 'geo-3', leaveOut: [] },
      plainCall(({ phase }: { phase: string }) => phases.add(phase)),
    )
    expect(report).toMatchObject({ verified: true, cancelled: false, left: [], after: { equal: true } })
    expect(report.results.map(({ state }) => state)).toEqual(['applied', 'applied', 'applied'])
    expect([...phases]).toEqual(['comparing', 'sending', 'applying', 'verifying'])
    expect(report.markdown).toContain('# Resync of geo-3 from geo-1')
    const after = await received()
    // What the master itself says now and then goes to both.
    expect(after.slave - before.slave - (after.bystander - before.bystander)).toBe(3)
    await eventually('the slave is known to be in sync', async () => {
      const nodes = await services.inventory.nodes({}, plainCall())
      return nodes.find(({ instanceName }) => instanceName === 'geo-3')?.state === 'in sync'
    })
  })

  it('leaves out what the operator leaves out, and says so', async () => {
    const { resync, slave, plan } = await trio()
    hurt(slave)
    const planned = await plan()
    const removal = planned.operations.find(({ verb }) => verb === 'remove')
    const report = await resync.run(
      { plan: planned.id, instanceName: 'geo-3', leaveOut: [removal?.key ?? ''] },
      plainCall(),
    )
    expect(report).toMatchObject({ verified: false, left: [{ title: 'remove style extra' }] })
    expect(report.after.entries).toMatchObject([{ type: 'extra', kind: 'style', title: 'extra' }])
  })

  it('refuses a plan that is not of the slave it is asked for', async () => {
    const { resync, slave, plan } = await trio()
    hurt(slave)
    const { id } = await plan()
    const another = async () => resync.run({ plan: id, instanceName: 'geo-2', leaveOut: [] }, plainCall())
    await expect(another()).rejects.toMatchObject({ code: 'PLB-RESYNC-PLAN-UNKNOWN' })
  })

  it('waits while paused, goes on, and stops between two operations when cancelled', async () => {
    const { resync, slave, plan } = await trio()
    hurt(slave)
    const planned = await plan()
    const abort = new AbortController()
    const seen: { paused: boolean; done: number; phase: string }[] = []
    await resync.pause({ plan: planned.id, paused: true }, plainCall())
    const run = resync.run(
      { plan: planned.id, instanceName: 'geo-3', leaveOut: [] },
      {
        signal: abort.signal,
        progress: (value) => {
          seen.push(value)
          // Paused as soon as it begins, so that nothing is sent.
          if (value.phase === 'comparing') void resync.pause({ plan: planned.id, paused: true }, plainCall())
        },
      },
    )
    await eventually('it waits to send', () =>
      seen.some(({ phase, paused }) => phase === 'sending' && paused),
    )
    const again = async () =>
      resync.run({ plan: planned.id, instanceName: 'geo-3', leaveOut: [] }, plainCall())
    await expect(again()).rejects.toMatchObject({ code: 'PLB-RESYNC-RUNNING' })
    abort.abort()
    const report = await run
    expect(report).toMatchObject({ cancelled: true, verified: false })
    // Nothing was begun while it was paused.
    expect(report.results).toEqual([])
  })

  it('removes nothing a damaged file of the reference may hold, and does the rest', async () => {
    const { resync, master, slave, plan } = await trio()
    hurt(slave)
    writeFileSync(join(master, 'wcs.xml'), '<wcs><id>cut')
    const planned = await plan()
    expect(planned.drift.problems).toMatchObject([{ side: 'reference', path: 'wcs.xml' }])
    expect(planned.withheld).toMatchObject([{ title: 'remove service wcs', reason: saying('wcs.xml') }])
    const report = await resync.run({ plan: planned.id, instanceName: 'geo-3', leaveOut: [] }, plainCall())
    expect(report.results.map(({ state }) => state)).toEqual(['applied', 'applied', 'applied'])
    expect(report).toMatchObject({ verified: false, withheld: [{ title: 'remove service wcs' }] })
    expect(report.markdown).toContain('remove service wcs')
    expect(existsSync(join(slave, 'wcs.xml'))).toBe(true)
  })

  it('does not begin with a reference that holds nothing', async () => {
    const { master, plan } = await trio()
    for (const name of readdirSync(master)) {
      if (name !== 'cluster') rmSync(join(master, name), { recursive: true })
    }
    await expect(plan()).rejects.toMatchObject({ code: 'PLB-ENGINE-REFERENCE-EMPTY' })
  })

  it.each([
    ['damaged', (file: string) => writeFileSync(file, '<wfs><id>cut')],
    ['removed', (file: string) => rmSync(file)],
  ])('removes nothing that is %s on the reference while it runs', async (_, change) => {
    const { resync, master, slave, plan } = await trio()
    hurt(slave)
    const planned = await plan()
    let isPaused = false
    const run = resync.run(
      { plan: planned.id, instanceName: 'geo-3', leaveOut: [] },
      plainCall(({ phase, paused }: { phase: string; paused: boolean }) => {
        if (phase === 'comparing') void resync.pause({ plan: planned.id, paused: true }, plainCall())
        isPaused = phase === 'sending' && paused
      }),
    )
    const settled = Promise.allSettled([run])
    await eventually('it waits to send', () => isPaused)
    change(join(master, 'wfs.xml'))
    await resync.pause({ plan: planned.id, paused: false }, plainCall())
    const [result] = await settled
    const isShrunk = !existsSync(join(master, 'wfs.xml'))
    expect(result).toMatchObject(
      isShrunk
        ? { reason: { code: 'PLB-ENGINE-REFERENCE-SHRUNK', details: { count: 1, object: 'service wfs' } } }
        : { value: { verified: false, withheld: [{ title: 'remove service wfs' }] } },
    )
    expect(existsSync(join(slave, 'wfs.xml'))).toBe(true)
  })

  it('refuses to remove what the reference lost after the plan was shown', async () => {
    const { resync, slave, master, plan } = await trio()
    rmSync(join(slave, 'wms.xml'))
    const planned = await plan()
    rmSync(join(master, 'wfs.xml'))
    const run = async () => resync.run({ plan: planned.id, instanceName: 'geo-3', leaveOut: [] }, plainCall())
    await expect(run()).rejects.toMatchObject({ code: 'PLB-RESYNC-PLAN-OUTDATED', details: { count: 1 } })
  })

  it('offers slaves that run here, and masters or equal nodes as references', async () => {
    const { resync, services, slave } = await trio()
    await services.inventory.compare({ reference: 'geo-1', instanceName: 'geo-2' }, plainCall())
    await services.inventory.stop({ instanceName: 'geo-3', agreed: slave }, plainCall())
    const { slaves, references } = await resync.choices({}, plainCall())
    expect(slaves).toMatchObject([
      { instanceName: 'geo-2', allowed: true, why: null },
      { instanceName: 'geo-3', allowed: false },
    ])
    expect(references.filter(({ suggested }) => suggested)).toEqual([
      { instanceName: 'geo-1', suggested: true, equalTo: null },
    ])
    expect(references).toContainEqual(expect.objectContaining({ instanceName: 'geo-2', equalTo: 'geo-1' }))
    const stopped = async () => resync.plan({ instanceName: 'geo-3', reference: 'geo-1' }, plainCall())
    await expect(stopped()).rejects.toMatchObject({ code: 'PLB-CLUSTER-ACTION-REFUSED' })
    const master = async () => resync.plan({ instanceName: 'geo-1', reference: 'geo-2' }, plainCall())
    await expect(master()).rejects.toMatchObject({ code: 'PLB-CLUSTER-ACTION-REFUSED' })
    const unknown = async () => resync.run({ plan: 'none', instanceName: 'geo-3', leaveOut: [] }, plainCall())
    await expect(unknown()).rejects.toMatchObject({ code: 'PLB-RESYNC-PLAN-UNKNOWN' })
  })
})

describe.each(languageTags)('the report of a resync in %s', (tag) => {
  it('holds no word of another language, whatever it has to say', async () => {
    const { resync, services, slave, plan } = await trio()
    hurt(slave)
    writeFileSync(join(slave, 'styles/broken.xml'), '<style>')
    const planned = await plan()
    const leaveOut = planned.operations.slice(0, 1).map(({ key }) => key)
    const report = await resync.run({ plan: planned.id, instanceName: 'geo-3', leaveOut }, plainCall())
    expect(report.left).toHaveLength(1)
    const speak = await speaker(tag)
    const all = { ...report, after: report.before, resumed: true, cancelled: true, verified: false }
    const html = reportAsHtml(all, tag, speak).replaceAll(/<style>.*<\/style>|<[^>]*>/gs, ' ')
    for (const text of [reportAsMarkdown(all, speak), html, reportAsMarkdown(report, speak)]) {
      expect(text).not.toMatch(/undefined|\{\w+\}/)
      // A style's name, and a word of the parser.
      expect(foreignWords(text, tag, ['extra', 'tag'])).toEqual([])
    }
    await services.profiles.close({}, plainCall())
  })
})

describe('the report of a resync', () => {
  it('shows hostile names as text, in Markdown and in HTML', () => {
    const drift = { equal: true, compared: 1, at: 0, entries: [], unknowable: [], problems: [] }
    const hostile = '<img src=x onerror=alert(1)>|[a](javascript:b)\n# c'
    const report = {
      id: '1',
      instanceName: hostile,
      reference: 'geo-1',
      queue: 'q',
      startedAt: 0,
      finishedAt: 1,
      before: drift,
      after: drift,
      results: [
        {
          key: '1',
          title: hostile,
          reason: hostile,
          way: 'message' as const,
          state: 'applied',
          message: null,
        },
      ],
      others: [{ instanceName: hostile, state: 'unknown' as const, reason: hostile, queue: null }],
      left: [{ key: '2', title: hostile }],
      withheld: [{ key: '3', kind: 'style', id: '3', title: hostile, reason: hostile }],
      resumed: false,
      verified: true,
      cancelled: false,
    }
    const html = reportAsHtml(report, 'en', english)
    expect(html).not.toContain('<img')
    expect(html).toContain('&lt;img')
    const markdown = reportAsMarkdown(report, english)
    expect(markdown).not.toMatch(/(?<!\\)<img|(?<!\\)\[a(?<!\\)\]|^# c/m)
    expect(markdown.split('\n').filter((line) => line.startsWith('# '))).toHaveLength(1)
  })
})
