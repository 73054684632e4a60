import { setTimeout as pause } from 'node:timers/promises'
import { parseBrokerUrl } from '../../electron/broker/broker-url.ts'
import { topic } from '../../electron/broker/destinations.ts'
import { BrokerSession } from '../../electron/broker/sessions/session.ts'
import { everyMessage } from '../../electron/contract/features/messages.ts'
import type { ClusterState } from '../../electron/contract/features/profiles.ts'
import type { Client } from '../../renderer/api/client.ts'
import type { OutputFor } from '../../renderer/api/types.ts'
import { masterMessages } from '../support/recorded-messages.ts'
import { WatchedApp, type Costs } from './watched-app.ts'

/**
 * What the app costs while the demo cluster runs in it: memory of the main process, and how long it keeps its event
 * loop, see main-thread.ts.
 *
 *     node test/bench/app.ts [seconds of the flood]
 */

const slave = 'slave-b'
const pair = { reference: 'master', instanceName: slave }
const longestBlock = 50
const mostMemory = 250

/** Prints every measurement beside its target. */
export async function appCosts(seconds = 20): Promise<void> {
  const app = await WatchedApp.start()
  try {
    const { client } = app
    const report = async (name: string): Promise<void> => say(name, await app.costs())
    await report('open the app')
    const state = await client.call('profiles', 'startDemo', {})
    await report('start the demo')
    await pause(20_000)
    await report('the demo for 20 seconds')
    for (let times = 0; times < 3; times += 1) await client.call('inventory', 'compare', pair)
    await report('compare three times')
    const nodes = await client.call('inventory', 'nodes', {})
    const agreed = nodes.find(({ instanceName }) => instanceName === slave)?.dataDirectory ?? ''
    await client.call('inventory', 'stop', { instanceName: slave, agreed })
    await client.call('configuration', 'tree', { instanceName: slave })
    await report('stop a slave and read its configuration')
    await client.call('inventory', 'start', { instanceName: slave, agreed })
    await client.call('inventory', 'reload', { instanceName: slave, agreed })
    await report('start it and have it read its files')
    await damageAndResync(client)
    await report('damage and resync it')
    await scroll(client)
    await report('scroll the log')
    const sent = await flood(state, seconds)
    await report(`flood of ${Math.round(sent / seconds)} messages/s`)
    await pause(20_000)
    await report('20 seconds after the flood')
  } finally {
    await app.stop()
  }
}

function say(name: string, { blocks, peak, now, heap, processor }: Costs): void {
  const over = blocks.filter((each) => each > longestBlock)
  console.log(
    `${name.padEnd(42)} loop kept ${(blocks[0] ?? 0).toFixed(0).padStart(4)} ms at most, ${over.length} times over ` +
      `${longestBlock}; memory ${now.toFixed(0)} MB, peak ${peak.toFixed(0)} MB ` +
      `(${(now / mostMemory).toFixed(2)} of ${mostMemory}), heap ${heap.toFixed(0)} MB; processor ${processor.toFixed(0)} ms`,
  )
}

async function scroll(client: Client): Promise<void> {
  let before: number | null = null
  for (let pages = 0; pages < 50; pages += 1) {
    const page: OutputFor<'messages', 'page'> = await client.call('messages', 'page', {
      filter: everyMessage,
      before,
      limit: 100,
    })
    before = page.more ? (page.rows.at(-1)?.sequence ?? null) : null
  }
}

const messagesUnderWay = 2_000

/** Damages a slave of the demo, and brings it back. */
export async function damageAndResync(client: Client): Promise<void> {
  await client.call('profiles', 'breakDemoSlave', {})
  const plan = await client.call('resync', 'plan', pair)
  await client.call('resync', 'run', { plan: plan.id, instanceName: slave, leaveOut: [] })
}

/** Recorded messages as fast as the broker takes them, 5,000 a second at most. @returns how many it took */
export async function flood({ broker, profile }: ClusterState, seconds: number): Promise<number> {
  const url = parseBrokerUrl(`stomp://${broker.where.replace(/^.*\/\//, '')}`)
  if (url.kind !== 'network' || profile === null) throw new Error(`There is no broker at ${broker.where}.`)
  const session = new BrokerSession(url)
  await session.connect()
  const recorded = masterMessages()
  const destination = topic(profile.topicName)
  const begin = performance.now()
  const underWay = new Set<Promise<void>>()
  let taken = 0
  for (let sent = 0; performance.now() - begin < seconds * 1000;) {
    const due = Math.floor((performance.now() - begin) * 5)
    for (; sent < due && underWay.size < messagesUnderWay; sent += 1) {
      const message = recorded[sent % recorded.length]
      if (message === undefined) throw new Error('There are no recorded messages.')
      const { body, properties } = message
      const publishing: Promise<void> = session
        .publish({ destination, properties: Object.fromEntries(properties), body })
        .then(() => {
          taken += 1
          underWay.delete(publishing)
        })
      underWay.add(publishing)
    }
    await pause(10)
  }
  await Promise.all(underWay)
  await session.close()
  return taken
}

if (import.meta.main) await appCosts(Number(process.argv[2] ?? 20))
