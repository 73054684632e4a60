import { english } from '../../../electron/sentences/english.ts'
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { failure } from '../../../electron/errors/failure.ts'
import type { Clock } from '../../../electron/scheduler/clock.ts'
import { agreedTo, Resync } from '../../../electron/engine/resync/resync.ts'
import { eventIdProperty } from '../../../electron/engine/slave/receiver.ts'
import { directoryRoot } from '../../support/data-directories.ts'
import { driftBetween } from '../../support/replicas.ts'
import { slaveStandIn } from '../../support/slave-stand-in.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'
import { world } from '../replica/world.ts'

/** A reference and a slave that equals it, as copies of the small world. */
function pair() {
  const [reference, slave] = [world().path, temporaryDirectory()]
  cpSync(reference, slave, { recursive: true })
  return { reference, slave, resync: new Resync(directoryRoot(reference), directoryRoot(slave)) }
}

function addStyle(directory: string, name: string, id = name): void {
  writeFileSync(
    join(directory, `styles/${name}.xml`),
    `<style><id>${id}</id><name>${name}</name><format>sld</format><filename>${name}.sld</filename></style>`,
  )
  writeFileSync(join(directory, `styles/${name}.sld`), `<sld>${name}</sld>`)
}

function forget(directory: string): void {
  for (const name of readdirSync(directory)) rmSync(join(directory, name), { recursive: true })
}

describe('a resync removes only what was agreed to', () => {
  it('nothing when the reference was emptied between two passes', async () => {
    const { reference, slave, resync } = pair()
    addStyle(reference, 'new')
    const plan = await resync.plan()
    const { delivery } = slaveStandIn(slave, (number) => {
      if (number === 1) forget(reference)
    })
    await expect(resync.run(agreedTo(plan), delivery)).rejects.toMatchObject({
      code: 'PLB-ENGINE-REFERENCE-EMPTY',
    })
    expect(existsSync(join(slave, 'workspaces/b/pg/roads/featuretype.xml'))).toBe(true)
    expect(existsSync(join(slave, 'styles/new.sld'))).toBe(true)
  })

  it('nothing when a part of the reference vanished between two passes', async () => {
    const { reference, slave, resync } = pair()
    addStyle(reference, 'new')
    const plan = await resync.plan()
    const { delivery } = slaveStandIn(slave, () => {
      rmSync(join(reference, 'workspaces/b'), { recursive: true, force: true })
    })
    await expect(resync.run(agreedTo(plan), delivery)).rejects.toMatchObject({
      code: 'PLB-ENGINE-REFERENCE-SHRUNK',
      details: { count: 7 },
    })
    expect(existsSync(join(slave, 'workspaces/b/pg/roads/featuretype.xml'))).toBe(true)
  })

  it('nothing when the directory of workspaces cannot be listed', async () => {
    const { reference, resync } = pair()
    rmSync(join(reference, 'workspaces'), { recursive: true })
    await expect(resync.plan()).resolves.toMatchObject({ drift: { equal: false } })
    const other = pair()
    const root = directoryRoot(other.reference)
    const list = root.list.bind(root)
    root.list = (path) => {
      if (path[0] === 'workspaces' && path.length === 1) root.readFile(['workspaces', 'gone'], 10)
      return list(path)
    }
    const blind = new Resync(root, directoryRoot(other.slave))
    await expect(blind.plan()).rejects.toMatchObject({ code: 'PLB-ENGINE-REFERENCE-UNREADABLE' })
  })

  it('not what appears on the slave while it runs', async () => {
    const { reference, slave, resync } = pair()
    addStyle(reference, 'new')
    addStyle(slave, 'shown')
    const plan = await resync.plan()
    const { delivery } = slaveStandIn(slave, (number) => {
      if (number === 1) addStyle(slave, 'unseen')
    })
    const report = await resync.run(agreedTo(plan), delivery)
    expect(report).toMatchObject({
      verified: false,
      withheld: [{ title: 'remove style unseen', because: 'not-agreed' }],
    })
    expect([
      existsSync(join(slave, 'styles/shown.xml')),
      existsSync(join(slave, 'styles/unseen.xml')),
    ]).toEqual([false, true])
  })

  it('and does not begin when that appears before it runs', async () => {
    const { reference, slave, resync } = pair()
    addStyle(reference, 'new')
    const plan = await resync.plan()
    addStyle(slave, 'unseen')
    const { delivery, heard } = slaveStandIn(slave)
    await expect(resync.run(agreedTo(plan), delivery)).rejects.toMatchObject({
      code: 'PLB-RESYNC-PLAN-OUTDATED',
      details: { count: 1, steps: ['remove style unseen'] },
    })
    expect(heard).toEqual([])
  })

  it('not what would go along with something else', async () => {
    const { reference, slave, resync } = pair()
    // A group of the reference lies on the slave with nothing in it but what goes.
    const group = join(slave, 'layergroups/all.xml')
    rmSync(join(reference, 'workspaces/b'), { recursive: true })
    const text = readFileSync(join(reference, 'layergroups/all.xml'), 'utf8')
    writeFileSync(group, text.replace('<id>layer-a</id>', '<id>layer-b</id>'))
    const plan = await resync.plan()
    const change = plan.operations.find(({ title }) => english(title).startsWith('modify layer group all'))
    const { delivery } = slaveStandIn(slave)
    const report = await resync.run({ ...agreedTo(plan), leftOut: new Set([change?.key ?? '']) }, delivery)
    expect(existsSync(group)).toBe(true)
    expect(report.withheld).toContainEqual(
      expect.objectContaining({ reason: 'it would remove the layer group all as well' }),
    )
  })

  it('and refuses a reference that is the slave itself', () => {
    const { slave } = pair()
    expect(() => new Resync(directoryRoot(slave), directoryRoot(join(slave, 'styles/..')))).toThrow(
      expect.objectContaining({ code: 'PLB-ENGINE-SAME-DIRECTORY' }) as Error,
    )
  })
})

