import assert from 'node:assert/strict'
import fc from 'fast-check'
import type { Kind } from '../../electron/catalog/kinds/property.ts'
import type { CatalogObject } from '../../electron/catalog/object.ts'
import { withObjectId, withProperties } from '../../electron/catalog/object.ts'
import { isFailure, wordingOf } from '../../electron/errors/failure.ts'
import type { StockNode } from '../../electron/imitation/stock-node.ts'
import { english } from '../../electron/sentences/english.ts'
import { textElement } from '../../electron/xml/element.ts'
import { agreedToAll } from '../support/agreed-to-all.ts'
import { change, giveOtherId, memoryDrift, stockTrio, takeAway } from '../support/stock-node/resync-trio.ts'

interface Damage {
  readonly name: keyof typeof damages
  readonly pick: number
  readonly isReloaded: boolean
}

const chosen = <Item>(items: readonly Item[], pick: number): Item | undefined => items[pick % items.length]

const isOneOfMany = ({ kind }: CatalogObject): boolean => kind !== 'global' && kind !== 'logging'
const isNamed = (object: CatalogObject): boolean =>
  isOneOfMany(object) && !['layer', 'settings', 'service', 'namespace'].includes(object.kind)

const described = ['description', 'other'] as const
const titled = ['title', 'Other'] as const
/** Something of each kind, and what it may be instead. */
const otherwise: Readonly<Record<Kind, readonly [property: string, value: string]>> = {
  workspace: ['isolated', 'true'],
  namespace: ['uri', 'http://elsewhere'],
  ...{ dataStore: described, coverageStore: described, wmsStore: described, wmtsStore: described },
  ...{ featureType: titled, coverage: titled, wmsLayer: titled, wmtsLayer: titled, layerGroup: titled },
  ...{ layer: ['path', '/other'], style: ['filename', 'other.sld'], service: titled },
  ...{ settings: ['numDecimals', '3'], global: ['featureTypeCacheSize', '77'], logging: ['level', 'QUIET'] },
}

