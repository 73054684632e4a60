import { describe, expect, it } from 'vitest'
import { agreedToAll } from '../../support/agreed-to-all.ts'
import type { StockDelivery } from '../../../electron/engine/resync/stock/stock-delivery.ts'
import type { Agreement } from '../../../electron/engine/resync/resync.ts'
import type { Exchange } from '../../../electron/geoserver/exchange.ts'
import { mayReloadKey } from '../../../electron/engine/resync/stock/stock-operation.ts'
import { GeoServerClient } from '../../../electron/geoserver/client.ts'
import { StockReader } from '../../../electron/engine/resync/stock/stock-reader.ts'
import { StockResync } from '../../../electron/engine/resync/stock/stock-resync.ts'
import { nameOf } from '../../../electron/catalog/object.ts'
import { parentElement, textElement } from '../../../electron/xml/element.ts'
import { failure } from '../../../electron/errors/failure.ts'
import { object, reference } from '../../support/catalog-changes.ts'
import {
  change,
  find,
  giveOtherId,
  memoryDrift,
  receiver,
  stockTrio,
  takeAway,
} from '../../support/stock-node/resync-trio.ts'
import { administrator } from '../../../electron/imitation/serve.ts'
import type { StockNode } from '../../../electron/imitation/stock-node.ts'
import { english } from '../../../electron/sentences/english.ts'

type Trio = ReturnType<typeof stockTrio>
const nothing: Agreement = { removals: new Set(), leftOut: new Set() }

function addStyles(node: StockNode, ...names: readonly string[]): void {
  for (const name of names) {
    node.core.memory.put(object('style', name, { name, format: 'sld', filename: `${name}.sld` }))
    node.core.memory.files.write(`styles/${name}.sld`, `<sld>${name}</sld>`)
  }
}

/** The delivery with something done before each message; the message may be replaced. */
function tampered(
  { delivery }: Trio,
  before: (body: string, count: number) => string | undefined | Promise<string | undefined>,
): StockDelivery {
  let count = 0
  return {
    ...delivery,
    session: {
      publish: async (publication) => {
        count += 1
        const body = await before(publication.body, count)
        await delivery.session.publish({ ...publication, body: body ?? publication.body })
      },
    },
  }
}

const outcomesOf = (report: Awaited<ReturnType<StockResync['run']>>): readonly string[] =>
  report.results.map(({ operation, outcome }) => `${english(operation.title)}: ${outcome.state}`)

describe('what a stock slave does not take', () => {
  it('is found by halves and named with what its log says, and what needs it is not tried', async () => {
    const trio = stockTrio()
    const names = ['a', 'b', 'c', 'poison', 'd', 'e']
    addStyles(trio.master, ...names)
    trio.master.core.memory.put(
      object('layerGroup', 'needy', {
        name: 'needy',
        mode: 'SINGLE',
        publishables: trioMembers(trio),
        styles: stylesOf('poison'),
      }),
    )
    const planned = await trio.resync().plan()
    const delivery = tampered(trio, (body) =>
      body.includes('CatalogAddEventImpl') && body.includes('<name>poison</name>')
        ? '<nonsense/>'
        : undefined,
    )
    const report = await trio.resync().run(agreedToAll(planned), delivery)
    expect(report.verified).toBe(false)
    expect(outcomesOf(report)).toEqual(
      expect.arrayContaining([
        ...['a', 'b', 'c', 'd', 'e'].map((name) => `add style ${name}: applied`),
        'add style poison: failed',
        'add layer group needy: failed',
      ]),
    )
    const poison = report.results.find(({ operation }) => english(operation.title) === 'add style poison')
    expect(english(poison?.outcome.reason ?? '')).toMatch(
      /style poison is missing; the node's log says: .*ERROR/,
    )
    expect(report.after.drift.entries.map((entry) => ('title' in entry ? entry.title : ''))).toEqual([
      'poison',
      'needy',
    ])
    expect(report.withheld.map(({ title }) => english(title))).toEqual([
      'add style poison',
      'add layer group needy',
    ])
  })
})

