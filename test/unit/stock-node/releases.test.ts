import { describe, expect, it } from 'vitest'
import type { Release } from '../../../electron/catalog/kinds/release.ts'
import { Files } from '../../../electron/imitation/memory/files.ts'
import type { Answer } from '../../../electron/imitation/rest/exchange.ts'
import { StockNode } from '../../../electron/imitation/stock-node.ts'
import { goldenPath } from '../../support/data-directories.ts'
import { masterMessages } from '../../support/recorded-messages.ts'
import { comparableDocument, textOf } from '../../support/stock-node/comparison.ts'
import { HastyClock, StockCluster } from '../../support/stock-node/stock-cluster.ts'

const seed = goldenPath('after-build-up/master')

function cluster(master: Release, slave: Release) {
  const stock = new StockCluster()
  const clock = new HastyClock()
  return {
    stock,
    clock,
    master: stock.add('m', { release: master, seed, clock, properties: { toggleSlave: 'false' } }),
    slave: stock.add('s', { release: slave, seed, clock, properties: { toggleMaster: 'false' } }),
  }
}

function put(node: StockNode, path: string, body: string): Answer {
  const headers = { 'content-type': 'application/xml' }
  const answer = node.handle({ method: 'PUT', target: `/rest/${path}`, headers, body: Buffer.from(body) })
  expect(answer.status).toBe(200)
  return answer
}

const read = (node: StockNode, path: string): string =>
  textOf(node.handle({ method: 'GET', target: path, headers: {}, body: Buffer.alloc(0) }))

/** What a real slave of 2.27.6 was recorded to hold at two moments, and the message before each. */
const recorded: readonly (readonly [moment: string, seq: number])[] = [
  ['mid/slave', 133],
  ['end/slave', 213],
]

/** What the double holds otherwise than the recorded slave, and why. */
const otherwise: Readonly<Record<string, string>> = {
  '133 +styles/green.sld': 'the recorded directories hold what the catalog names alone',
  '213 +styles/green.sld': 'the same',
  '213 ~workspaces/alpha/taz/cities/layer.xml':
    'the name in a layer, which nobody reads, is not written anew',
}

/** What one file has and means nothing: defaults that are written out, and stamps. */
const noise =
  /\s*<(queryable>true|opaque>false|queryDisabled>false|date\w+>[^<]*|id>SettingsInfoImpl-[^<]*)<\/\w+>/g

function documentOf(path: string, text: string | undefined): string {
  if (text === undefined || !path.endsWith('.xml')) return text ?? ''
  return JSON.stringify(comparableDocument(text.replaceAll(noise, '')))
}

describe('an imitation of another release', () => {
  it('makes of what a master of 2.27.6 published what a real slave of it did', async () => {
    const node = new StockNode({
      release: '2.27.6',
      properties: { instanceName: 's' },
      seed: goldenPath('seed/slave', '2.27'),
      clock: new HastyClock(),
    })
    const found: string[] = []
    const dropped = new Map<string, number>()
    for (const message of masterMessages('2.27')) {
      const applied = await node.consume(message)
      if (applied.outcome === 'dropped') dropped.set(applied.reason, (dropped.get(applied.reason) ?? 0) + 1)
      const moment = recorded.find(([, seq]) => seq === message.seq)
      if (moment !== undefined)
        found.push(...differences(node, moment[0]).map((each) => `${moment[1]} ${each}`))
    }
    expect(found.toSorted()).toEqual(Object.keys(otherwise).toSorted())
    // Each of these a real slave of 2.27.6 was seen to refuse.
    expect(Object.fromEntries(dropped)).toEqual({
      'Unable to provide localization for the passed instance': 2,
      'class org.geotools.jdbc.VirtualTableParameter is forbidden': 4,
      'Failed calling method': 2,
      'Layer group has different number of styles than layers': 1,
      'Unable to locate workspace beta locally': 1,
      'Unable to locate layerGroup mine locally': 2,
      'Unable to delete style referenced by a layer': 1,
      'Cannot delete workspace with linked namespace': 2,
    })
  })

  it.each([
    ['2.28.0', '2.26.2', 'imageProcessing'],
    ['2.28.0', '2.27.6', 'imageProcessing'],
    ['2.26.2', '2.28.0', 'jai'],
    ['2.27.6', '2.28.0', 'jai'],
  ] as const)('of %s is understood by one of %s but for its global settings', async (above, below, field) => {
    const { stock, clock, master, slave } = cluster(above, below)
    put(master, 'styles/red.xml', '<style><format>sld</format></style>')
    put(master, 'workspaces/topp/datastores/pg.xml', '<dataStore><description>d</description></dataStore>')
    put(master, 'settings/contact.xml', '<contact><addressCity>Oslo</addressCity></contact>')
    const reasons = (await stock.drain('s')).flatMap((each) =>
      each.outcome === 'dropped' ? [each.reason] : [],
    )
    expect(new Set(reasons)).toEqual(
      new Set([`no field ${field} in org.geoserver.config.impl.GeoServerInfoImpl`]),
    )
    // The counter goes with every change, so that each costs the slave its pause.
    expect(reasons).toHaveLength(4)
    expect(clock.waited).toBeGreaterThanOrEqual(5000)
    expect(read(slave, '/rest/workspaces/topp/datastores/pg.xml')).toContain('<description>d<')
    expect(read(slave, '/rest/settings/contact.xml')).not.toContain('Oslo')
  })

  it.each(['2.26.2', '2.27.6', '2.28.0'] as const)(
    'of %s says so, and understands its own kind',
    async (release) => {
      const { stock, master, slave } = cluster(release, release)
      expect(read(master, '/rest/about/version.json')).toContain(`"Version":"${release}"`)
      put(master, 'settings/contact.xml', '<contact><addressCity>Oslo</addressCity></contact>')
      const outcomes = (await stock.drain('s')).map(({ outcome }) => outcome)
      expect(new Set(outcomes)).toEqual(new Set(['applied']))
      expect(read(slave, '/rest/settings/contact.xml')).toContain('Oslo')
      expect(read(slave, '/rest/resource/global.xml')).toContain('<jai>')
    },
  )

  it('notes who changed something where the settings ask for it and the release has a place for it', () => {
    const author = (release: Release): boolean => {
      const { master } = cluster(release, release)
      const settings = read(master, '/rest/settings.xml')
      const flag = '<showModifiedUserAdminList>true</showModifiedUserAdminList>'
      put(master, 'settings.xml', settings.replace('</settings>', `${flag}</settings>`))
      put(master, 'workspaces/topp.xml', '<workspace><name>topp</name></workspace>')
      return read(master, '/rest/resource/workspaces/topp/workspace.xml').includes('<modifiedBy>admin<')
    }
    expect([author('2.26.2'), author('2.27.2'), author('2.27.6'), author('2.28.0')]).toEqual([
      false,
      false,
      true,
      true,
    ])
  })
})

function differences(node: StockNode, moment: string): readonly string[] {
  const want = new Files(() => 0)
  want.load(goldenPath(moment, '2.27'))
  const { files } = node.core.memory
  return [...new Set([...want.paths(), ...files.paths()])].flatMap((path) => {
    if (/^(cluster|logs|gwc-layers)\//.test(path)) return []
    const [left, right] = [want.text(path), files.text(path)]
    if (left === undefined) return [`+${path}`]
    if (right === undefined) return [`-${path}`]
    return documentOf(path, left) === documentOf(path, right) ? [] : [`~${path}`]
  })
}
