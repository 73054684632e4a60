import { describe, expect, it } from 'vitest'
import { isWrong, mapReport } from '../../electron/contract/features/maps.ts'
import { stockCommandCluster } from '../support/stock-node/stock-command-cluster.ts'

describe('the maps of GeoServers on the command line', () => {
  it('are equal, then name what fails on which node, in words, as JSON and in German', async () => {
    const { slave, cluster, run } = await stockCommandCluster()
    const equal = await run(['maps', ...cluster])
    expect(equal).toMatchObject({ code: 0, stderr: '' })
    expect(equal.stdout).toContain('s1 compared with m')
    expect(equal.stdout).toContain('The maps of all nodes are equal.')

    slave.node.maps.broken.add('topp:shp')
    const broken = await run(['maps', ...cluster])
    expect(broken).toMatchObject({ code: 1, stderr: '' })
    expect(broken.stdout).toMatch(/topp:cities failed .*Cannot open the data of topp:shp/)
    const german = await run(['maps', ...cluster, '--language', 'de'])
    expect(german.stdout).toContain('1 Sache stimmt nicht.')

    const one = await run(['maps', ...cluster, 's1', '--layer', 'topp:cities', '--json'])
    expect(one.code).toBe(1)
    const report = mapReport.parse(JSON.parse(one.stdout))
    const wrong = report.layers.flatMap(({ layer, sights }) =>
      sights.flatMap(({ instanceName, state }) =>
        isWrong(state) ? [`${instanceName} ${layer} ${state}`] : [],
      ),
    )
    expect(wrong).toEqual(['s1 topp:cities failed'])
  })

  it('cannot be looked at where a node is away, no layer is called so, or nothing was named', async () => {
    const { slave, cluster, run } = await stockCommandCluster()
    const nowhere = await run(['maps', ...cluster, '--layer', 'topp:nowhere'])
    expect(nowhere.code).toBe(2)
    expect(nowhere.stderr).toContain('No node has the layer topp:nowhere.')
    expect((await run(['maps'])).code).toBe(2)
    slave.node.maps.broken.add('wms')
    const away = await run(['maps', ...cluster, 's1'])
    expect(away.code).toBe(2)
    expect(away.stdout).toContain('WMS failed')
  })
})