it('what a stock slave does not take by message goes by its file, where a reload was agreed to', async () => {
  const trio = stockTrio()
  addStyles(trio.master, 'poison', 'fine')
  takeAway(trio.slave, find(trio.slave, 'layer', 'cities', 'topp'))
  const delivery = tampered(trio, (body) =>
    body.includes('CatalogAddEventImpl') && body.includes('<name>poison</name>') ? '<nonsense/>' : undefined,
  )
  const refused = await trio.resync().run(agreedToAll(await trio.resync().plan()), delivery)
  expect(refused.verified).toBe(false)
  const key = refused.results.find(({ outcome }) => outcome.state === 'failed')?.operation.key ?? ''
  const again = await stockResyncAfter(trio, key).plan()
  expect(again.operations.map(({ title, way }) => `${english(title)} ${way}`)).toEqual([
    'add style poison files',
  ])
  const report = await trio.resync().run({ removals: new Set([mayReloadKey]), leftOut: new Set() }, delivery)
  expect(outcomesOf(report)).toEqual(['add style poison: applied'])
  expect(report.verified).toBe(true)
  expect(memoryDrift(trio.master, trio.slave)).toEqual([])
})

it('a default workspace whose file cannot be written is no step that was done, and goes by its file', async () => {
  const trio = stockTrio()
  const { memory } = trio.slave.core
  memory.files.remove('workspaces/default.xml')
  memory.files.write('workspaces/default.xml/litter', '')
  memory.catalog.defaultWorkspace = find(trio.slave, 'workspace', 'lab3').id
  const planned = await trio.resync().plan()
  const { removals } = agreedToAll(planned)
  const agreement = { removals: new Set([...removals, mayReloadKey]), leftOut: new Set<string>() }
  const report = await trio.resync().run(agreement, trio.delivery)
  expect(report.verified).toBe(true)
  expect(memory.files.text('workspaces/default.xml')).toContain('<name>base</name>')
})

it('what a stock slave took into its memory alone goes by its file behind a reload, where one was agreed to', async () => {
  const [agreed, refused] = await Promise.all(
    [[mayReloadKey], []].map(async (consents) => {
      const trio = stockTrio()
      addStyles(trio.master, 'poison')
      const delivery = tampered(trio, (body) => {
        if (!body.includes('CatalogAddEventImpl') || !body.includes('<name>poison</name>')) return undefined
        trio.slave.core.memory.catalog.put(object('style', 'other', { name: 'poison', format: 'sld' }))
        return '<nonsense/>'
      })
      return trio.resync().run({ removals: new Set(consents), leftOut: new Set() }, delivery)
    }),
  )
  expect(agreed?.verified).toBe(true)
  expect(refused?.verified).toBe(false)
  expect(refused?.withheld.map(({ reason }) => english(reason)).join()).toMatch(
    /compare again for a new plan/,
  )
})

function stockResyncAfter(trio: Trio, ...untaken: readonly string[]): StockResync {
  return new StockResync({
    reference: new StockReader(trio.masterRest.client, trio),
    slave: new StockReader(trio.slaveRest.client, trio),
    receiver,
    untaken: new Set(untaken),
  })
}

it('a stock slave that can write no file into styles is not waited for for ever', async () => {
  const trio = stockTrio()
  const { files } = trio.slave.core.memory
  files.removeBelow('styles')
  files.write('styles', 'a file')
  await expect(trio.resync().run(nothing, trio.delivery)).rejects.toMatchObject({
    code: 'PLB-GEOSERVER-STYLES-BLOCKED',
  })
})

it('a stock slave that left its cluster while it started is not waited for for ever', async () => {
  const trio = stockTrio()
  change(trio.slave, find(trio.slave, 'featureType', 'cities', 'topp'), textElement('title', 'Wrecked'))
  const planned = await trio.resync().plan()
  const { files } = trio.slave.core.memory
  const session: StockDelivery['session'] = {
    // Nobody takes it any more.
    publish: () => {
      files.write('cluster/cluster.properties', 'instanceName=s1\nconnection=disabled\n')
      return Promise.resolve()
    },
  }
  await expect(trio.resync().run(agreedToAll(planned), { ...trio.delivery, session })).rejects.toMatchObject({
    code: 'PLB-GEOSERVER-DISCONNECTED',
  })
})