describe('a reference with a file that cannot be read', () => {
  it.each([
    ['styles/line.xml', ['remove style line']],
    ['workspaces/a/pg/roads/featuretype.xml', ['remove feature type a:roads']],
    ['workspaces/a/pg/roads/layer.xml', ['remove layer a:roads']],
    ['workspaces/a/layergroups/all.xml', ['remove layer group a:all']],
  ])('%s: what it may hold is kept, the rest goes on', async (file, kept) => {
    const { reference, slave, resync } = pair()
    writeFileSync(join(reference, file), '<cut')
    addStyle(reference, 'new')
    // Another kind of thing in another place has nothing to do with it.
    writeFileSync(
      join(slave, 'workspaces/b/wms.xml'),
      '<wms><id>wms-b</id><enabled>true</enabled><workspace><id>ws-b</id></workspace></wms>',
    )
    const plan = await resync.plan()
    const removals = plan.withheld.filter(({ verb }) => verb === 'remove')
    expect(removals.map(({ title }) => english(title)).toSorted()).toEqual(kept)
    for (const { reason } of removals) expect(english(reason)).toContain(file)
    const { delivery } = slaveStandIn(slave)
    const report = await resync.run(agreedTo(plan), delivery)
    expect(report.verified).toBe(false)
    expect(existsSync(join(slave, file))).toBe(true)
    expect(existsSync(join(slave, 'styles/new.xml'))).toBe(true)
    expect(existsSync(join(slave, 'workspaces/b/wms.xml'))).toBe(false)
  })

  it('withholds what needs what it may hold, and nothing else', async () => {
    const { reference, slave, resync } = pair()
    for (const name of readdirSync(slave)) rmSync(join(slave, name), { recursive: true })
    writeFileSync(join(reference, 'workspaces/a/styles/line.xml'), '<style')
    const { operations, withheld } = await resync.plan()
    expect(withheld.map(({ title }) => english(title)).toSorted()).toEqual([
      'add layer a:roads',
      'add layer group a:all',
      'add layer group all',
      'add layer group atlas',
    ])
    expect(english(withheld[0]?.reason ?? '')).toContain('workspaces/a/styles/line.xml')
    expect(operations.map(({ title }) => english(title))).toContain('add layer b:roads')
  })
})