/** What can happen to a slave past its cluster: to its memory and files, to its files by hand, or to its memory alone. */
const damages = {
  'an object is gone': ({ core }: StockNode, pick: number, node: StockNode) => {
    const object = chosen([...core.memory.catalog.objects()].filter(isOneOfMany), pick)
    if (object !== undefined && object.kind !== 'namespace') takeAway(node, object)
  },
  'an object has another id': ({ core }, pick, node) => {
    const object = chosen([...core.memory.catalog.objects()].filter(isOneOfMany), pick)
    if (object !== undefined) giveOtherId(node, object)
  },
  'an object has another name': ({ core }, pick, node) => {
    const object = chosen([...core.memory.catalog.objects()].filter(isNamed), pick)
    if (object !== undefined) change(node, object, textElement('name', `renamed${pick % 7}`))
  },
  'an object says something else': ({ core }, pick, node) => {
    const object = chosen([...core.memory.catalog.objects()], pick)
    if (object !== undefined) change(node, object, textElement(...otherwise[object.kind]))
  },
  'an object is served otherwise than its file says': ({ core }, pick) => {
    const object = chosen(
      core.memory.catalog.ofKind('layerGroup', 'featureType', 'coverage', 'dataStore'),
      pick,
    )
    if (object === undefined) return
    const other = new Map([['description', textElement('description', 'in memory')]])
    core.memory.catalog.put(withProperties(object, other))
  },
  'there is one more': ({ core }, pick) => {
    const object = chosen(
      core.memory.catalog.ofKind('style', 'layerGroup', 'dataStore', 'coverageStore', 'wmsStore'),
      pick,
    )
    if (object === undefined) return
    const name = new Map([['name', textElement('name', `more${pick % 5}`)]])
    core.memory.put(withObjectId(withProperties(object, name), `${object.id}-more${pick % 5}`))
  },
  'a file is deleted by hand': ({ core }, pick) => {
    const path = chosen(configurationOf(core.memory.files.paths()), pick)
    if (path !== undefined) core.memory.files.remove(path)
  },
  'a file is cut short by hand': ({ core }, pick) => {
    const { files } = core.memory
    const path = chosen(configurationOf(files.paths()), pick)
    if (path !== undefined) files.write(path, (files.text(path) ?? '').slice(0, pick % 200))
  },
  'a directory is deleted by hand': ({ core }, pick) => {
    const path = chosen(
      configurationOf(core.memory.files.paths()).filter((each) => each.includes('/')),
      pick,
    )
    if (path !== undefined) core.memory.files.removeBelow(path.slice(0, path.lastIndexOf('/')))
  },
  'a directory is renamed by hand': ({ core }, pick) => {
    const path = chosen(
      configurationOf(core.memory.files.paths()).filter((each) => each.startsWith('workspaces/')),
      pick,
    )
    const directory = path
      ?.split('/')
      .slice(0, 2 + (pick % 2))
      .join('/')
    if (directory !== undefined && core.memory.files.isDirectory(directory))
      core.memory.files.move(directory, `${directory}-renamed`)
  },
  'a file lies there twice': ({ core }, pick) => {
    const { files } = core.memory
    const path = chosen(
      configurationOf(files.paths()).filter((each) => /^(styles|layergroups)\//.test(each)),
      pick,
    )
    if (path !== undefined) files.write(path.replace('.xml', '-copy.xml'), files.text(path) ?? '')
  },
  'rules are others': ({ core }, pick) => {
    const { files } = core.memory
    const path = chosen(
      files.paths().filter((each) => each.endsWith('.sld')),
      pick,
    )
    if (path === undefined) return
    if (pick % 2 === 0) files.remove(path)
    else files.write(path, '<StyledLayerDescriptor version="1.0.0"/>')
  },
  'another workspace is the default one': ({ core }, pick) => {
    const { catalog } = core.memory
    const id = chosen(catalog.ofKind('workspace'), pick)?.id
    if (id === undefined) return
    catalog.defaultWorkspace = id
    core.memory.writeDefault()
  },
} satisfies Record<string, (node: StockNode, pick: number, same: StockNode) => void>

function configurationOf(paths: readonly string[]): readonly string[] {
  return paths.filter(
    (path) =>
      path.endsWith('.xml') &&
      /^(workspaces|styles|layergroups)\//.test(path) &&
      !path.startsWith('workspaces/default'),
  )
}

const damage: fc.Arbitrary<Damage> = fc.record({
  name: fc.constantFrom(...(Object.keys(damages) as (keyof typeof damages)[])),
  pick: fc.nat(9_999),
  isReloaded: fc.boolean(),
})

function wreck(node: StockNode, { name, pick, isReloaded }: Damage): void {
  damages[name](node, pick, node)
  if (!isReloaded) return
  node.handle({ method: 'POST', target: '/rest/reload?group=nobody', headers: {}, body: Buffer.alloc(0) })
}

/** Resyncs with everything agreed to; a second time, since what was hidden by a damage may come to light. */
async function resynced({ resync, delivery }: ReturnType<typeof stockTrio>) {
  for (let attempt = 1; ; attempt += 1) {
    const report = await resync().run(agreedToAll(await resync().plan()), delivery)
    if (report.verified || attempt === 2) return report
  }
}

/** Whatever happened to a slave, a resync makes it equal or says why not, and touches nobody else. */
export const resyncsMakeEqual = fc.asyncProperty(
  fc.array(damage, { minLength: 1, maxLength: 4 }),
  async (happened) => {
    const trio = stockTrio()
    const { master, slave, other, stock } = trio
    const before = other.core.memory.files.snapshot()
    for (const each of happened) wreck(slave, each)
    stock.published.length = 0
    try {
      const { verified, withheld, results, after } = await resynced(trio)
      const failed = results.filter(({ outcome }) => outcome.state !== 'applied')
      const whyNot = [
        ...after.slave.problems.map(({ path, failure }) => `${path}: ${english(wordingOf(failure))}`),
        ...withheld.map(({ title, reason }) => `${english(title)}: ${english(reason)}`),
        ...failed.map(
          ({ operation, outcome }) => `${english(operation.title)}: ${english(outcome.reason ?? '')}`,
        ),
      ]
      if (verified)
        assert.deepEqual(
          { files: after.drift.entries, memory: memoryDrift(master, slave) },
          { files: [], memory: [] },
        )
      else assert.notDeepEqual(whyNot, [])
    } catch (error) {
      if (!isFailure(error)) throw error
    }
    assert.deepEqual(
      stock.published.filter(({ properties }) => properties.get('group') !== 'plumbline-nobody'),
      [],
    )
    await stock.drain('s2')
    assert.deepEqual(other.core.memory.files.snapshot(), before)
  },
)
