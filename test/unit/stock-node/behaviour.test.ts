import { describe, expect, it } from 'vitest'
import { handlers } from '../../../electron/wire/handlers.ts'
import { goldenPath } from '../../support/data-directories.ts'
import { textOf } from '../../support/stock-node/comparison.ts'
import type { Answer } from '../../../electron/imitation/rest/exchange.ts'
import type { WireMessage } from '../../../electron/imitation/messages/receiver.ts'
import { HastyClock, StockCluster } from '../../support/stock-node/stock-cluster.ts'
import type { StockNode } from '../../../electron/imitation/stock-node.ts'

const seed = goldenPath('seed/master')

function ask(node: StockNode, method: string, target: string, body = ''): Answer {
  const headers = { 'content-type': body.startsWith('<') ? 'application/xml' : 'application/json' }
  return node.handle({ method, target, headers, body: Buffer.from(body) })
}

function newCluster(): {
  readonly cluster: StockCluster
  readonly clock: HastyClock
  readonly master: StockNode
  readonly first: StockNode
  readonly second: StockNode
} {
  const cluster = new StockCluster()
  const clock = new HastyClock()
  const master = cluster.add('m', { seed, clock, properties: { toggleSlave: 'false' } })
  const slave = { seed, clock, properties: { toggleMaster: 'false' } }
  return { cluster, clock, master, first: cluster.add('s1', slave), second: cluster.add('s2', slave) }
}

const bad: WireMessage = {
  properties: new Map([
    ['instanceName', 'x'],
    ['group', 'geoserver-cluster'],
    ['JMSEventHandlerSPI', handlers.add],
  ]),
  body: '<nonsense/>',
}

function file(token: string): WireMessage {
  const path = `styles/${token}.txt`
  return {
    properties: new Map([
      ['instanceName', 'x'],
      ['group', 'geoserver-cluster'],
      ['JMSEventHandlerSPI', handlers.styleFile],
    ]),
    body: `<org.geoserver.cluster.impl.handlers.DocumentFile><resourceName>${token}.txt</resourceName><resourcePath>${path}</resourcePath><body>${token}</body></org.geoserver.cluster.impl.handlers.DocumentFile>`,
  }
}