it('a stock slave is asked again whether it is done when the question was lost', async () => {
  const trio = stockTrio()
  change(trio.slave, find(trio.slave, 'featureType', 'cities', 'topp'), textElement('title', 'Wrecked'))
  const lost: string[] = []
  const session: StockDelivery['session'] = {
    publish: async (publication) => {
      const isQuestion = publication.body.includes('plumbline-')
      if (isQuestion && lost.length < 3) lost.push(publication.body)
      else await trio.delivery.session.publish(publication)
    },
  }
  const planned = await trio.resync().plan()
  const report = await trio.resync().run(agreedToAll(planned), { ...trio.delivery, session })
  expect([lost.length, report.verified]).toEqual([3, true])
  expect(trio.slave.core.memory.files.paths().filter((path) => path.includes('plumbline-'))).toEqual([])
})

it('a message the connection was lost over is sent again, whether it had arrived or not', async () => {
  const trio = stockTrio()
  change(trio.slave, find(trio.slave, 'featureType', 'cities', 'topp'), textElement('title', 'Wrecked'))
  takeAway(trio.slave, find(trio.slave, 'style', 'blue'))
  const { publish } = trio.delivery.session
  let count = 0
  const session: StockDelivery['session'] = {
    publish: async (publication) => {
      count += 1
      if (count % 3 !== 1) await publish(publication)
      if (count % 3 !== 0)
        throw failure('PLB-BROKER-CONNECTION-LOST', { server: 'broker', reason: 'ECONNRESET' })
    },
  }
  const planned = await trio.resync().plan()
  const report = await trio.resync().run(agreedToAll(planned), { ...trio.delivery, session })
  expect(report.results.map(({ outcome }) => outcome.state)).not.toContain('failed')
  expect(report.verified).toBe(true)
})

it('what a stock slave fails to show counts by its file', async () => {
  const trio = stockTrio()
  change(trio.slave, find(trio.slave, 'featureType', 'cities', 'topp'), textElement('title', 'Wrecked'))
  const { exchange, client: whole } = trio.slaveRest
  const { url } = whole.connection
  // As one answers for a feature type whose data are gone.
  const failing: Exchange = (address, request) =>
    address.includes('/featuretypes/cities.xml')
      ? Promise.resolve(new Response('no data', { status: 500 }))
      : exchange(address, request)
  const client = new GeoServerClient({ url, ...administrator, fetch: failing })
  const resync = new StockResync({
    reference: new StockReader(trio.masterRest.client, trio),
    slave: new StockReader(client, trio),
    receiver,
  })
  const report = await resync.run(agreedToAll(await resync.plan()), { ...trio.delivery, client })
  expect(outcomesOf(report)).toEqual(['modify feature type topp:cities: title: applied'])
  expect(report.verified).toBe(true)
})

