import { expect, it } from 'vitest'
import { withProperties } from '../../../electron/catalog/object.ts'
import { StockObjects } from '../../../electron/nodes/stock/stock-objects.ts'
import { textElement } from '../../../electron/xml/element.ts'
import { all, get, groupOf } from '../../support/stock-node/mend.ts'
import { change, find, stockTrio } from '../../support/stock-node/resync-trio.ts'

it('takes a group for equal that is hidden by one which is opaque on the slave alone', async () => {
  const trio = stockTrio()
  for (const node of all(trio)) {
    const outer = groupOf('outer', [[find(node, 'layerGroup', 'grp').id, 'layerGroup']])
    const mode = textElement('mode', 'OPAQUE_CONTAINER')
    node.core.memory.put(withProperties(outer, new Map([['mode', mode]])))
  }
  change(trio.master, find(trio.master, 'layerGroup', 'outer'), textElement('mode', 'NAMED'))
  expect(trio.slave.handle(get('/rest/layergroups/grp.xml')).status).toBe(404)
  const objects = new StockObjects({ client: async () => trio.slaveRest.client, group: () => 'any' })
  const look = (name: string) =>
    objects.look(
      {
        object: find(trio.master, 'layerGroup', name),
        catalog: trio.master.core.memory.catalog,
        styleBody: undefined,
        isGone: false,
      },
      new AbortController().signal,
    )
  expect(await look('outer')).toEqual({ state: 'different', properties: ['mode'] })
  expect(await look('grp')).toEqual({ state: 'equal', properties: [] })
})