describe('what a resync sends', () => {
  it('goes on its way together, and again in its order where the connection is lost', async () => {
    const { reference, slave, resync } = pair()
    for (const name of ['one', 'two', 'three']) addStyle(reference, name)
    const plan = await resync.plan()
    const { delivery, heard } = slaveStandIn(slave)
    const given: (string | undefined)[] = []
    const answers: (() => void)[] = []
    const publish: typeof delivery.session.publish = (publication) => {
      const at = given.push(publication.properties[eventIdProperty])
      if (at > 6) return delivery.session.publish(publication)
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      answers.push(() => {
        if (at <= 2) resolve(delivery.session.publish(publication))
        else reject(failure('PLB-BROKER-CONNECTION-LOST', { server: 'it', reason: 'test' }))
      })
      // Nothing is answered before all was given, and then the last first.
      if (at === 6) for (const answer of answers.toReversed()) answer()
      return promise
    }
    const report = await resync.run(agreedTo(plan), { ...delivery, session: { publish } })
    expect(report.verified).toBe(true)
    expect(given.slice(6)).toEqual(given.slice(2, 6))
    expect(heard.length).toBe(6)
  })

  it('does not overtake what the connection was lost over, however long the next operation waits', async () => {
    const { reference, slave, resync } = pair()
    for (const name of ['one', 'two', 'three']) addStyle(reference, name)
    const plan = await resync.plan()
    const { delivery } = slaveStandIn(slave)
    const nextTurn = () => new Promise((resolve) => setImmediate(resolve))
    const [given, arrived]: [Set<unknown>, unknown[]] = [new Set(), []]
    let loss: Promise<never> | undefined
    let isConnected = false
    const publish: typeof delivery.session.publish = async (publication) => {
      const id = publication.properties[eventIdProperty]
      given.add(id)
      loss ??= nextTurn().then(() => {
        isConnected = true
        throw failure('PLB-BROKER-CONNECTION-LOST', { server: 'it', reason: 'test' })
      })
      if (!isConnected) await loss
      arrived.push(id)
      await delivery.session.publish(publication)
    }
    await resync.run(agreedTo(plan), { ...delivery, session: { publish }, mayGoOn: nextTurn })
    expect(arrived).toEqual([...given])
  })
})

describe('names handed on', () => {
  it('a new style by the name another had until it was renamed', async () => {
    const { reference, slave, resync } = pair()
    rmSync(join(reference, 'styles/line.xml'))
    rmSync(join(reference, 'styles/line.sld'))
    addStyle(reference, 'river', 'st')
    addStyle(reference, 'line', 'newcomer')
    const { delivery, heard } = slaveStandIn(slave)
    const report = await resync.run(agreedTo(await resync.plan()), delivery)
    expect(report).toMatchObject({ verified: true, passes: 1 })
    expect(heard.slice(0, 3)).toEqual([
      'style line modified: name, filename, body',
      'style file line.sld',
      'style line added',
    ])
    expect(driftBetween(reference, slave).entries).toEqual([])
    expect(readFileSync(join(slave, 'styles/river.sld'), 'utf8')).toBe('<sld>river</sld>')
  })

  it('styles that swap names keep their bodies, and are not parted when cancelled', async () => {
    const { reference, slave } = pair()
    for (const directory of [reference, slave]) addStyle(directory, 'river')
    addStyle(reference, 'line', 'river')
    addStyle(reference, 'river', 'st')
    writeFileSync(join(reference, 'styles/river.sld'), '<sld>global</sld>')
    writeFileSync(join(reference, 'styles/line.sld'), '<sld>river</sld>')
    const abort = new AbortController()
    const { delivery, heard } = slaveStandIn(slave, () => abort.abort(), abort.signal)
    const resync = new Resync(directoryRoot(reference), directoryRoot(slave))
    const plan = await resync.plan()
    expect(plan.operations.filter(({ verb }) => verb === 'remove')).toEqual([])
    const report = await resync.run(agreedTo(plan), delivery)
    expect(report.cancelled).toBe(true)
    expect(heard.length).toBeGreaterThan(2)
    expect(driftBetween(reference, slave).entries).toEqual([])
    expect(readdirSync(join(slave, 'styles')).toSorted()).toEqual(
      readdirSync(join(reference, 'styles')).toSorted(),
    )
  })

  it('one that is left out keeps its name from the other', async () => {
    const { reference, slave, resync } = pair()
    rmSync(join(reference, 'styles/line.xml'))
    addStyle(reference, 'river', 'st')
    addStyle(reference, 'line', 'newcomer')
    const plan = await resync.plan()
    const rename = plan.operations.find(({ title }) => english(title).startsWith('rename'))
    const { delivery } = slaveStandIn(slave)
    const report = await resync.run({ ...agreedTo(plan), leftOut: new Set([rename?.key ?? '']) }, delivery)
    expect(report.withheld).toContainEqual(
      expect.objectContaining({ title: 'add style line', because: 'impossible' }),
    )
    expect(readFileSync(join(slave, 'styles/line.xml'), 'utf8')).toContain('<id>st</id>')
  })

  it('what the slave has too much makes way only when its removal was agreed to', async () => {
    const { reference, slave, resync } = pair()
    // The reference has the workspace b under the name spare, which another one has on the slave.
    mkdirSync(join(slave, 'workspaces/spare'))
    writeFileSync(
      join(slave, 'workspaces/spare/workspace.xml'),
      '<workspace><id>sp</id><name>spare</name></workspace>',
    )
    writeFileSync(
      join(slave, 'workspaces/spare/namespace.xml'),
      '<namespace><id>sn</id><prefix>spare</prefix><uri>http://spare</uri></namespace>',
    )
    const [from, to] = ['b', 'spare'].map((name) => join(reference, 'workspaces', name))
    cpSync(from ?? '', to ?? '', { recursive: true })
    rmSync(from ?? '', { recursive: true })
    for (const [file, text] of [
      ['workspace.xml', '<workspace><id>ws-b</id><name>spare</name></workspace>'],
      ['namespace.xml', '<namespace><id>ns-b</id><prefix>spare</prefix><uri>http://b</uri></namespace>'],
    ] as const) {
      writeFileSync(join(to ?? '', file), text)
    }
    const plan = await resync.plan()
    const removals = plan.operations.filter(({ verb }) => verb === 'remove').map(({ key }) => key)
    expect(removals.toSorted()).toEqual(['remove:namespace:sn', 'remove:workspace:sp'])
    const { delivery } = slaveStandIn(slave)
    const withoutThem = await resync.run({ ...agreedTo(plan), leftOut: new Set(removals) }, delivery)
    expect(withoutThem.verified).toBe(false)
    expect(readFileSync(join(slave, 'workspaces/spare/workspace.xml'), 'utf8')).toContain('<id>sp</id>')
    expect(existsSync(join(slave, 'workspaces/b/pg/roads/featuretype.xml'))).toBe(true)
    const whole = await resync.run(agreedTo(await resync.plan()), slaveStandIn(slave).delivery)
    expect(whole).toMatchObject({ verified: true, withheld: [] })
  })
})