describe('a stock slave that is away', () => {
  it('gets its messages when it returns, and its proof', async () => {
    const trio = stockTrio()
    addStyles(trio.master, 'new')
    let [isAway, asked] = [false, 0]
    const { exchange, client: whole } = trio.slaveRest
    const { url } = whole.connection
    const away: Exchange = async (...request) => {
      asked += 1
      if (isAway && asked > 20) {
        isAway = false
        await trio.stock.drain('s1')
      }
      if (isAway) throw new Error('connection refused')
      return exchange(...request)
    }
    const client = new GeoServerClient({ url, ...administrator, fetch: away })
    const resync = new StockResync({
      reference: new StockReader(trio.masterRest.client, trio),
      slave: new StockReader(client, trio),
      receiver,
    })
    const planned = await resync.plan()
    const phases = new Set<string>()
    const delivery: StockDelivery = {
      ...trio.delivery,
      client,
      session: {
        publish: async ({ properties, body }) => {
          // The node goes down with the first message, which waits in its queue with all that follow.
          if (!body.includes('plumbline-') && asked > 0) {
            isAway = true
            asked = 0
          }
          trio.stock.send('s1', { properties: new Map(Object.entries(properties)), body })
          if (!isAway) await trio.stock.drain('s1')
        },
      },
      onProgress: ({ phase }) => phases.add(phase),
    }
    const report = await resync.run(agreedToAll(planned), delivery)
    expect(report.verified).toBe(true)
    expect([...phases]).toContain('waiting')
    expect(memoryDrift(trio.master, trio.slave)).toEqual([])
  })

  it('is gone on with where a resync was broken off, also when it was restarted meanwhile', async () => {
    const trio = stockTrio()
    addStyles(trio.master, 'a', 'b', 'c')
    takeAway(trio.slave, find(trio.slave, 'dataStore', 'pg', 'topp'))
    const agreement = agreedToAll(await trio.resync().plan())
    const abort = new AbortController()
    const interrupted = tampered(trio, (_, count) => {
      if (count === 3) abort.abort()
      return undefined
    })
    const first = await trio.resync().run(agreement, { ...interrupted, signal: abort.signal })
    expect(first).toMatchObject({ cancelled: true, verified: false })
    trio.slave.reload()
    const second = await trio.resync().run(agreement, trio.delivery)
    expect(second).toMatchObject({ cancelled: false, verified: true })
    const left = [...trio.slave.core.memory.files.list('styles').keys()]
    expect(left.filter((name) => name.startsWith('plumbline'))).toEqual([])
  })
})

/** A resync of a trio whose process is killed as soon as it changed the slave so often, by a message or over REST. */
function killedAfter(trio: Trio, most: number) {
  const killed = Promise.withResolvers<undefined>()
  const never = new Promise<never>(() => undefined)
  let changes = 0
  const changing = async <Result>(task: () => Promise<Result>): Promise<Result> => {
    if (changes >= most) return never
    changes += 1
    const result = await task()
    if (changes < most) return result
    killed.resolve(undefined)
    return never
  }
  const { exchange, client: whole } = trio.slaveRest
  const mortal: Exchange = async (address, request) => {
    if (request.method !== 'GET') return changing(() => exchange(address, request))
    return changes >= most ? never : exchange(address, request)
  }
  const client = new GeoServerClient({ url: whole.connection.url, ...administrator, fetch: mortal })
  const publish: StockDelivery['session']['publish'] = async (publication) =>
    changing(async () => {
      const { properties, body } = publication
      // The last one lies in the queue until somebody asks the slave for more.
      if (changes === most) trio.stock.send('s1', { properties: new Map(Object.entries(properties)), body })
      else await trio.delivery.session.publish(publication)
    })
  const resync = new StockResync({
    reference: new StockReader(trio.masterRest.client, trio),
    slave: new StockReader(client, trio),
    receiver,
  })
  return {
    run: async (agreement: Agreement) =>
      Promise.race([
        resync.run(agreement, { ...trio.delivery, client, session: { publish } }),
        killed.promise,
      ]),
    changes: () => changes,
  }
}

describe('a resync of a stock slave whose process is killed', () => {
  const wrecked = () => {
    const trio = stockTrio()
    addStyles(trio.master, 'a', 'b')
    takeAway(trio.slave, find(trio.slave, 'dataStore', 'pg', 'topp'))
    takeAway(trio.slave, find(trio.slave, 'layer', 'cities', 'topp'))
    change(trio.slave, find(trio.slave, 'service', 'wms'), textElement('title', 'Wrecked'))
    trio.slave.core.memory.files.write('styles/line.xml', '<broken')
    return trio
  }

  it('comes to its end wherever that was: behind each message, each write, in the reload and in the proof', async () => {
    const trio = wrecked()
    const agreement = agreedToAll(await trio.resync().plan())
    const whole = killedAfter(trio, Infinity)
    expect(await whole.run(agreement)).toMatchObject({ verified: true })
    const writes = trio.slaveRest.asked.filter((each) => !each.startsWith('GET '))
    expect(writes.some((each) => each.startsWith('POST /rest/reload'))).toBe(true)
    expect(new Set(trio.sent.map(({ properties }) => properties.JMSEventHandlerSPI)).size).toBeGreaterThan(1)
    const ends: string[] = []
    for (let most = 1; most <= whole.changes(); most += 1) {
      const trio = wrecked()
      const before = trio.other.core.memory.files.snapshot()
      expect(await killedAfter(trio, most).run(agreement)).toBe(undefined)
      const report = await trio.resync({ resumes: true }).run(agreement, trio.delivery)
      expect(trio.other.core.memory.files.snapshot()).toEqual(before)
      const left = [...trio.slave.core.memory.files.list('styles').keys()].filter((name) =>
        name.startsWith('plumbline'),
      )
      const why = report.withheld.map(({ title, reason }) => `${english(title)}: ${english(reason)}`)
      ends.push([report.verified, ...why, ...memoryDrift(trio.master, trio.slave), ...left].join(' '))
    }
    expect(ends).toEqual(Array.from({ length: whole.changes() }, () => 'true'))
  })
})

