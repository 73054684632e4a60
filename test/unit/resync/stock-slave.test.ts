import { describe, expect, it } from 'vitest'
import type { Publication } from '../../../electron/broker/sessions/session.ts'
import { propertyOf, withProperties, type CatalogObject } from '../../../electron/catalog/object.ts'
import type { StockNode } from '../../../electron/imitation/stock-node.ts'
import { mayReloadKey } from '../../../electron/engine/resync/stock/stock-operation.ts'
import { compareStates } from '../../../electron/engine/resync/compare.ts'
import { agreedToAll } from '../../support/agreed-to-all.ts'
import { english } from '../../../electron/sentences/english.ts'
import { parentElement, textElement, type XmlElement } from '../../../electron/xml/element.ts'
import { object, reference } from '../../support/catalog-changes.ts'
import {
  all,
  both,
  get,
  groupOf,
  mend,
  putWmsLayer,
  putWmtsLayer,
  reload,
  type Trio,
} from '../../support/stock-node/mend.ts'
import {
  change,
  find,
  giveOtherId,
  memoryDrift,
  stockTrio,
  takeAway,
} from '../../support/stock-node/resync-trio.ts'

describe('a stock slave is mended', () => {
  it('so that it draws what it has, with its own styles', async () => {
    const trio = stockTrio()
    const layer = find(trio.slave, 'layer', 'cities', 'topp')
    const drawn = () => {
      const query = 'request=GetMap&layers=topp:cities&bbox=-180,-90,180,90&width=40&height=20'
      return trio.slave.maps.answer(get(`/wms?${query}`))
    }
    const before = drawn()
    expect(before?.headers).toEqual({ 'Content-Type': 'image/png' })
    change(trio.slave, layer, reference('defaultStyle', find(trio.slave, 'style', 'blue').id))
    expect(await mend(trio)).toEqual(['modify layer message'])
    expect(drawn()).toEqual(before)
  })

  it.each(['came after it was looked at', 'did not come'])('so that what %s is told as that', async (how) => {
    const trio = stockTrio()
    const { delivery, slave, resync } = trio
    const isToCome = how !== 'did not come'
    const layer = find(slave, 'layer', 'cities', 'topp')
    const before = propertyOf(layer, 'defaultStyle')
    change(slave, layer, reference('defaultStyle', find(slave, 'style', 'blue').id))
    const isChange = ({ properties }: Publication) =>
      properties?.JMSEventHandlerSPI === 'JMSCatalogModifyEventHandlerSPI'
    const report = await resync().run(agreedToAll(await resync().plan()), {
      ...delivery,
      session: {
        publish: async (publication) => {
          if (!isChange(publication)) await delivery.session.publish(publication)
        },
      },
      onProgress: ({ phase }) => {
        if (phase === 'verifying' && isToCome && before !== undefined)
          change(slave, find(slave, 'layer', 'cities', 'topp'), before)
      },
    })
    expect(report.verified).toBe(isToCome)
    expect(report.results.map(({ outcome }) => outcome.state)).toEqual([isToCome ? 'applied' : 'failed'])
  })

  it('that has a style too much whose file another one is drawn with, which keeps it', async () => {
    const trio = stockTrio()
    const { slave, resync, delivery } = trio
    const blue = find(slave, 'style', 'blue')
    const own = { ...blue, id: 'StyleInfoImpl-own' }
    slave.core.memory.put(
      withProperties(
        own,
        new Map([
          ['id', textElement('id', own.id)],
          ['name', textElement('name', 'own')],
        ]),
      ),
    )
    const planned = await resync().plan()
    expect(planned.operations.map(({ verb, way }) => `${verb} ${way ?? ''}`)).toEqual(['remove message'])
    const report = await resync().run(agreedToAll(planned), delivery)
    expect(report).toMatchObject({ verified: true, passes: 1 })
  })

  it('that has copies of styles an older version sent, and cannot draw with them', async () => {
    const trio = stockTrio()
    const { memory } = trio.slave.core
    const [layer, group] = [
      find(trio.slave, 'layer', 'cities', 'topp'),
      memory.catalog
        .ofKind('layerGroup')
        .find((each) => propertyOf(each, 'styles')?.children[0]?.children.length),
    ]
    if (group === undefined) throw new Error('There is one.')
    for (const style of [propertyOf(layer, 'defaultStyle'), propertyOf(group, 'styles')])
      if (style !== undefined) memory.copiedStyles.add(style)
    expect((await mend(trio)).toSorted()).toEqual(['modify layer message', 'modify layerGroup message'])
    const after = propertyOf(find(trio.slave, 'layer', 'cities', 'topp'), 'defaultStyle')
    expect(after !== undefined && memory.copiedStyles.has(after)).toBe(false)
    expect(await mend(trio)).toEqual([])
  })

  it('whose group without styles of its own cannot be drawn although its members can, by a reload', async () => {
    const trio = stockTrio()
    for (const node of [trio.master, trio.other, trio.slave]) {
      const group = find(node, 'layerGroup', 'grp')
      const members = propertyOf(group, 'publishables')?.children ?? []
      const styles = parentElement(
        'styles',
        members.map(() => parentElement('style', [])),
      )
      node.core.memory.put(withProperties(group, new Map([['styles', styles]])), group)
    }
    const { memory } = trio.slave.core
    const members = propertyOf(find(trio.slave, 'layerGroup', 'grp'), 'publishables')
    if (members === undefined) throw new Error('It has some.')
    memory.copiedStyles.add(members)
    expect(await mend(trio)).toEqual(['reload workspace files'])
  })

  it('whose group with a layer of another WMS cannot be drawn, as a master leaves each group it adds', async () => {
    const trio = stockTrio()
    for (const node of all(trio)) {
      putWmsLayer(node)
      const styles = parentElement('styles', [reference('style', find(node, 'style', 'red').id)])
      const group = groupOf('sea', [['ml-layer', 'layer']])
      node.core.memory.put(withProperties(group, new Map([['styles', styles]])))
    }
    const { memory } = trio.slave.core
    const members = propertyOf(find(trio.slave, 'layerGroup', 'sea'), 'publishables')
    if (members === undefined) throw new Error('It has some.')
    memory.copiedStyles.add(members)
    expect(await mend(trio)).toEqual(['modify layerGroup message'])
    expect(await mend(trio)).toEqual([])
  })

  it.each(['CONTAINER', 'EO', 'NAMED'])(
    'whose %s group is left out of the capabilities, as a master leaves each group it adds',
    async (mode) => {
      const trio = stockTrio()
      const layer = find(trio.master, 'layer', 'cities', 'topp').id
      for (const node of all(trio)) {
        const style = find(node, 'style', 'red').id
        const group = withProperties(
          groupOf('sea', [[layer, 'layer']]),
          new Map([
            ['mode', textElement('mode', mode)],
            ['styles', parentElement('styles', [reference('style', style)])],
            ...(mode === 'EO'
              ? ([
                  ['rootLayer', reference('rootLayer', layer)],
                  ['rootLayerStyle', reference('rootLayerStyle', style)],
                ] as const)
              : []),
          ]),
        )
        node.core.memory.put(group)
      }
      expect(await mend(trio)).toEqual([])
      const { memory } = trio.slave.core
      const styles = propertyOf(find(trio.slave, 'layerGroup', 'sea'), 'styles')
      if (styles === undefined) throw new Error('It has some.')
      memory.copiedStyles.add(styles)
      expect(await mend(trio)).toEqual(['modify layerGroup message'])
      expect(await mend(trio)).toEqual([])
    },
  )

  it('whose layer at the root of a group within another gets its styles back, and is listed twice by no one', async () => {
    const trio = stockTrio()
    const layer = find(trio.master, 'layer', 'cities', 'topp')
    for (const node of all(trio)) {
      const style = reference('style', find(node, 'style', 'red').id)
      const root = new Map([
        ['mode', textElement('mode', 'EO')],
        ['rootLayer', reference('rootLayer', layer.id)],
        ['rootLayerStyle', reference('rootLayerStyle', find(node, 'style', 'red').id)],
        ['styles', parentElement('styles', [style])],
      ])
      const dem = find(node, 'layer', 'dem', 'topp').id
      node.core.memory.put(withProperties(groupOf('eo', [[dem, 'layer']]), root))
      const mode = new Map([['mode', textElement('mode', 'CONTAINER')]])
      node.core.memory.put(withProperties(groupOf('outer', [['eo', 'layerGroup']]), mode))
    }
    const other = reference('defaultStyle', find(trio.slave, 'style', 'blue').id)
    change(trio.slave, find(trio.slave, 'layer', 'cities', 'topp'), other)
    reload(trio.slave)
    expect(await mend(trio)).toEqual(['modify layer message', 'modify layerGroup message'])
    expect(await mend(trio)).toEqual([])
  })

  it('that was reloaded without a member of its groups, which do not look for it again', async () => {
    const trio = stockTrio()
    const { files } = trio.slave.core.memory
    files.remove('workspaces/topp/shp/cities/layer.xml')
    reload(trio.slave)
    expect(trio.slave.handle(get('/rest/layergroups.xml')).status).toBe(500)
    const together = ['add featureType message', 'add layer message', 'modify layerGroup message']
    expect(await mend(trio)).toEqual(expect.arrayContaining(together))
    files.write('workspaces/topp/shp/cities/featuretype.xml', '<featureType><id>torn')
    expect(await mend(trio)).toEqual(expect.arrayContaining(together))
    files.write('workspaces/topp/shp/cities/featuretype.xml', '<featureType><id>torn')
    reload(trio.slave)
    expect(await mend(trio)).toEqual(expect.arrayContaining(together))
  })

  it('whose group was loaded without a member and differs besides, in one message', async () => {
    const trio = stockTrio()
    change(trio.slave, find(trio.slave, 'layerGroup', 'grp'), textElement('title', 'Wrecked'))
    trio.slave.core.memory.files.remove('workspaces/topp/shp/cities/layer.xml')
    reload(trio.slave)
    const { operations } = await trio.resync().plan()
    const ofGroup = operations.filter(({ id }) => id === find(trio.slave, 'layerGroup', 'grp').id)
    expect(ofGroup.map(({ title }) => english(title))).toEqual([
      'modify layer group grp: title, members, styles',
    ])
    await mend(trio)
  })

  it('that has a group by another id, whose tile caching goes with it, as the plan says', async () => {
    const trio = stockTrio()
    giveOtherId(trio.slave, find(trio.slave, 'layerGroup', 'grp'))
    const { operations } = await trio.resync().plan()
    expect(operations.map(({ reason }) => english(reason))).toEqual([
      expect.stringMatching(/removed and added again, with the tile caching that new layers have$/),
    ])
    giveOtherId(trio.slave, find(trio.slave, 'style', 'blue'))
    await mend(trio)
  })

  it('that does not load what its files hold, as is seen when it was reloaded', async () => {
    const trio = stockTrio()
    const { files } = trio.slave.core.memory
    const text = files.text('styles/red.xml') ?? ''
    files.write('styles/red.xml', Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]))
    reload(trio.slave)
    expect(await mend(trio)).toEqual(['reload workspace files'])
  })

  it('that lacks a group of what its files hold and it does not serve, which a reload brings first', async () => {
    const trio = stockTrio()
    const inner = find(trio.slave, 'layerGroup', 'grp')
    for (const { core } of both(trio)) core.memory.put(groupOf('outer', [[inner.id, 'layerGroup']]))
    trio.slave.core.memory.catalog.remove(inner.id)
    expect(await mend(trio)).toEqual(['reload workspace files', 'add layerGroup message'])
  })

  it('that lost the file of a workspace, below which all others lie still', async () => {
    const trio = stockTrio()
    trio.slave.core.memory.files.remove('workspaces/topp/workspace.xml')
    reload(trio.slave)
    expect(await mend(trio)).toContain('add dataStore rest')
  })

  it('that does not load a store whose password no key of its own reads, and gets it anew', async () => {
    const trio = stockTrio()
    const { files } = trio.slave.core.memory
    const text = files.text('workspaces/topp/pg/datastore.xml') ?? ''
    const unreadable = text.replace(/(key="passwd">)[^<]*/, `$1crypt1:${'A'.repeat(43)}=`)
    files.write('workspaces/topp/pg/datastore.xml', unreadable)
    reload(trio.slave)
    expect(find.bind(undefined, trio.slave, 'dataStore', 'pg', 'topp')).toThrow()
    expect(await mend(trio)).toEqual(['reload workspace files'])
  })

  it('whose group differs in so many members that no message holds them, by its file', async () => {
    const trio = stockTrio()
    const group = find(trio.slave, 'layerGroup', 'grp')
    const { id } = find(trio.slave, 'layer', 'cities', 'topp')
    const many = Array.from({ length: 4_000 })
    change(
      trio.slave,
      group,
      parentElement(
        'publishables',
        many.map(() => reference('published', id, { type: 'layer' })),
      ),
      parentElement(
        'styles',
        many.map(() => parentElement('style', [])),
      ),
    )
    expect(await mend(trio)).toEqual(['modify layerGroup files'])
  })

  it.each(['layergroups', 'styles', 'workspaces/lab3', 'workspaces/topp/shp', 'workspaces/topp/styles'])(
    'that has a file where the directory %s belongs, which nobody can read',
    async (place) => {
      const trio = stockTrio()
      const { files } = trio.slave.core.memory
      files.removeBelow(place)
      files.write(place, 'a file')
      reload(trio.slave)
      expect(await mend(trio)).toContain('remove workspace files')
      expect(files.isDirectory(place)).toBe(true)
    },
  )

  it('that lost the file of a service, which it serves by an id of its own since it was reloaded', async () => {
    const trio = stockTrio()
    const { files } = trio.slave.core.memory
    files.remove('wcs.xml')
    reload(trio.slave)
    expect(trio.slave.handle(get('/rest/services/wcs/settings.xml')).status).toBe(200)
    expect(await mend(trio)).toEqual(['reload workspace files', 'add service files'])
  })

  it('whose service has another id, by its file', async () => {
    const trio = stockTrio()
    const { files } = trio.slave.core.memory
    const text = files.text('wfs.xml') ?? ''
    files.write(
      'wfs.xml',
      text.replace(/<id>[^<]*/, '<id>WFSInfoImpl-other').replace(/<title>[^<]*/, '<title>other'),
    )
    reload(trio.slave)
    expect(await mend(trio)).toEqual(['add service files'])
  })

  it('that has a directory where a file belongs', async () => {
    const trio = stockTrio()
    const { files } = trio.slave.core.memory
    files.remove('workspaces/topp/shp/cities/layer.xml')
    files.write('workspaces/topp/shp/cities/layer.xml/litter.txt', 'litter')
    reload(trio.slave)
    await mend(trio)
    expect(files.text('workspaces/topp/shp/cities/layer.xml')).toContain('<layer>')
  })

  it('whose files call objects by their classes, which differs in nothing', async () => {
    const trio = stockTrio()
    const { files } = trio.slave.core.memory
    const named = {
      'workspaces/topp/workspace.xml': ['workspace', 'catalog.impl.WorkspaceInfoImpl'],
      'layergroups/grp.xml': ['layerGroup', 'catalog.impl.LayerGroupInfoImpl'],
      'wms.xml': ['wms', 'wms.WMSInfoImpl'],
    } as const
    for (const [path, [root, name]] of Object.entries(named)) {
      const text = files.text(path) ?? ''
      const open = text.replace(`<${root}>`, `<org.geoserver.${name}>`)
      files.write(path, open.replace(new RegExp(`</${root}>\\s*$`), `</org.geoserver.${name}>`))
      expect(files.text(path)).not.toBe(text)
    }
    reload(trio.slave)
    expect(await mend(trio)).toEqual([])
  })

  it('that serves what no request can name, and has files nobody reads', async () => {
    const trio = stockTrio()
    const { memory } = trio.slave.core
    const { files } = memory
    for (const name of ['50%', 'a;b', 'x+y']) {
      memory.put(object('style', name, { name, format: 'sld', filename: 'red.sld' }))
      const store = files.text('workspaces/topp/shp/datastore.xml') ?? ''
      const [from = ''] = /<id>[^<]*/.exec(store) ?? []
      const text = store.replace(from, `<id>store-${name}`).replace('<name>shp<', `<name>${name}<`)
      files.write(`workspaces/topp/${name}/datastore.xml`, text)
    }
    files.write('workspaces/topp/wcs.xml', 'litter')
    reload(trio.slave)
    const astray = object('workspace', 'up', { name: '..' })
    memory.catalog.put(astray)
    const planned = await trio.resync().plan()
    expect(planned.operations.flatMap(({ clears = [] }) => clears.flat())).not.toContain('..')
    memory.catalog.remove(astray.id)
    const operations = await mend(trio)
    expect(operations.filter((each) => each === 'remove workspace files')).toHaveLength(7)
    expect(files.paths().filter((path) => /[%;+]|wcs|plumbline/.test(path))).toEqual(['wcs.xml'])
  })

  it('that has a copy of a directory, whose objects have the ids of the first', async () => {
    const trio = stockTrio()
    const { files } = trio.slave.core.memory
    const from = 'workspaces/topp/shp/cities'
    files.write(`${from}2/layer.xml`, files.text(`${from}/layer.xml`) ?? '')
    const text = files.text(`${from}/featuretype.xml`) ?? ''
    files.write(`${from}2/featuretype.xml`, text.replace('<name>cities<', '<name>towns<'))
    reload(trio.slave)
    expect(await mend(trio)).toEqual([
      'reload workspace files',
      'remove layer files',
      'remove featureType files',
    ])
    expect(files.paths().filter((path) => path.startsWith(`${from}2/`))).toEqual([])
    expect(await mend(trio)).toEqual([])
  })

  it.each([
    ['workspaces/topp/shp', 'workspaces/topp/ashp'],
    ['workspaces/topp/shp', 'workspaces/topp/zshp'],
    ['workspaces/topp', 'workspaces/atopp'],
    ['workspaces/topp', 'workspaces/ztopp'],
  ])('that has a copy of %s at %s, ids and all, which nobody serves', async (from, to) => {
    const trio = stockTrio()
    const { files } = trio.slave.core.memory
    const [name, other] = [from, to].map((path) => path.slice(path.lastIndexOf('/') + 1))
    for (const path of files.paths().filter((each) => each.startsWith(`${from}/`))) {
      const rest = path.slice(from.length)
      const own = (files.text(path) ?? '')
        .replaceAll(new RegExp(`<(name|prefix)>${name}<`, 'g'), `<$1>${other}<`)
        .replace(/<uri>[^<]*/, '<uri>http://other')
      files.write(`${to}${rest}`, rest.lastIndexOf('/') === 0 ? own : (files.text(path) ?? ''))
    }
    expect(await mend(trio)).toEqual(['remove workspace files'])
    expect(files.paths().filter((path) => path.startsWith(`${to}/`))).toEqual([])
    expect(await mend(trio)).toEqual([])
  })

  it('that serves a whole workspace by another name, whose former directory has come again beside it', async () => {
    const trio = stockTrio()
    const { files } = trio.slave.core.memory
    const halves = ['workspace', 'namespace'].map((half) => {
      const path = `workspaces/topp/${half}.xml`
      return [path, files.text(path) ?? ''] as const
    })
    files.move('workspaces/topp', 'workspaces/zopp')
    for (const [path, text] of halves) {
      files.write(path, text)
      files.write(path.replace('topp', 'zopp'), text.replace('>topp<', '>zopp<'))
    }
    reload(trio.slave)
    await mend(trio)
  })

  it('that has a style every GeoServer has by another id, which it does not remove', async () => {
    const trio = stockTrio()
    giveOtherId(trio.slave, find(trio.slave, 'style', 'line'), 'other-line')
    expect(await mend(trio)).toEqual(['replace style files'])
  })

  it('whose group holds itself, which no GeoServer loads', async () => {
    const trio = stockTrio()
    const { files } = trio.slave.core.memory
    const text = files.text('layergroups/grp.xml') ?? ''
    const id = /<id>([^<]*)/.exec(text)?.[1] ?? ''
    const member = `<publishables><published type="layerGroup"><id>${id}</id></published>`
    files.write(
      'layergroups/grp.xml',
      text.replace('<publishables>', member).replace('<styles>', '<styles><null/>'),
    )
    reload(trio.slave)
    expect(trio.slave.handle(get('/rest/layergroups/grp.xml')).status).toBe(404)
    await mend(trio)
  })

  it('whose groups are broken in memory alone, and is reloaded', async () => {
    const trio = stockTrio()
    const { files } = trio.slave.core.memory
    const path = 'workspaces/topp/shp/cities/layer.xml'
    const whole = files.text(path) ?? ''
    files.remove(path)
    reload(trio.slave)
    files.write(path, whole)
    expect(await mend(trio)).toEqual(['reload workspace files'])
  })

  it('whose group lacks in memory alone what its file names, by a message', async () => {
    const trio = stockTrio()
    const group = find(trio.slave, 'layerGroup', 'grp')
    const members = new Map(['publishables', 'styles'].map((name) => [name, undefined]))
    trio.slave.core.memory.catalog.put(withProperties(group, members))
    expect(await mend(trio)).toEqual(['modify layerGroup message'])
  })

  it.each([
    ['with', true],
    ['without', false],
  ])(
    'that lacks in memory alone what came before a run was broken off, %s a reload',
    async (_, mayReload) => {
      const trio = stockTrio()
      const { memory } = trio.slave.core
      const layers = [
        find(trio.slave, 'featureType', 'cities', 'topp'),
        find(trio.slave, 'layer', 'cities', 'topp'),
      ]
      memory.files.remove('workspaces/topp/shp/cities/layer.xml')
      reload(trio.slave)
      const agreed = agreedToAll(await trio.resync().plan())
      if (mayReload)
        alone(
          trio.slave,
          find(trio.slave, 'wmsStore', 'casc', 'topp'),
          textElement('description', 'In memory'),
        )
      for (const each of layers) memory.put(each)
      expect(trio.slave.handle(get('/rest/layergroups/grp.xml')).status).toBe(500)
      const removals = new Set([...agreed.removals, ...(mayReload ? [mayReloadKey] : [])])
      const report = await trio.resync({ resumes: true }).run({ ...agreed, removals }, trio.delivery)
      expect(report).toMatchObject({ verified: true, withheld: [] })
      const done = new Set(report.results.map(({ operation: { verb, way } }) => `${verb} ${way}`))
      expect(done).toEqual(new Set([mayReload ? 'reload files' : 'modify message']))
      expect(trio.slave.handle(get('/rest/layergroups/grp.xml')).status).toBe(200)
    },
  )

  it('that serves something else since a run was broken off, which is told where no reload was agreed to', async () => {
    const trio = stockTrio()
    alone(trio.slave, find(trio.slave, 'layerGroup', 'grp'), textElement('title', 'In memory alone'))
    const report = await trio.resync({ resumes: true }).run(agreedToAll({ operations: [] }), trio.delivery)
    expect(report.verified).toBe(false)
    expect(report.withheld.map(({ reason }) => english(reason)).join()).toMatch(/until it is reloaded: title/)
  })

  it('whose master hides a group in another one, which it then does as well', async () => {
    const trio = stockTrio()
    const inner = find(trio.master, 'layerGroup', 'grp').id
    const hiding = groupOf('opaque', [[inner, 'layerGroup']])
    trio.master.core.memory.put(
      withProperties(hiding, new Map([['mode', textElement('mode', 'OPAQUE_CONTAINER')]])),
    )
    expect(trio.master.handle(get('/rest/layergroups/grp.xml')).status).toBe(404)
    expect(await mend(trio)).toEqual(['add layerGroup message'])
    expect(trio.slave.handle(get('/rest/layergroups/grp.xml')).status).toBe(404)
    change(trio.slave, find(trio.slave, 'layerGroup', 'grp'), textElement('title', 'Otherwise'))
    expect(await mend(trio)).toEqual(['modify layerGroup message'])
    takeAway(trio.slave, find(trio.slave, 'layerGroup', 'opaque'))
    takeAway(trio.slave, find(trio.slave, 'layerGroup', 'grp'))
    expect(await mend(trio)).toEqual(['add layerGroup message', 'add layerGroup message'])
  })

  it('that misses a layer of a WMS, has one too much, otherwise, or by another id', async () => {
    const missing = stockTrio()
    for (const node of both(missing)) putWmsLayer(node)
    expect(await mend(missing)).toEqual(['add wmsLayer message', 'add layer message'])
    const grouped = stockTrio()
    for (const node of both(grouped)) {
      putWmsLayer(node)
      node.core.memory.put(groupOf('sea', [['ml-layer', 'layer']]))
    }
    expect(await mend(grouped)).toEqual([
      'add wmsLayer message',
      'add layer message',
      'add layerGroup message',
    ])
    const extra = stockTrio()
    putWmsLayer(extra.slave)
    expect(await mend(extra)).toEqual(['remove layer message', 'remove wmsLayer message'])
    const all = ({ master, slave, other }: Trio): readonly StockNode[] => [master, slave, other]
    const different = stockTrio()
    for (const node of all(different)) putWmsLayer(node)
    change(different.slave, find(different.slave, 'wmsLayer', 'ml', 'topp'), textElement('title', 'Other'))
    expect(await mend(different)).toEqual(['modify wmsLayer message'])
    const otherId = stockTrio()
    for (const node of all(otherId)) putWmsLayer(node)
    giveOtherId(otherId.slave, find(otherId.slave, 'wmsLayer', 'ml', 'topp'))
    await mend(otherId)
  })

  it('whose names go round in a circle, also those of groups', async () => {
    const trio = stockTrio()
    for (const [kind, first, second, workspace] of [
      ['style', 'blue', 'red'],
      ['dataStore', 'shp', 'pg', 'topp'],
    ] as const) {
      const [one, two] = [first, second].map((name) => find(trio.slave, kind, name, workspace))
      if (one === undefined || two === undefined) throw new Error('the fixture has another form')
      change(trio.slave, one, textElement('name', 'between'))
      change(trio.slave, two, textElement('name', first))
      change(trio.slave, find(trio.slave, kind, 'between', workspace), textElement('name', second))
    }
    await mend(trio)
  })

  it('that has a store of another kind by the name of one it misses', async () => {
    const trio = stockTrio()
    const { memory } = trio.slave.core
    const coverages = find(trio.slave, 'coverageStore', 'dem', 'topp')
    takeAway(trio.slave, find(trio.slave, 'dataStore', 'pg', 'topp'))
    memory.put({
      ...coverages,
      id: 'x',
      properties: [
        ...coverages.properties.filter(({ name }) => !['id', 'name'].includes(name)),
        textElement('id', 'x'),
        textElement('name', 'pg'),
      ],
    })
    expect(await mend(trio)).toEqual(['replace dataStore rest'])
  })

  it('by a message with the rules, where a global style has a file of the name its own would have', async () => {
    const trio = stockTrio()
    for (const node of [...both(trio), trio.slave]) {
      node.core.memory.put(object('style', 'g', { name: 'wsred-global', filename: 'wsred.sld' }))
      node.core.memory.files.write('styles/wsred.sld', '<global/>')
    }
    takeAway(trio.slave, find(trio.slave, 'style', 'wsred', 'topp'))
    expect(await mend(trio)).toEqual(['add style message'])
    expect(trio.slave.core.memory.files.text('styles/wsred.sld')).toBe('<global/>')
  })

  it('that misses a layer of a WMTS, by its files', async () => {
    const trio = stockTrio()
    for (const node of both(trio)) putWmtsLayer(node)
    expect(await mend(trio)).toEqual(['add wmtsLayer files', 'add layer files'])
  })

  it('that misses layers of which one comes by message and one by its files', async () => {
    const trio = stockTrio()
    for (const node of both(trio)) putWmtsLayer(node)
    takeAway(trio.slave, find(trio.slave, 'featureType', 'cities', 'topp'))
    await mend(trio)
  })

  it('that misses workspaces of which one has a namespace that comes by its file', async () => {
    const trio = stockTrio()
    for (const node of both(trio)) isolateLab(node)
    for (const node of [...both(trio), trio.slave])
      change(node, find(node, 'namespace', 'topp'), textElement('uri', 'http://topp'))
    for (const name of ['lab3', 'base']) takeAway(trio.slave, find(trio.slave, 'workspace', name))
    await mend(trio)
  })

  it('that has a layer of a WMTS too much, or otherwise', async () => {
    const tooMuch = stockTrio()
    putWmtsLayer(tooMuch.slave)
    expect(await mend(tooMuch)).toEqual(['remove layer rest', 'remove wmtsLayer rest'])
    const otherwise = stockTrio()
    for (const node of [...both(otherwise), otherwise.slave]) putWmtsLayer(node)
    change(otherwise.slave, find(otherwise.slave, 'wmtsLayer', 'w', 'topp'), textElement('title', 'Other'))
    expect(await mend(otherwise)).toEqual(['modify wmtsLayer rest'])
  })

  it('that misses an isolated workspace whose address another has', async () => {
    const trio = stockTrio()
    for (const node of both(trio)) isolateLab(node)
    for (const node of [...both(trio), trio.slave])
      change(node, find(node, 'namespace', 'topp'), textElement('uri', 'http://topp'))
    takeAway(trio.slave, find(trio.slave, 'workspace', 'lab3'))
    expect(await mend(trio)).toEqual(['add workspace message', 'add namespace files'])
  })

  it('whose isolated workspace has another address than one that is not isolated', async () => {
    const trio = stockTrio()
    for (const node of both(trio)) isolateLab(node)
    for (const node of [...both(trio), trio.slave])
      change(node, find(node, 'namespace', 'topp'), textElement('uri', 'http://topp'))
    await mend(trio)
  })

  it('that misses layers of an isolated workspace whose address another has', async () => {
    const trio = stockTrio()
    for (const node of [...both(trio), trio.slave]) {
      change(node, find(node, 'namespace', 'lab3'), textElement('uri', 'http://topp'))
      change(node, find(node, 'namespace', 'topp'), textElement('uri', 'http://topp'), isolated)
      change(node, find(node, 'workspace', 'topp'), isolated)
    }
    for (const name of ['cities', 'dem'])
      takeAway(trio.slave, find(trio.slave, name === 'dem' ? 'coverage' : 'featureType', name, 'topp'))
    const operations = await mend(trio)
    expect(operations).toEqual(expect.arrayContaining(['add featureType files', 'add coverage files']))
  })

  it('that has an isolated workspace too much', async () => {
    const trio = stockTrio()
    for (const node of both(trio)) takeAway(node, find(node, 'workspace', 'lab3'))
    change(trio.slave, find(trio.slave, 'namespace', 'lab3'), textElement('isolated', 'true'))
    change(trio.slave, find(trio.slave, 'workspace', 'lab3'), textElement('isolated', 'true'))
    await mend(trio)
  })

  it('that misses a layer behind an SQL view with a parameter, by its files', async () => {
    const trio = stockTrio()
    const view = parentElement('metadata', [
      parentElement(
        'entry',
        [
          parentElement('virtualTable', [
            textElement('name', 'cities'),
            textElement('sql', 'select'),
            parentElement('parameter', [textElement('name', 'p'), textElement('defaultValue', '1')]),
          ]),
        ],
        { key: 'JDBC_VIRTUAL_TABLE' },
      ),
    ])
    for (const node of both(trio)) change(node, find(node, 'featureType', 'cities', 'topp'), view)
    takeAway(trio.slave, find(trio.slave, 'featureType', 'cities', 'topp'))
    expect(await mend(trio)).toEqual(expect.arrayContaining(['add featureType files', 'add layer files']))
  })

  it('whose list of image operations is to be empty, over REST', async () => {
    const trio = stockTrio()
    const global = find(trio.slave, 'global', 'global')
    const jai = propertyOf(global, 'jai')
    if (jai === undefined) throw new Error('the fixture has another form')
    const operations = (...names: readonly string[]) =>
      parentElement('jai', [
        ...jai.children.filter(({ name }) => name !== 'jaiext'),
        parentElement('jaiext', [
          parentElement(
            'jaiExtOperations',
            names.map((name) => textElement('string', name)),
            { class: 'sorted-set' },
          ),
        ]),
      ])
    for (const node of both(trio)) change(node, find(node, 'global', 'global'), operations())
    change(trio.slave, global, operations('Affine'))
    expect(await mend(trio)).toEqual(['modify global rest'])
  })

  it('whose settings have other entries, which no message sets, over REST', async () => {
    const trio = stockTrio()
    const global = find(trio.slave, 'global', 'global')
    const own = propertyOf(global, 'settings')?.children.filter(({ name }) => name !== 'metadata') ?? []
    const entry = textElement('entry', 'true', { key: 'quietOnNotFound' })
    change(trio.slave, global, parentElement('settings', [...own, parentElement('metadata', [entry])]))
    expect(await mend(trio)).toEqual(['modify global rest'])
  })

  it.each(['workspaces/backup', 'workspaces/topp/shp/aside'])(
    'that serves a copy in the place of what lies where it belongs: %s',
    async (copy) => {
      const trio = stockTrio()
      const { files } = trio.slave.core.memory
      const original = copy.endsWith('aside') ? 'workspaces/topp/shp/cities/' : 'workspaces/topp/'
      for (const path of files.paths()) {
        const text = files.text(path)
        if (!path.startsWith(original) || path.endsWith('/workspace.xml') || text === undefined) continue
        const other = text.replace(/<title>[^<]*/, '<title>Old')
        files.write(`${copy}/${path.slice(original.length)}`, other)
      }
      reload(trio.slave)
      expect((await trio.resync().plan()).slave.problems.map(({ effect }) => effect)).toContain('unread')
      expect(await mend(trio)).toContain('remove workspace files')
      expect(files.paths().filter((path) => path.startsWith(copy))).toEqual([])
    },
  )

  it('that has a copy of a resource, when a group of another store is what it serves otherwise', async () => {
    const trio = stockTrio()
    const { files } = trio.slave.core.memory
    const copy = 'workspaces/topp/shp/aside'
    for (const name of ['layer.xml', 'featuretype.xml'])
      files.write(`${copy}/${name}`, files.text(`workspaces/topp/shp/cities/${name}`) ?? '')
    alone(trio.slave, find(trio.slave, 'layerGroup', 'grp'), textElement('title', 'In memory alone'))
    expect(await mend(trio)).toContain('remove workspace files')
    expect(files.paths().filter((path) => path.startsWith(copy))).toEqual([])
  })

  it('whose workspace lies in a directory of another name, by the files in that', async () => {
    const trio = stockTrio()
    trio.slave.core.memory.files.move('workspaces/topp', 'workspaces/renamed')
    reload(trio.slave)
    for (const node of both(trio))
      change(node, find(node, 'dataStore', 'shp', 'topp'), textElement('description', 'Other'))
    // The rules of its styles it looks for by the name of the workspace.
    const rules = '/rest/workspaces/topp/styles/wsred.sld'
    expect(trio.slave.handle(get(rules)).status).not.toBe(200)
    expect(await mend(trio)).toEqual(['modify style files', 'modify dataStore files'])
    expect(String(trio.slave.handle(get(rules)).body)).toBe(String(trio.master.handle(get(rules)).body))
    expect(
      trio.slave.core.memory.files.paths().filter((path) => path.startsWith('workspaces/topp/')),
    ).toEqual(['workspaces/topp/styles/wsred.sld'])
  })

  it('whose files were given other names by hand, or hold what its master has nothing of', async () => {
    const trio = stockTrio()
    const { files } = trio.slave.core.memory
    const rename = (path: string, from: string, to: string): void => {
      files.write(path, (files.text(path) ?? '').replace(`<name>${from}</name>`, `<name>${to}</name>`))
    }
    rename('styles/blue.xml', 'blue', 'azure')
    rename('layergroups/grp.xml', 'grp', 'group')
    rename('workspaces/topp/dem/coveragestore.xml', 'dem', 'heights')
    files.write(
      'styles/hidden.xml',
      '<style><id>y</id><name>lost</name><filename>lost.sld</filename></style>',
    )
    reload(trio.slave)
    await mend(trio)
  })

  const reloadBy = ({ slave }: Trio) =>
    slave.handle({ method: 'POST', target: '/rest/reload?group=nobody', headers: {}, body: Buffer.alloc(0) })

  it.each([
    ['layergroups/grp.xml', 'before'],
    ['layergroups/grp.xml', 'after'],
    ['styles/blue.xml', 'before'],
    ['workspaces/topp/shp/cities/featuretype.xml', 'before'],
    ['workspaces/topp/dem/coveragestore.xml', 'before'],
    ['workspaces/topp/dem/coveragestore.xml', 'after'],
  ])('whose file %s nobody can read, %s a reload', async (path, when) => {
    const trio = stockTrio()
    trio.slave.core.memory.files.write(path, '<broken')
    if (when === 'after') reloadBy(trio)
    await mend(trio)
    expect(trio.slave.core.memory.files.text(path)).not.toBe('<broken')
  })

  it.each([
    ['layergroups/grp.xml', 'before'],
    ['workspaces/topp/shp/cities/featuretype.xml', 'after'],
    ['workspaces/topp/workspace.xml', 'before'],
    ['styles/blue.sld', 'before'],
  ])('which may not read its own file %s, %s a reload', async (path, when) => {
    const trio = stockTrio()
    const { files } = trio.slave.core.memory
    files.forbid(path)
    if (when === 'after') reloadBy(trio)
    await mend(trio)
    expect(files.isForbidden(path)).toBe(false)
  })

  it('that has a file a second time: it is named, and no reload asked for', async () => {
    const trio = stockTrio()
    const { files } = trio.slave.core.memory
    files.write('layergroups/copy.xml', files.text('layergroups/grp.xml') ?? '')
    expect(await mend(trio)).toEqual([])
    const { problems } = (await trio.resync().plan()).slave
    expect(problems).toMatchObject([{ path: 'layergroups/copy.xml', effect: 'ignored' }])
  })

  it('not proved equal while a file that is left out has the name of what it serves', async () => {
    const trio = stockTrio()
    const { files } = trio.slave.core.memory
    files.write('styles/a.xml', (files.text('styles/red.xml') ?? '').replace('</id>', '-other</id>'))
    const plan = await trio.resync().plan()
    const agreement = { ...agreedToAll(plan), leftOut: new Set(plan.operations.map(({ key }) => key)) }
    const { verified, withheld } = await trio.resync().run(agreement, trio.delivery)
    expect({ verified, withheld: withheld.length }).toEqual({ verified: false, withheld: 1 })
  })

  it('that was reloaded while a file was torn, which is whole again, whichever it was', async () => {
    const paths = stockTrio().slave.core.memory.files.paths()
    const unfound: string[] = []
    for (const path of paths.filter((each) => each.endsWith('.xml') && !each.startsWith('gwc'))) {
      const trio = stockTrio()
      const { files } = trio.slave.core.memory
      const whole = files.text(path) ?? ''
      files.write(path, whole.slice(0, 40))
      reload(trio.slave)
      files.write(path, whole)
      const { operations } = await trio.resync().plan()
      const isLost = memoryDrift(trio.master, trio.slave).length > 0
      if (isLost !== operations.some(({ verb }) => verb === 'reload')) unfound.push(path)
    }
    expect(unfound).toEqual([])
  })

  it.each(['styles/red', 'styles/polygon', 'layergroups/grp'])(
    'that has a copy of %s with another id, which it serves in its place: the copy goes, and it loads anew',
    async (file) => {
      const trio = stockTrio()
      const { files } = trio.slave.core.memory
      const copy = file.replace(/\w+$/, 'a.xml')
      files.write(copy, (files.text(`${file}.xml`) ?? '').replace('</id>', '-other</id>'))
      reload(trio.slave)
      expect(memoryDrift(trio.master, trio.slave)).not.toEqual([])
      const done = await mend(trio)
      expect(done).toContain('remove workspace files')
      expect(files.get(copy)).toBeUndefined()
      expect(memoryDrift(trio.master, trio.slave)).toEqual([])
      expect(await mend(trio)).toEqual([])
    },
  )

  it('that has a file beside it with the id of what it serves, which was read first', async () => {
    for (const [file, copy] of [
      ['styles/red', 'styles/a'],
      ['layergroups/grp', 'layergroups/a'],
    ] as const) {
      const trio = stockTrio()
      const { files } = trio.slave.core.memory
      files.write(`${copy}.xml`, (files.text(`${file}.xml`) ?? '').replace(/<name>[^<]*/, '<name>a'))
      expect(await mend(trio)).toEqual(['remove workspace files'])
      expect(files.get(`${copy}.xml`)).toBeUndefined()
      expect(await mend(trio)).toEqual([])
    }
  })

  it('whose templates no message carries: those of a resource are compared as well', async () => {
    const trio = stockTrio()
    const path = 'workspaces/topp/shp/cities/content.ftl'
    trio.slave.core.memory.files.write(path, 'hello')
    const { slave } = await trio.resync().plan()
    expect([...(slave.unsentItems?.('templates').keys() ?? [])]).toEqual([path])
  })

  it('of which it is told what lies beside all that it serves', async () => {
    const trio = stockTrio()
    const { files } = trio.slave.core.memory
    const style = files.text('styles/red.xml') ?? ''
    files.write('styles/red2.xml', style)
    files.write('styles/red copy.sld', 'another')
    files.write('workspaces/topp/styles/icons/small/pin.svg', '<svg/>')
    files.write('workspaces/topp/styles/red.xml', style)
    files.write('workspaces/topp/styles/red.sld', 'another')
    files.write('workspaces/topp/gone/cities/layer.xml', '<layer/>')
    const { slave, operations } = await trio.resync().plan()
    expect(operations).toEqual([])
    expect([...(slave.unsentItems?.('graphics').keys() ?? [])].toSorted()).toEqual([
      'styles/red copy.sld',
      'styles/red2.xml',
      'workspaces/topp/styles/icons/small/pin.svg',
      'workspaces/topp/styles/red.sld',
      'workspaces/topp/styles/red.xml',
    ])
    const data = [...(slave.unsentItems?.('data').keys() ?? [])]
    expect(data).toContain('workspaces/topp/gone')
    const ignored = slave.problems.filter(({ effect }) => effect === 'ignored').map(({ path }) => path)
    expect(ignored).toEqual(expect.arrayContaining(['styles/red2.xml', 'workspaces/topp/styles/red.xml']))
  })

  it('whose memory and files have parted', async () => {
    const trio = stockTrio()
    const { memory } = trio.slave.core
    // Deleted without its resource, which stays in memory alone; and a style nobody serves.
    memory.catalog.remove(find(trio.slave, 'layer', 'cities', 'topp').id)
    memory.files.removeBelow('workspaces/topp/shp/cities')
    memory.catalog.remove(find(trio.slave, 'style', 'blue').id)
    const operations = await mend(trio)
    expect(operations[0]).toBe('reload workspace files')
  })
})

