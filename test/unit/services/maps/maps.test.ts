import { describe, expect, it } from 'vitest'
import type { MapReport } from '../../../../electron/contract/features/maps.ts'
import { english } from '../../../../electron/sentences/english.ts'
import { usualLimits } from '../../../../electron/services/maps/look.ts'
import { byHand, mapWorld } from '../../../support/stock-node/map-world.ts'

const cities = 'topp:cities'
const dem = 'topp:dem'

/** How each layer is on each node: `topp:cities: m reference, s1 equal`. */
const states = ({ layers }: MapReport) =>
  layers.map(({ layer, sights }) => {
    const each = sights.map(({ instanceName, state }) => `${instanceName} ${state}`).toSorted()
    return `${layer}: ${each.join(', ')}`
  })

const wrongDocuments = ({ documents }: MapReport) =>
  documents.flatMap(({ instanceName, service, state }) =>
    state === 'different' || state === 'failed' ? [`${instanceName} ${service} ${state}`] : [],
  )

const whyOf = ({ layers }: MapReport, layer: string, node: string): string => {
  const why = layers
    .find((each) => each.layer === layer)
    ?.sights.find((each) => each.instanceName === node)?.why
  return why === null || why === undefined ? '' : english(why)
}

describe('the maps of a cluster', () => {
  it('are equal where the nodes are, and a node that draws none says why', async () => {
    const { look, maps, asked, call } = mapWorld()
    const before = await maps.service.latest({}, call())
    expect(before.report).toBeNull()
    const report = await look()
    expect(before.nodes).toEqual(report.nodes)
    expect(states(report)).toEqual([
      'topp:cities: m reference, s1 equal, s2 equal',
      'topp:dem: m reference, s1 equal, s2 equal',
    ])
    expect(wrongDocuments(report)).toEqual([])
    expect(report.nodes).toEqual([
      { instanceName: 's1', reference: 'm', why: null },
      { instanceName: 's2', reference: 'm', why: null },
      { instanceName: 'm', reference: null, why: null },
      { instanceName: 'p', reference: null, why: { key: 'nodeActions.noMaps', values: {} } },
    ])
    expect([report.left, report.requests]).toEqual([0, 15])
    expect([...asked.values()].flat()).toHaveLength(15)
    expect(maps.latest).toEqual(report)
  })

  it('differ where rules of a style, a layer, a store or a title were changed on one node alone', async () => {
    const { look, slave, other } = mapWorld()
    const rules = slave.core.memory.files.text('workspaces/topp/styles/wsred.sld') ?? ''
    expect(rules).not.toBe('')
    slave.core.memory.files.write('styles/red.sld', rules.replaceAll(/#[\da-fA-F]{6}/g, '#00ff00'))
    slave.core.memory.files.write(
      'workspaces/topp/styles/wsred.sld',
      rules.replaceAll(/#[\da-fA-F]{6}/g, '#00ff00'),
    )
    byHand(
      slave,
      'PUT',
      'workspaces/topp/datastores/shp/featuretypes/cities',
      '<featureType><title>Cities by hand</title></featureType>',
    )
    byHand(other, 'DELETE', 'layers/topp:dem', '')
    other.maps.broken.add('topp:shp')
    const report = await look()
    expect(states(report)).toEqual([
      'topp:cities: m reference, s1 different, s2 failed',
      'topp:dem: m reference, s1 equal, s2 missing',
    ])
    expect(whyOf(report, cities, 's2')).toContain('Cannot open the data of topp:shp')
    expect(wrongDocuments(report)).toEqual([
      's1 wms different',
      's1 wfs different',
      's2 wms different',
      's2 wcs different',
    ])
    expect(
      report.documents.find(({ instanceName, service }) => instanceName === 's1' && service === 'wfs'),
    ).toMatchObject({ differences: [{ layer: cities, what: 'FeatureType/Title', node: 'Cities by hand' }] })
  })

  it('fail at a node that takes too long, and the rest is looked at all the same', async () => {
    const { look, inTheWay } = mapWorld(usualLimits, { s1: 2_000 })
    inTheWay.set('s1', (ask) => (url, request) => {
      if (!url.includes('cities')) return ask(url, request)
      const { promise, reject } = Promise.withResolvers<never>()
      request.signal.addEventListener('abort', () => reject(new Error('late')))
      return promise
    })
    const report = await look()
    expect(states(report)).toEqual([
      'topp:cities: m reference, s1 failed, s2 equal',
      'topp:dem: m reference, s1 equal, s2 equal',
    ])
    expect(whyOf(report, cities, 's1')).toContain('did not answer within')
  })

  it('of a node that is away are not asked for one by one; of a reference that is, the others are', async () => {
    const { look, inTheWay, asked } = mapWorld()
    const away = () => () => Promise.reject(new Error('connect ECONNREFUSED'))
    inTheWay.set('s1', away)
    const report = await look()
    expect(states(report)[0]).toBe('topp:cities: m reference, s2 equal')
    expect(wrongDocuments(report)).toEqual(['s1 wms failed', 's1 wfs failed', 's1 wcs failed'])
    expect(asked.get('s1')).toEqual([])
    inTheWay.set('m', away)
    const without = await look()
    expect(states(without)[0]).toBe('topp:cities: s2 alone')
  })

  it('of a service that is switched off everywhere are no difference', async () => {
    const { look, master, slave, other } = mapWorld()
    for (const node of [master, slave, other])
      byHand(node, 'PUT', 'services/wcs/settings', '<wcs><enabled>false</enabled></wcs>')
    const report = await look()
    expect(wrongDocuments(report)).toEqual(['m wcs failed'])
    byHand(other, 'PUT', 'services/wcs/settings', '<wcs><enabled>true</enabled></wcs>')
    byHand(other, 'PUT', 'services/wms/settings', '<wms><enabled>false</enabled></wms>')
    expect(wrongDocuments(await look())).toEqual(['s2 wms failed', 'm wcs failed'])
  })

  it('can be looked at of some nodes and layers; what was found of others is kept', async () => {
    const { look, slave, other, time } = mapWorld()
    await look()
    for (const node of [slave, other]) node.maps.broken.add('topp:shp').add('topp:dem')
    time.now = 2_000
    const report = await look({ instanceNames: ['s1'], layers: [cities] })
    expect(states(report)).toEqual([
      'topp:cities: m reference, s1 failed, s2 equal',
      'topp:dem: m reference, s1 equal, s2 equal',
    ])
    expect(report.layers.map(({ at }) => at)).toEqual([2_000, 1_000])
    expect(await look({ layers: ['topp:nowhere'] })).toMatchObject({ layers: [{}, {}] })
    await expect(look({ instanceNames: ['who'] })).rejects.toThrow()
  })

  it('cost no more than they may, and come round in turn', async () => {
    const { look, time, asked } = mapWorld({ ...usualLimits, layers: 1 })
    const first = await look()
    expect([states(first).length, first.left]).toEqual([1, 1])
    time.now = 2_000
    const second = await look()
    expect([states(second).length, second.left]).toEqual([2, 0])
    time.now = 3_000
    const third = await look()
    expect(third.layers.map(({ at }) => at)).toEqual([3_000, 2_000])
    const small = mapWorld({ ...usualLimits, requests: 12 })
    expect(await small.look()).toMatchObject({ requests: 12, left: 1 })
    expect([...small.asked.values()].flat()).toHaveLength(12)
    const short = mapWorld({ ...usualLimits, milliseconds: -1 })
    expect(await short.look()).toMatchObject({ requests: 9, left: 2 })
    expect([...asked.values()].flat()).toHaveLength(3 * (9 + 3))
  })

  it('are looked at by one at a time, can be cancelled, and what was found until then is kept', async () => {
    const { look, inTheWay, maps, progress } = mapWorld()
    const waiting = Promise.withResolvers<void>()
    inTheWay.set('s1', (ask) => (url, request) => {
      if (!url.includes('GetMap') || !url.includes('dem')) return ask(url, request)
      waiting.resolve()
      const { promise, reject } = Promise.withResolvers<never>()
      request.signal.addEventListener('abort', () => reject(new Error('cancelled')))
      return promise
    })
    const controller = new AbortController()
    const looking = look({}, controller.signal)
    await waiting.promise
    await expect(look()).rejects.toMatchObject({ code: 'PLB-MAPS-RUNNING' })
    expect(
      (await maps.service.latest({}, { signal: controller.signal, progress: () => undefined })).isRunning,
    ).toBe(true)
    controller.abort(new Error('enough'))
    await expect(looking).rejects.toThrow('enough')
    expect(progress).toContain('s1')
    expect(maps.latest?.documents).toHaveLength(9)
    inTheWay.clear()
    expect(states(await look())).toHaveLength(2)
  })

  it('are shown side by side, as they are now, and in parts for looking around', async () => {
    const { maps, slave, call } = mapWorld()
    slave.core.memory.files.write('styles/red.sld', '<PolygonSymbolizer>#00ff00 #0000ff</PolygonSymbolizer>')
    slave.core.memory.files.write('workspaces/topp/styles/wsred.sld', '#00ff00')
    const service = maps.service
    const shown = await service.compare({ instanceName: 's1', layer: cities }, call())
    expect(shown.reference?.instanceName).toBe('m')
    expect(shown.extent).toEqual([-10, 40, 20, 60])
    expect(shown.difference?.points).toBeGreaterThan(100)
    const png = (text: string | null | undefined) =>
      Buffer.from(text ?? '', 'base64').toString('latin1', 1, 4)
    expect([shown.reference?.picture, shown.node.picture, shown.difference?.picture].map(png)).toEqual(
      Array(3).fill('PNG'),
    )
    slave.maps.broken.add('topp:shp')
    const broken = await service.compare({ instanceName: 's1', layer: cities }, call())
    expect(broken).toMatchObject({ node: { picture: null }, difference: null })
    expect(await service.compare({ instanceName: 'm', layer: dem }, call())).toMatchObject({
      reference: null,
    })
    const part = {
      instanceName: 'm',
      layer: dem,
      style: null,
      extent: [144, -44, 146, -42],
      width: 300,
      height: 300,
    } as const
    expect(png((await service.picture(part, call())).picture)).toBe('PNG')
    const { extent } = await service.extent({ instanceName: 'm', layer: dem }, call())
    expect(extent).toEqual([0, 40, 4, 43])
  })

  it('are looked at by themselves when that is wanted, also after a restart, and told of', async () => {
    const { maps, make, time, told, slave, call } = mapWorld()
    await maps.lookIfDue()
    expect(maps.latest).toBeNull()
    void maps.service.schedule({ everyMinutes: 60 }, call())
    await maps.lookIfDue()
    expect(maps.latest?.finishedAt).toBe(1_000)
    slave.maps.broken.add('topp:shp')
    time.now += 3_599_999
    await maps.lookIfDue()
    time.now += 1
    const again = make()
    await again.lookIfDue()
    expect(again.latest?.finishedAt).toBe(3_601_000)
    expect(told.map(({ severity, message }) => `${severity} ${english(message)}`)).toEqual([
      'ok Maps were looked at: 0 pictures are wrong or missing.',
      'attention Maps were looked at: 1 picture is wrong or missing.',
    ])
    void again.service.schedule({ everyMinutes: null }, call())
    time.now += 9_999_999
    await again.lookIfDue()
    expect(told).toHaveLength(2)
  })
})