describe('edits of the master while a stock slave is brought back', () => {
  it('are neither lost nor undone', async () => {
    const trio = stockTrio()
    addStyles(trio.master, 'a', 'b')
    change(trio.slave, find(trio.slave, 'layerGroup', 'grp'), textElement('title', 'Wrecked'))
    const planned = await trio.resync().plan()
    const delivery = tampered(trio, (body, count) => {
      // In the middle of the batch, behind which the old title would be sent.
      if (count === 3) {
        trio.master.handle({
          method: 'PUT',
          target: '/rest/layergroups/grp.xml',
          headers: { 'content-type': 'application/xml' },
          body: Buffer.from('<layerGroup><title>Edited</title></layerGroup>'),
        })
      }
      return undefined
    })
    const report = await trio.resync().run(agreedToAll(planned), delivery)
    expect(report.verified).toBe(true)
    expect(textOf(trio.slave)).toBe('Edited')
  })

  it('may be removals, which the slave hears of like everybody', async () => {
    const trio = stockTrio()
    addStyles(trio.master, 'a', 'b')
    addStyles(trio.slave, 'b')
    const planned = await trio.resync().plan()
    const delivery = tampered(trio, (body) => {
      if (body.includes('<name>a</name>'))
        trio.master.handle({ method: 'DELETE', target: '/rest/styles/b.xml', headers: {}, body: Buffer.of() })
      return undefined
    })
    const report = await trio.resync().run(agreedToAll(planned), delivery)
    expect(report.verified).toBe(true)
    expect(nameOf(find(trio.slave, 'style', 'a'))).toBe('a')
    expect(() => find(trio.slave, 'style', 'b')).toThrow('no style b')
  })

  it('are not taken for what the slave has too much, where both are read one after the other', async () => {
    const trio = stockTrio()
    change(trio.slave, find(trio.slave, 'layerGroup', 'grp'), textElement('title', 'Wrecked'))
    const { exchange, client: whole } = trio.slaveRest
    let edits = 0
    const late: Exchange = async (address, request) => {
      if (address.endsWith('/rest/workspaces.xml')) {
        // Behind the reading of the master, and before that of the slave.
        edits += 1
        if (edits <= 3) {
          trio.master.handle({
            method: 'POST',
            target: '/rest/workspaces',
            headers: { 'content-type': 'application/xml' },
            body: Buffer.from(`<workspace><name>late${edits}</name></workspace>`),
          })
          await trio.stock.drain('s1')
        }
      }
      return exchange(address, request)
    }
    const client = new GeoServerClient({ url: whole.connection.url, ...administrator, fetch: late })
    const resync = new StockResync({
      reference: new StockReader(trio.masterRest.client, trio),
      slave: new StockReader(client, trio),
      receiver,
    })
    const planned = await resync.plan()
    expect(edits).toBeGreaterThan(3)
    expect(planned.operations.map(({ title }) => english(title))).toEqual(['modify layer group grp: title'])
  })
})