describe('the imitation of a stock cluster', () => {
  it('brings a change of the master to its slaves, files and memory', async () => {
    const { cluster, master, first } = newCluster()
    ask(master, 'POST', '/rest/workspaces', '{"workspace":{"name":"topp"}}')
    await cluster.drain()
    expect(ask(first, 'GET', '/rest/workspaces/topp.json').status).toBe(200)
    expect(textOf(ask(first, 'GET', '/rest/resource/workspaces/topp/workspace.xml'))).toContain(
      '<name>topp</name>',
    )
  })

  it('publishes nothing from a pure slave until it has applied a message, and then everything', async () => {
    const { cluster, first } = newCluster()
    const touch = (): Answer => ask(first, 'PUT', '/rest/workspaces/base', '{"workspace":{"name":"base"}}')
    touch()
    expect(cluster.published).toEqual([])
    cluster.send('s1', file('a'))
    await cluster.drain()
    touch()
    expect(cluster.published.length).toBeGreaterThan(0)
  })

  it('drops silently what carries a foreign group, which a request parameter is enough for', async () => {
    const { cluster, master, first } = newCluster()
    ask(master, 'POST', '/rest/workspaces?group=nobody', '{"workspace":{"name":"quiet"}}')
    expect(new Set(cluster.published.map(({ properties }) => properties.get('group')))).toEqual(
      new Set(['nobody']),
    )
    expect(new Set((await cluster.drain('s1')).map(({ outcome }) => outcome))).toEqual(new Set(['ignored']))
    expect(ask(first, 'GET', '/rest/workspaces/quiet.json').status).toBe(404)
    ask(master, 'POST', '/rest/workspaces', '{"workspace":{"name":"loud"}}')
    await cluster.drain('s1')
    expect(ask(first, 'GET', '/rest/workspaces/loud.json').status).toBe(200)
  })

  it('goes on after a message it cannot apply, and lets every second bad one cost five seconds', async () => {
    const outcomes = async (...messages: readonly WireMessage[]): Promise<readonly [string, number]> => {
      const { cluster, clock } = newCluster()
      for (const message of messages) cluster.send('s1', message)
      const applied = await cluster.drain('s1')
      return [applied.map(({ outcome }) => outcome).join(' '), clock.waited]
    }
    expect(await outcomes(bad)).toEqual(['dropped', 0])
    expect(await outcomes(bad, bad, file('a'))).toEqual(['dropped dropped applied', 5000])
    expect(await outcomes(bad, file('a'), bad, file('b'))).toEqual([
      'dropped applied dropped applied',
      10_000,
    ])
    expect(await outcomes(bad, bad, bad, bad, file('a'))).toEqual([
      'dropped dropped dropped dropped applied',
      10_000,
    ])
  })

  it('keeps files and memory apart until it is reloaded, and tells the cluster about the reload', async () => {
    const { cluster, master } = newCluster()
    const own = textOf(ask(master, 'GET', '/rest/resource/workspaces/base/workspace.xml'))
    ask(master, 'PUT', '/rest/resource/workspaces/base/workspace.xml', own.replace('false', 'true'))
    expect(textOf(ask(master, 'GET', '/rest/workspaces/base.json'))).toContain('"isolated":false')
    expect(cluster.published).toEqual([])
    ask(master, 'POST', '/rest/reload?group=nobody')
    expect(textOf(ask(master, 'GET', '/rest/workspaces/base.json'))).toContain('"isolated":true')
    const handlersSent = cluster.published.map(({ properties }) => properties.get('JMSEventHandlerSPI'))
    expect(handlersSent.filter((each) => each === handlers.service)).toHaveLength(4)
    expect(handlersSent.filter((each) => each === handlers.global)).toHaveLength(9)
    expect(cluster.published.every(({ properties }) => properties.get('group') === 'nobody')).toBe(true)
  })

  it('does not load a resource whose layer has no file', () => {
    const { master } = newCluster()
    const types = '/rest/workspaces/base/datastores/shp/featuretypes'
    ask(
      master,
      'POST',
      '/rest/workspaces/base/datastores',
      '{"dataStore":{"name":"shp","connectionParameters":{"entry":{"@key":"url","$":"file:x"}}}}',
    )
    ask(master, 'POST', types, '{"featureType":{"name":"events"}}')
    ask(master, 'DELETE', '/rest/resource/workspaces/base/shp/events/layer.xml')
    expect(ask(master, 'GET', `${types}/events.json`).status).toBe(200)
    ask(master, 'POST', '/rest/reload')
    expect(ask(master, 'GET', `${types}/events.json`).status).toBe(404)
    expect(ask(master, 'GET', '/rest/resource/workspaces/base/shp/events/featuretype.xml').status).toBe(200)
  })

  it('hands its whole global settings to everyone with the smallest change of a slave that publishes', async () => {
    const { cluster, first, second } = newCluster()
    cluster.send('s1', file('a'))
    await cluster.drain('s1')
    const contact = '{"contact":{"addressCity":"Oslo"}}'
    ask(first, 'PUT', '/rest/settings/contact?group=nobody', contact)
    await cluster.drain()
    expect(textOf(ask(second, 'GET', '/rest/settings/contact.json'))).not.toContain('Oslo')
    ask(first, 'PUT', '/rest/workspaces/base', '{"workspace":{"name":"base"}}')
    await cluster.drain()
    expect(textOf(ask(second, 'GET', '/rest/settings/contact.json'))).toContain('Oslo')
  })

  it('counts updates from the start again after settings that do not say how many there were', () => {
    const { master } = newCluster()
    const count = (): string =>
      /<updateSequence>(\d+)</.exec(textOf(ask(master, 'GET', '/rest/resource/global.xml')))?.[1] ?? ''
    ask(master, 'POST', '/rest/workspaces', '{"workspace":{"name":"topp"}}')
    expect(Number(count())).toBeGreaterThan(5)
    ask(master, 'PUT', '/rest/settings', '{"global":{"featureTypeCacheSize":77}}')
    expect(count()).toBe('1')
  })
})
