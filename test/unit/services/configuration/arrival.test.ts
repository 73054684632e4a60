import { expect, it } from 'vitest'
import { Catalog } from '../../../../electron/catalog/catalog.ts'
import type {
  ClusterNode,
  NodeConfiguration,
  ObjectElsewhere,
} from '../../../../electron/nodes/face/cluster-node.ts'
import { arrivalOf } from '../../../../electron/services/configuration/arrival.ts'
import { subjectsOf } from '../../../../electron/services/configuration/subjects.ts'
import { object, reference } from '../../../support/catalog-changes.ts'
import { parentElement, textElement } from '../../../../electron/xml/element.ts'
import { FakeClock } from '../../broker/fake-clock.ts'

/** A master whose style has the number of the latest change as its name, and one slave. */
function cluster(options: { readonly arrivesAfter: number; readonly waitsUntil?: number }) {
  const clock = new FakeClock()
  let change = 1
  let looks = 0
  const master = {
    view: () => {
      const catalog = new Catalog()
      catalog.put(object('style', 'style-1', { name: `red-${change}` }))
      return Promise.resolve({ catalog, styleBody: () => undefined })
    },
    historyOf: () => Promise.resolve([]),
  }
  const slave = {
    instanceName: 'slave',
    objects: {
      look: ({ object: wanted }: ObjectElsewhere) => {
        looks += 1
        const isThere = looks > options.arrivesAfter && wanted.properties.length > 0
        return Promise.resolve({ state: isThere ? 'equal' : 'different', properties: [] })
      },
    },
  }
  const asked: string[] = []
  const arriving = arrivalOf(
    // Of both this is all that is looked at.
    master as unknown as NodeConfiguration,
    'style-1',
    {
      slaves: [slave as unknown as ClusterNode],
      pending: () => (looks < (options.waitsUntil ?? 0) ? 1 : 0),
      clock,
      signal: new AbortController().signal,
      onProgress: (objects) => {
        asked.push(...objects.map(({ title }) => title))
        change += 1
        // Whoever waits for the next look has asked for its time by then.
        setImmediate(() => clock.advance(5_000))
      },
    },
  )
  return { arriving, asked, looks: () => looks }
}

it('goes on looking as long as messages wait for a slave', async () => {
  const { arriving, looks } = cluster({ arrivesAfter: 22, waitsUntil: 19 })
  expect(await arriving).toMatchObject([{ instanceName: 'slave', state: 'equal' }])
  // It is taken from the queue before it is applied.
  expect(looks()).toBe(23)
})

it('gives up on a slave that took everything and has it otherwise', async () => {
  const { arriving, looks } = cluster({ arrivesAfter: Infinity })
  expect(await arriving).toMatchObject([{ state: 'different' }])
  expect(looks()).toBe(9)
})

it('gives up on a queue nobody takes from in the end', async () => {
  const { arriving, looks } = cluster({ arrivesAfter: Infinity, waitsUntil: Infinity })
  expect(await arriving).toMatchObject([{ state: 'waiting' }])
  expect(looks()).toBe(30)
})

it('looks for what the master has by then', async () => {
  const { arriving, asked } = cluster({ arrivesAfter: 2 })
  await arriving
  expect(asked).toEqual(['red-1', 'red-2', 'red-3'])
})

it('looks at the groups that are made anew with a cascaded layer, too, at any depth, and at what slaves take for these', async () => {
  const catalog = new Catalog()
  const member = (id: string, type: string) =>
    parentElement('publishables', [parentElement('published', [textElement('id', id)], { type })])
  for (const each of [
    object('wmsLayer', 'resource', { name: 'roads' }),
    object('layer', 'layer', {
      name: 'roads',
      resource: reference('resource', 'resource', { class: 'wmsLayer' }),
    }),
    object('featureType', 'namesake-resource', { name: 'roads' }),
    object('layer', 'namesake', {
      name: 'roads',
      resource: reference('resource', 'namesake-resource', { class: 'featureType' }),
    }),
    object('layerGroup', 'group', { name: 'group', publishables: member('layer', 'layer') }),
    object('layerGroup', 'above', { name: 'above', publishables: member('group', 'layerGroup') }),
    object('layerGroup', 'other', { name: 'other' }),
  ])
    catalog.put(each)
  const master = {
    view: () => Promise.resolve({ catalog, styleBody: () => undefined }),
    historyOf: () => Promise.resolve([]),
  }
  const subjects = await subjectsOf(master as unknown as NodeConfiguration, 'resource')
  expect(subjects.map((each) => each.object.id)).toEqual(['resource', 'layer', 'group', 'above', 'namesake'])
})