describe('a master that is edited all the time', () => {
  /** The exchange of a master somebody edits before each answer about how far it is, for so many answers. */
  function edited({ master, masterRest }: Trio, times: number) {
    const world = { edits: 0 }
    const exchange: Exchange = async (address, request) => {
      if (address.endsWith('global.xml') && world.edits < times) {
        world.edits += 1
        master.handle({
          method: 'PUT',
          target: '/rest/layergroups/grp.xml',
          headers: { 'content-type': 'application/xml' },
          body: Buffer.from(`<layerGroup><title>Edit ${world.edits}</title></layerGroup>`),
        })
      }
      return masterRest.exchange(address, request)
    }
    const { url } = masterRest.client.connection
    return { world, client: new GeoServerClient({ url, ...administrator, fetch: exchange }) }
  }

  const wrecked = (): Trio => {
    const trio = stockTrio()
    takeAway(trio.slave, find(trio.slave, 'style', 'blue'))
    addStyles(trio.master, 'a', 'b')
    addStyles(trio.slave, 'extra')
    return trio
  }

  const resyncOf = (trio: Trio, client: GeoServerClient) =>
    new StockResync({
      reference: new StockReader(client, trio),
      slave: new StockReader(trio.slaveRest.client, trio),
      receiver,
    })

  it('has its slave brought back all the same, and proved once there is a quiet moment', async () => {
    const trio = wrecked()
    const agreement = agreedToAll(await trio.resync().plan())
    const { world, client } = edited(trio, 60)
    const report = await resyncOf(trio, client).run(agreement, trio.delivery)
    expect([report.verified, world.edits]).toEqual([true, 60])
    expect(textOf(trio.slave)).toBe('Edit 60')
    expect(() => find(trio.slave, 'style', 'extra')).toThrow('no style extra')
  })

  it('proves nothing and has nothing removed while it goes on, and what was sent is told', async () => {
    const trio = wrecked()
    const agreement = agreedToAll(await trio.resync().plan())
    const { client } = edited(trio, Infinity)
    const report = await resyncOf(trio, client).run(agreement, trio.delivery)
    expect(report.verified).toBe(false)
    expect(outcomesOf(report)).toContain('add style a: applied')
    expect(outcomesOf(report)).toContain('add style blue: applied')
    expect(nameOf(find(trio.slave, 'style', 'extra'))).toBe('extra')
    expect(report.after.reference.problems.map(({ failure: { code } }) => code)).toEqual([
      'PLB-ENGINE-REFERENCE-UNSETTLED',
    ])
  })
})

describe('a node that is too busy to answer', () => {
  it.each(['master', 'slave'] as const)('is waited for: the %s', async (busy) => {
    const trio = stockTrio()
    addStyles(trio.master, 'a', 'b')
    const silences = { reading: 0, running: 0 }
    let isRunning = false
    /** Every ninth answer does not come, up to a number. */
    const asked = { master: 0, slave: 0 }
    const clientOf = (side: 'master' | 'slave'): GeoServerClient => {
      const { exchange, client } = trio[`${side}Rest`]
      const slow: Exchange = async (address, request) => {
        asked[side] += 1
        const key = isRunning ? 'running' : 'reading'
        if (side !== busy || asked[side] % 9 !== 0 || silences[key] >= 3) return exchange(address, request)
        silences[key] += 1
        return new Promise((_, reject) => {
          request.signal.addEventListener('abort', () => reject(new Error('aborted')))
        })
      }
      const { url } = client.connection
      return new GeoServerClient({ url, ...administrator, fetch: slow, deadline: 200 })
    }
    const client = clientOf('slave')
    const resync = new StockResync({
      reference: new StockReader(clientOf('master'), trio),
      slave: new StockReader(client, trio),
      receiver,
    })
    const planned = await resync.plan()
    isRunning = true
    const report = await resync.run(agreedToAll(planned), { ...trio.delivery, client })
    expect(silences).toEqual({ reading: 3, running: 3 })
    expect(report.verified).toBe(true)
  })
})

const textOf = (node: StockNode): string | undefined =>
  find(node, 'layerGroup', 'grp').properties.find(({ name }) => name === 'title')?.text

