import { onTestFinished } from 'vitest'
import type { Exchange } from '../../../electron/geoserver/exchange.ts'
import { MapServer } from '../../../electron/geoserver/ows/map-server.ts'
import { administrator } from '../../../electron/imitation/serve.ts'
import type { StockNode } from '../../../electron/imitation/stock-node.ts'
import { known } from '../../../electron/nodes/face/facts.ts'
import { systemClock } from '../../../electron/scheduler/clock.ts'
import { say } from '../../../electron/sentences/say.ts'
import type { ApplicationEvents } from '../../../electron/services/events/application-events.ts'
import { EventHub } from '../../../electron/services/events/event-hub.ts'
import type { MapLimits } from '../../../electron/services/maps/look.ts'
import { Maps } from '../../../electron/services/maps/maps.ts'
import { Notices } from '../../../electron/state/notices.ts'
import { localFileSystem } from '../../../electron/storage/files.ts'
import { nodesOf } from '../cluster-nodes.ts'
import { goldenPath } from '../data-directories.ts'
import { temporaryDirectory } from '../temporary-directory.ts'
import { askDirectly } from './serve-in-test.ts'
import { StockCluster } from './stock-cluster.ts'

type InTheWay = (ask: Exchange) => Exchange

/**
 * A master and two slaves that hold the same, and a node without maps, as a cluster that is open.
 * @param deadlines in milliseconds of those that are not waited for as long as usual, by their names
 */
export function mapWorld(limits?: MapLimits, deadlines: Readonly<Record<string, number>> = {}) {
  const stock = new StockCluster()
  const seed = goldenPath('after-build-up/master')
  const [master, slave, other] = ['m', 's1', 's2'].map((name) => stock.add(name, { seed }))
  if (master === undefined || slave === undefined || other === undefined) throw new Error('There are three.')
  // Two layers are enough to tell one from the other.
  for (const { core } of [master, slave, other])
    for (const group of core.memory.catalog.ofKind('layerGroup')) core.memory.remove(group)
  /** What is put between us and a node, by its name. */
  const inTheWay = new Map<string, InTheWay>()
  const asked = new Map<string, readonly string[]>()
  const nodeOf = (node: StockNode) => {
    const { instanceName } = node
    const direct = askDirectly(node)
    asked.set(instanceName, direct.asked)
    const fetch: Exchange = (...request) =>
      (inTheWay.get(instanceName) ?? ((ask: Exchange) => ask))(direct.exchange)(...request)
    const url = `http://${instanceName}.example/geoserver`
    const given = deadlines[instanceName]
    const deadline = given === undefined ? {} : { deadline: given }
    return {
      instanceName,
      facts: { roles: known([instanceName === 'm' ? 'master' : 'slave'], 0) },
      why: () => null,
      maps: async () => new MapServer({ url, ...administrator, fetch, ...deadline }),
    }
  }
  const plain = {
    instanceName: 'p',
    facts: { roles: known(['slave'], 0) },
    why: () => say('nodeActions.noMaps'),
  }
  const nodes = nodesOf([slave, other, master].map(nodeOf).concat(plain as never) as never, {
    referenceFor: (name) => (name === 'm' ? undefined : 'm'),
  })
  const time = { now: 1_000 }
  const told: ApplicationEvents['activity'][] = []
  const hub = new EventHub<ApplicationEvents>((error) => {
    throw error
  })
  hub.on('activity', (item) => told.push(item), new AbortController().signal)
  const open = { nodes, directory: temporaryDirectory() } as never
  const make = () =>
    new Maps({
      ...{ required: () => open, current: () => open, hub, clock: systemClock, now: () => time.now },
      ...{ fileSystem: localFileSystem, notices: new Notices() },
      looked: () => undefined,
      ...(limits === undefined ? {} : { limits }),
    })
  const maps = make()
  onTestFinished(() => maps.close())
  const progress: string[] = []
  const call = (signal = new AbortController().signal) => ({
    signal,
    progress: ({ what }: { readonly what: string }) => void progress.push(what),
  })
  const look = (input: { instanceNames?: string[]; layers?: string[] } = {}, signal?: AbortSignal) =>
    maps.service.look({ instanceNames: [], layers: [], ...input }, call(signal))
  return {
    ...{ master, slave, other, maps, make, look, call, inTheWay, asked, progress, told, time },
  }
}

/** Changes a node past its cluster. */
export function byHand(
  node: StockNode,
  method: string,
  path: string,
  body: string,
  type = 'application/xml',
): void {
  const headers = { 'content-type': type }
  const target = `/rest/${path}${path.includes('?') ? '&' : '?'}group=by-hand`
  const { status, body: said } = node.handle({ method, target, headers, body: Buffer.from(body) })
  if (status >= 400) throw new Error(`${status} ${said.toString()}`)
}