const isolated = textElement('isolated', 'true')

/** Isolates a workspace at the address another has. */
function isolateLab(node: StockNode): void {
  const uri = textElement('uri', 'http://topp')
  change(node, find(node, 'namespace', 'lab3'), uri, isolated)
  change(node, find(node, 'workspace', 'lab3'), isolated)
}

/** Changes a node's memory, and not its file. */
function alone(node: StockNode, object: CatalogObject, property: XmlElement): void {
  node.core.memory.catalog.put(withProperties(object, new Map([[property.name, property]])))
}

describe('a slave that serves something else than its files say', () => {
  const title = async () => {
    const trio = stockTrio()
    const group = find(trio.slave, 'layerGroup', 'grp')
    const other = withProperties(group, new Map([['title', textElement('title', 'In memory alone')]]))
    trio.slave.core.memory.catalog.put(other)
    return trio
  }

  it('is reloaded, although its files differ from nothing', async () => {
    const trio = await title()
    const planned = await trio.resync().plan()
    expect(planned.drift.equal).toBe(true)
    expect(english(planned.operations[0]?.reason ?? '')).toContain('layergroups/grp.xml')
    expect(await mend(trio)).toEqual(['reload workspace files'])
  })

  it.each<[string, (node: StockNode) => void, readonly string[]]>([
    [
      'the default workspace, whose file is gone',
      ({ core: { memory } }) => memory.files.remove('workspaces/default.xml'),
      ['reload workspace files', 'default workspace message'],
    ],
    [
      'the default workspace, whose file says another',
      ({ core: { memory } }) =>
        memory.files.write(
          'workspaces/default.xml',
          memory.files.text('workspaces/lab3/workspace.xml') ?? '',
        ),
      ['reload workspace files', 'default workspace message'],
    ],
    [
      'another default workspace than its file says',
      (node) => (node.core.memory.catalog.defaultWorkspace = find(node, 'workspace', 'lab3').id),
      ['reload workspace files'],
    ],
    [
      'other global settings, which a reload keeps',
      (node) => {
        const settings = find(node, 'global', 'global').properties.find(({ name }) => name === 'settings')
        const other = parentElement('settings', [
          ...(settings?.children.filter(({ name }) => name !== 'numDecimals') ?? []),
          textElement('numDecimals', '3'),
        ])
        alone(node, find(node, 'global', 'global'), other)
      },
      ['reload workspace files'],
    ],
    [
      'another title of a service',
      (node) => alone(node, find(node, 'service', 'wms', 'topp'), textElement('title', 'In memory alone')),
      ['reload workspace files'],
    ],
    [
      'settings of a workspace, whose file is gone',
      ({ core: { memory } }) => memory.files.remove('workspaces/topp/settings.xml'),
      ['reload workspace files', 'add settings message'],
    ],
  ])('has its memory and files one again that serves %s', async (_, part, operations) => {
    const trio = stockTrio()
    part(trio.slave)
    expect((await trio.resync().plan()).slave.problems).toMatchObject([{ effect: 'unread' }])
    expect(await mend(trio)).toEqual(operations)
  })

  it('is reloaded once for the title of a WMS, never for what a WMS assumes of itself once it is loaded', async () => {
    const trio = stockTrio()
    const assume = () => {
      for (const assumed of [
        textElement('interpolation', 'Nearest'),
        parentElement('versions', [
          parentElement('org.geotools.util.Version', [textElement('version', '1.3.0')]),
        ]),
      ])
        alone(trio.slave, find(trio.slave, 'service', 'wms', 'topp'), assumed)
    }
    assume()
    expect(await trio.resync().plan()).toMatchObject({ operations: [], slave: { problems: [] } })
    alone(trio.slave, find(trio.slave, 'service', 'wms', 'topp'), textElement('title', 'In memory alone'))
    expect(await mend(trio)).toEqual(['reload workspace files'])
    assume()
    expect(await trio.resync().plan()).toMatchObject({ operations: [], slave: { problems: [] } })
  })

  it('is not proved as long as its capabilities leave out what is cascaded, which a start mends alone', async () => {
    const trio = stockTrio()
    for (const node of all(trio)) putWmsLayer(node)
    trio.slave.core.memory.isRemoteStyleSpoilt = true
    const planned = await trio.resync().plan()
    expect(planned.operations).toEqual([])
    expect(
      compareStates(planned.reference, planned.slave).unread.map(
        ({ side, failure }) => `${side} ${failure.code}`,
      ),
    ).toEqual(['right PLB-GEOSERVER-LEFT-OUT'])
    const report = await trio.resync().run(agreedToAll(planned), trio.delivery)
    expect(report.verified).toBe(false)
    expect(report.withheld.map(({ title, reason }) => `${english(title)}: ${english(reason)}`)).toEqual([
      expect.stringMatching(/^layer topp:ml: .*started again/),
    ])
    trio.slave.core.memory.isRemoteStyleSpoilt = false
    expect((await trio.resync().run(agreedToAll(planned), trio.delivery)).verified).toBe(true)
  })

  it('is not proved as long as it shows what an opaque group hides, which a start mends alone', async () => {
    const trio = stockTrio()
    for (const node of all(trio)) {
      const hiding = groupOf('opaque', [[find(node, 'layerGroup', 'grp').id, 'layerGroup']])
      const mode = textElement('mode', 'OPAQUE_CONTAINER')
      node.core.memory.put(withProperties(hiding, new Map([['mode', mode]])))
    }
    trio.slave.core.memory.isHidingForgotten = true
    const planned = await trio.resync().plan()
    expect(planned.operations).toEqual([])
    const report = await trio.resync().run(agreedToAll(planned), trio.delivery)
    expect(report.verified).toBe(false)
    expect(report.withheld.map(({ title, reason }) => `${english(title)}: ${english(reason)}`)).toEqual([
      expect.stringMatching(/^layer group grp: .*started again/),
    ])
    trio.slave.core.memory.isHidingForgotten = false
    expect((await trio.resync().run(agreedToAll(planned), trio.delivery)).verified).toBe(true)
  })

  it('is not proved as long as it is not reloaded', async () => {
    const trio = await title()
    const leftOut = new Set(['reload:node'])
    const report = await trio.resync().run({ removals: new Set(), leftOut }, trio.delivery)
    expect(report.verified).toBe(false)
    expect(report.withheld.map(({ reason }) => english(reason)).join()).toMatch(/until it is reloaded: title/)
  })
})