describe('what was not agreed to', () => {
  it.each([
    ['a removal', (trio: Trio) => addStyles(trio.slave, 'extra')],
    ['a replacement', (trio: Trio) => void giveOtherId(trio.slave, find(trio.slave, 'style', 'blue'))],
    [
      'a change over REST',
      (trio: Trio) => takeAway(trio.slave, find(trio.slave, 'wmtsStore', 'cascmts', 'topp')),
    ],
    ['a reload', (trio: Trio) => trio.slave.core.memory.files.remove('styles/blue.xml')],
  ])('is not done: %s', async (_, wreck) => {
    const trio = stockTrio()
    wreck(trio)
    const before = trio.slave.core.memory.files.snapshot()
    await expect(trio.resync().run(nothing, trio.delivery)).rejects.toMatchObject({
      code: 'PLB-RESYNC-PLAN-OUTDATED',
    })
    const { operations } = await trio.resync().plan()
    const leftOut = new Set(operations.map(({ key }) => key))
    const report = await trio.resync().run({ removals: new Set(), leftOut }, trio.delivery)
    expect(report).toMatchObject({ verified: false, results: [] })
    expect(report.withheld.length).toBeGreaterThan(0)
    expect(trio.slave.core.memory.files.snapshot()).toEqual(before)
  })

  it('nothing is removed that the master serves without a file', async () => {
    const trio = stockTrio()
    trio.master.core.memory.files.remove('styles/blue.xml')
    const planned = await trio.resync().plan()
    expect(planned.operations).toEqual([])
    expect(planned.withheld).toMatchObject([{ title: 'remove style blue' }])
  })
})

describe('a new or emptied stock node', () => {
  it('gets everything by files and one reload, graphics and templates included, and nobody hears of it', async () => {
    const trio = stockTrio()
    const { files } = trio.master.core.memory
    files.write('styles/icons/tree.png', Buffer.from([137, 80, 0, 255]))
    const attached = {
      'workspaces/topp/styles/flag.svg': '<svg/>',
      'styles/spare.sld': '<sld/>',
      'templates/header.ftl': 'one',
      'workspaces/topp/title.ftl': 'two',
      'workspaces/topp/shp/time.ftl': 'three',
      'workspaces/topp/shp/cities/content.ftl': 'four',
    }
    for (const [path, text] of Object.entries(attached)) files.write(path, text)
    for (const kind of ['layerGroup', 'workspace', 'style'] as const) {
      for (const each of trio.slave.core.memory.catalog.ofKind(kind)) {
        if (!['point', 'line', 'polygon', 'raster', 'generic'].includes(nameOf(each) ?? ''))
          takeAway(trio.slave, each)
      }
    }
    trio.stock.published.length = 0
    const planned = await trio.resync().plan()
    expect(planned.operations.map(({ key, way }) => [key, way])).toEqual([
      ['files:attachments', 'files'],
      ['files:all', 'files'],
    ])
    const report = await trio.resync().run(agreedToAll(planned), trio.delivery)
    expect(report.after.drift.entries).toEqual([])
    expect(report.verified).toBe(true)
    expect(memoryDrift(trio.master, trio.slave)).toEqual([])
    const there = trio.slave.core.memory.files
    expect(there.get('styles/icons/tree.png')?.content).toEqual(files.get('styles/icons/tree.png')?.content)
    expect(Object.keys(attached).map((path) => there.text(path))).toEqual(Object.values(attached))
    const beside = [...files.snapshot().keys()].filter((path) => path.startsWith('styles/'))
    expect([...there.snapshot().keys()]).toEqual(expect.arrayContaining(beside))
    expect(
      trio.stock.published.every(({ properties }) => properties.get('group') === 'plumbline-nobody'),
    ).toBe(true)
  })
})

function trioMembers({ master }: Trio) {
  return parentElement('publishables', [
    reference('published', find(master, 'layer', 'cities', 'topp').id, { type: 'layer' }),
  ])
}

function stylesOf(...ids: readonly string[]) {
  return parentElement(
    'styles',
    ids.map((id) => reference('style', id)),
  )
}