describe('a directory that changes while it is read', () => {
  /** Nothing waits; what happens meanwhile is done instead. */
  const clockThat = (meanwhile: () => void): Clock => ({
    now: () => 0,
    after: (_, callback) => {
      meanwhile()
      queueMicrotask(callback)
      return () => undefined
    },
  })

  it('is read again until it has come to rest', async () => {
    const { reference, slave } = pair()
    const root = directoryRoot(reference)
    const file = join(reference, 'workspaces/b/workspace.xml')
    const whole = readFileSync(file)
    // It is being written when it is read first.
    writeFileSync(file, whole.subarray(0, 20))
    const look = root.look.bind(root)
    // It is whole by the time it is looked at again.
    let isWhole = false
    root.look = (place) => {
      if (place === 'workspaces/b/workspace.xml' && !isWhole) {
        writeFileSync(file, whole)
        isWhole = true
      }
      return look(place)
    }
    const resync = new Resync(
      root,
      directoryRoot(slave),
      clockThat(() => undefined),
    )
    const plan = await resync.plan()
    expect(plan).toMatchObject({ drift: { equal: true }, withheld: [], operations: [] })
  })

  it('is no reference while it does not', async () => {
    const { reference, slave } = pair()
    const root = directoryRoot(reference)
    const list = root.list.bind(root)
    let number = 0
    root.list = (path) => {
      number += 1
      if (path.length === 0) addStyle(reference, `style-${number}`)
      return list(path)
    }
    const resync = new Resync(
      root,
      directoryRoot(slave),
      clockThat(() => undefined),
    )
    await expect(resync.plan()).rejects.toMatchObject({ code: 'PLB-ENGINE-REFERENCE-UNSETTLED' })
  })
})

it('a layer that is missing brings its resource along, which a GeoServer does not load without one', async () => {
  const { slave, resync } = pair()
  rmSync(join(slave, 'workspaces/b/pg/roads/layer.xml'))
  const { operations } = await resync.plan()
  const added = operations.flatMap(({ verb, events }) => (verb === 'add' ? events : []))
  expect(added.map((event) => ('object' in event ? event.object?.kind : undefined))).toEqual([
    'featureType',
    'layer',
  ])
})
