import { describe, expect, it } from 'vitest'
import type { EditDraft } from '../../../../electron/contract/features/configuration.ts'
import { english } from '../../../../electron/sentences/english.ts'
import { goldenPath } from '../../../support/data-directories.ts'
import { eventually } from '../../../support/cluster.ts'
import { openApplication, plainCall, profileOf } from '../../../support/services.ts'
import { get } from '../../../support/stock-node/mend.ts'
import { serveNode } from '../../../support/stock-node/serve-in-test.ts'
import { MessageDescriber } from '../../../../electron/services/messages/archive/describe-message.ts'
import { HastyClock, StockCluster } from '../../../support/stock-node/stock-cluster.ts'
import { publishAsPreviewed } from '../../../support/publish-as-previewed.ts'

/** The app on three GeoServers, whose messages travel when the test says so. */
async function stockCluster() {
  const cluster = new StockCluster()
  const add = (name: string, properties: Readonly<Record<string, string>>) =>
    cluster.add(name, { seed: goldenPath('after-build-up/master'), properties, clock: new HastyClock() })
  const nodes = {
    m: add('m', { toggleSlave: 'false' }),
    s1: add('s1', { toggleMaster: 'false' }),
    s2: add('s2', { toggleMaster: 'false' }),
  }
  const served = await Promise.all(Object.values(nodes).map((node) => serveNode(node)))
  const { services } = await openApplication()
  const { passcodeReference: _, demo: _demo, ...draft } = profileOf([])
  const names = Object.keys(nodes)
  const saved = await services.profiles.save(
    {
      ...draft,
      id: null,
      passcode: null,
      nodes: names.map((instanceName, index) => ({
        type: 'geoserver' as const,
        instanceName,
        url: served[index]?.url ?? '',
        user: 'admin',
        passwordReference: null,
      })),
      nodePasswords: Object.fromEntries(names.map((name) => [name, 'geoserver'])),
    },
    plainCall(),
  )
  await services.profiles.open({ id: saved.id }, plainCall())
  const { configuration } = services
  await eventually('the master can be edited', async () =>
    (await configuration.nodes({}, plainCall())).some((each) => each.instanceName === 'm' && each.editable),
  )
  await eventually(
    'every node was read',
    async () => (await configuration.nodes({}, plainCall())).length === 3,
  )
  const idOf = async (kind: string, name: string) => {
    const tree = await configuration.tree({ instanceName: 'm' }, plainCall())
    const found = tree.find((each) => each.kind === kind && (each.name === name || each.root === name))
    if (found === undefined) throw new Error(`there is no ${kind} ${name}`)
    return found.id
  }
  const publish = async (change: Partial<EditDraft> & Pick<EditDraft, 'kind' | 'id'>) => {
    const view =
      change.id === null
        ? undefined
        : await configuration.object({ instanceName: 'm', id: change.id }, plainCall())
    const whole: EditDraft = {
      verb: 'modify',
      service: view?.kind === 'service' ? view.root : null,
      input: null,
      styleBody: null,
      recurse: false,
      version: view?.version ?? null,
      ...change,
    }
    const preview = await configuration.preview({ instanceName: 'm', draft: whole }, plainCall())
    const agreed = { plan: preview.plan, name: preview.asksForName, publishAnyway: false }
    const requestId = crypto.randomUUID()
    const published = await configuration.publish(
      { instanceName: 'm', draft: whole, agreed, requestId },
      plainCall(),
    )
    return { preview, published }
  }
  const arrival = async (id: string) =>
    configuration.arrival(
      { instanceName: 'm', id },
      plainCall(() => undefined),
    )
  return { cluster, nodes, services, configuration, idOf, publish, arrival, served }
}

const states = (objects: readonly { readonly instanceName: string; readonly state: string }[]) =>
  objects.map(({ instanceName, state }) => `${instanceName} ${state}`)

describe('a cluster of GeoServers in the app', () => {
  it('shows every catalog, takes changes on the master alone, and says of slaves why not', async () => {
    const { configuration, idOf } = await stockCluster()
    const nodes = await configuration.nodes({}, plainCall())
    expect(nodes).toMatchObject([
      { instanceName: 'm', editable: true, why: null },
      { instanceName: 's1', editable: false, masterInstead: 'm' },
      { instanceName: 's2', editable: false, masterInstead: 'm' },
    ])
    expect(english(nodes[1]?.why ?? '')).toContain('slave')
    const tree = await configuration.tree({ instanceName: 's1' }, plainCall())
    expect(tree.some(({ name }) => name === 'cities')).toBe(true)
    const draft: EditDraft = {
      ...{ verb: 'modify', kind: 'workspace', service: null, id: await idOf('workspace', 'lab3') },
      ...{ input: '{"isolated":"true"}', styleBody: null, recurse: false, version: null },
    }
    const refused = (async () => configuration.preview({ instanceName: 's1', draft }, plainCall()))()
    await expect(refused).rejects.toMatchObject({ code: 'PLB-ENGINE-NOT-A-MASTER' })
    const id = await idOf('style', 'red')
    const broken: EditDraft = { ...draft, kind: 'style', id, input: null, styleBody: '<a>\n<b></a>' }
    const { problems } = await configuration.preview({ instanceName: 'm', draft: broken }, plainCall())
    expect(problems.map(({ property, message }) => [property, english(message)])).toEqual([
      ['body', expect.stringMatching(/^The rules of the style red are no style document\. .*line 2/)],
    ])
  })

  it('follows a change to every slave, and mends what its messages never bring', async () => {
    const { cluster, nodes, configuration, idOf, publish, arrival } = await stockCluster()
    const cities = await idOf('featureType', 'cities')
    const { preview, published } = await publish({
      kind: 'featureType',
      id: cities,
      input: '{"title":"Towns"}',
    })
    expect(preview).toMatchObject({ problems: [], slaves: ['s1', 's2'], conflict: null })
    // What it caused is found on the topic by what its requests carried.
    const describer = new MessageDescriber()
    const found = cluster.published.map(({ properties, body }) =>
      describer.describe({
        ...{ properties: Object.fromEntries(properties), type: 'ActiveMQObjectMessage', body, problem: null },
        ...{ messageId: '', at: 0, headers: {} },
      }),
    )
    expect(found.filter(({ countsOnly }) => !countsOnly)).toMatchObject([
      { verb: 'modify', objectId: cities },
    ])
    expect(found.every(({ searchText }) => searchText.includes(published.mark ?? '-'))).toBe(true)
    await cluster.drain()
    expect(new Set(states((await arrival(cities)).objects))).toEqual(new Set(['s1 equal', 's2 equal']))

    // A change of a service reaches no stock slave.
    const wms = await idOf('service', 'wms')
    await publish({ kind: 'service', id: wms, input: '{"title":"Maps of all"}' })
    await cluster.drain()
    const { objects } = await arrival(wms)
    expect(states(objects)).toEqual(['s1 different', 's2 different'])
    expect(objects[0]?.properties).toContain('title')
    const before = cluster.published.length
    const mended = await configuration.mend({ instanceName: 'm', id: wms, slaves: ['s1'] }, plainCall())
    expect(states(mended.objects)).toEqual(['s1 equal'])
    const said = cluster.published.slice(before).map(({ properties }) => properties.get('group'))
    expect(new Set(said)).not.toContain('geoserver-cluster')
    await cluster.drain()
    expect(String(nodes.s2.core.memory.files.text('wms.xml'))).not.toContain('Maps of all')
    expect(states((await arrival(wms)).objects)).toEqual(['s1 equal', 's2 different'])
  })

  it('follows all that was one change', async () => {
    const { cluster, configuration, idOf, arrival } = await stockCluster()
    const [cities, wms] = [await idOf('featureType', 'cities'), await idOf('service', 'wms')]
    const draftOf = async (
      id: string,
      kind: 'featureType' | 'service',
      title: string,
    ): Promise<EditDraft> => ({
      ...{
        verb: 'modify',
        kind,
        id,
        service: kind === 'service' ? 'wms' : null,
        styleBody: null,
        recurse: false,
      },
      input: JSON.stringify({ title }),
      version: (await configuration.object({ instanceName: 'm', id }, plainCall())).version,
    })
    const edits = [
      await draftOf(cities, 'featureType', 'Towns'),
      await draftOf(wms, 'service', 'Maps of all'),
    ]
    const about = { instanceName: 'm', root: '', title: '' }
    await configuration.collect(
      { edits: edits.map((draft) => ({ ...about, kind: draft.kind, draft })) },
      plainCall(),
    )
    const collected = (await configuration.collected({ instanceName: 'm' }, plainCall())).map(({ id }) => id)
    const published = await publishAsPreviewed(configuration, {
      instanceName: 'm',
      draft: { verb: 'set', collected },
    })
    await cluster.drain()
    // Of the second edit no message is sent.
    const found = (await arrival(published.id)).objects.map(({ kind, state }) => `${kind} ${state}`)
    expect(new Set(found)).toEqual(new Set(['featureType equal', 'layer equal', 'service different']))
  })

  it('sets right the default workspace, which is published to nobody', async () => {
    const { cluster, nodes, configuration, idOf, publish, arrival } = await stockCluster()
    const lab = await idOf('workspace', 'lab3')
    await publish({ verb: 'default', kind: 'workspace', id: lab })
    await cluster.drain()
    const { objects } = await arrival(lab)
    expect(objects.filter(({ kind, title }) => kind === 'workspace' && title === 'lab3')).toMatchObject([
      { instanceName: 's1', state: 'different', properties: ['default'] },
      { instanceName: 's2', state: 'different', properties: ['default'] },
    ])
    const slaves = ['s1', 's2']
    const mended = await configuration.mend({ instanceName: 'm', id: lab, slaves }, plainCall())
    expect(new Set(states(mended.objects))).toEqual(new Set(['s1 equal', 's2 equal']))
    expect(nodes.s1.core.memory.files.text('workspaces/default.xml')).toContain('lab3')
  })

  it('puts a group with a null style, which no message brings, into the files of a slave', async () => {
    const { cluster, nodes, configuration, idOf, arrival } = await stockCluster()
    const group = await idOf('layerGroup', 'grp')
    const path = nodes.m.core.memory.files.paths().find((each) => each.endsWith('layergroups/grp.xml')) ?? ''
    const file = nodes.m.core.memory.files.text(path) ?? ''
    const withNull = file.replace(/<styles>[\s\S]*?<\/styles>/, (styles) =>
      styles.replace(/<style>[\s\S]*?<\/style>/, '<style/>'),
    )
    expect(withNull).not.toBe(file)
    for (const [method, target] of [
      ['PUT', `/rest/resource/${path}`],
      ['POST', '/rest/reload'],
    ] as const) {
      nodes.m.handle({ method, target, headers: {}, body: Buffer.from(withNull) })
    }
    await cluster.drain()
    expect(states((await arrival(group)).objects)).toEqual(['s1 different', 's2 different'])
    const mended = await configuration.mend({ instanceName: 'm', id: group, slaves: ['s1'] }, plainCall())
    expect(states(mended.objects)).toEqual(['s1 equal'])
    expect(nodes.s1.core.memory.files.text(path)).toContain('<style/>')
    // So it is with a copy, which the master takes as its file is.
    const draft = { verb: 'duplicate' as const, id: group, name: 'again' }
    const { plan, asksForName, problems } = await configuration.preview(
      { instanceName: 'm', draft },
      plainCall(),
    )
    expect(problems).toEqual([])
    const agreed = { plan, name: asksForName, publishAnyway: false }
    const requestId = crypto.randomUUID()
    await configuration.publish({ instanceName: 'm', draft, agreed, requestId }, plainCall())
    await cluster.drain()
    const copy = await idOf('layerGroup', 'again')
    expect(states((await arrival(copy)).objects)).toEqual(['s1 missing', 's2 missing'])
    const both = { instanceName: 'm', id: copy, slaves: ['s1', 's2'] }
    expect(states((await configuration.mend(both, plainCall())).objects)).toEqual(['s1 equal', 's2 equal'])
    expect(nodes.s2.core.memory.files.text(path.replace('grp', 'again'))).toContain('<style/>')
  })

  it('lets slaves draw a new group, which they keep as the copies its message holds', async () => {
    const { cluster, nodes, configuration, idOf, arrival } = await stockCluster()
    const draft = { verb: 'duplicate' as const, id: await idOf('layerGroup', 'grp'), name: 'again' }
    const { plan, asksForName } = await configuration.preview({ instanceName: 'm', draft }, plainCall())
    const agreed = { plan, name: asksForName, publishAnyway: false }
    await configuration.publish(
      { instanceName: 'm', draft, agreed, requestId: crypto.randomUUID() },
      plainCall(),
    )
    await cluster.drain()
    const copy = await idOf('layerGroup', 'again')
    const { objects } = await arrival(copy)
    expect(objects).toMatchObject([
      { instanceName: 's1', state: 'different', properties: ['publishables', 'styles'] },
      { instanceName: 's2', state: 'different' },
    ])
    const mended = await configuration.mend({ instanceName: 'm', id: copy, slaves: ['s1'] }, plainCall())
    expect(states(mended.objects)).toEqual(['s1 equal'])
    const legend = '/wms?service=WMS&request=GetLegendGraphic&layer=again'
    const types = [nodes.m, nodes.s1, nodes.s2].map(
      (node) => node.maps.answer(get(legend))?.headers['Content-Type'],
    )
    expect(types).toEqual(['image/png', 'image/png', expect.stringContaining('xml')])
  })

  it('finds what a slave did not take, and what somebody removed comes back from the history', async () => {
    const { cluster, nodes, configuration, idOf, publish, arrival } = await stockCluster()
    const lab = await idOf('workspace', 'lab3')
    await publish({ kind: 'workspace', id: lab, input: '{"isolated":"true"}' })
    await cluster.drain('s1')
    expect(states((await arrival(lab)).objects)).toContain('s2 different')
    const mended = await configuration.mend({ instanceName: 'm', id: lab, slaves: ['s2'] }, plainCall())
    expect(new Set(states(mended.objects))).toEqual(new Set(['s2 equal']))
    expect(nodes.s2.core.workspace('lab3')).toBeDefined()
    const history = await configuration.history({ instanceName: 'm', id: lab }, plainCall())
    expect(history).toMatchObject([{ verb: 'modify', differs: { before: true, after: false } }])
    const draft = {
      verb: 'restore' as const,
      id: lab,
      historyId: history[0]?.id ?? 0,
      state: 'before' as const,
    }
    const preview = await configuration.preview({ instanceName: 'm', draft }, plainCall())
    const agreed = { plan: preview.plan, name: preview.asksForName, publishAnyway: false }
    await configuration.publish(
      { instanceName: 'm', draft, agreed, requestId: crypto.randomUUID() },
      plainCall(),
    )
    const { xml } = await configuration.object({ instanceName: 'm', id: lab }, plainCall())
    expect(xml).toContain('<isolated>false</isolated>')
  })

  it('looks for what went together, each in its place below the others that went', async () => {
    const { cluster, idOf, publish, arrival } = await stockCluster()
    const layer = await idOf('layer', 'dem')
    await publish({ verb: 'remove', kind: 'layer', id: layer, recurse: true })
    await cluster.drain()
    const { objects } = await arrival(layer)
    expect(objects.map(({ instanceName, kind, state }) => `${instanceName} ${kind} ${state}`)).toEqual([
      's1 layer equal',
      's1 coverage equal',
      's2 layer equal',
      's2 coverage equal',
    ])
  })

  it('shows the change of somebody else as one to be merged', async () => {
    const { nodes, configuration, idOf } = await stockCluster()
    const id = await idOf('featureType', 'cities')
    const view = await configuration.object({ instanceName: 'm', id }, plainCall())
    const draft: EditDraft = {
      ...{ verb: 'modify', kind: 'featureType', service: null, id, input: '{"title":"Mine"}' },
      ...{ styleBody: null, recurse: false, version: view.version },
    }
    nodes.m.handle({
      method: 'PUT',
      target: '/rest/workspaces/topp/datastores/shp/featuretypes/cities.xml',
      headers: { 'content-type': 'application/xml' },
      body: Buffer.from('<featureType><title>Theirs</title><abstract>more</abstract></featureType>'),
    })
    const preview = await configuration.preview({ instanceName: 'm', draft }, plainCall())
    expect(preview.conflict?.conflicts).toMatchObject([{ property: 'title', mine: 'Mine', theirs: 'Theirs' }])
    const agreed = { plan: preview.plan, name: null, publishAnyway: false }
    await expect(
      configuration.publish(
        { instanceName: 'm', draft, agreed, requestId: crypto.randomUUID() },
        plainCall(),
      ),
    ).rejects.toMatchObject({ code: 'PLB-EDIT-CONFLICT' })
    expect(String(nodes.m.core.memory.files.text('workspaces/topp/shp/cities/featuretype.xml'))).toContain(
      'Theirs',
    )
  })

  it('names what is wrong with its nodes, with cause and remedy', async () => {
    const { services, nodes } = await stockCluster()
    expect(nodes.s1.instanceName).toBe('s1')
    const checks = await services.diagnostics.checks(
      {},
      plainCall(() => undefined),
    )
    const found = checks.filter(({ detail }) => detail !== undefined)
    for (const { detail } of found) {
      expect(english(detail?.cause ?? '').length).toBeGreaterThan(20)
      expect(english(detail?.remedy ?? '').length).toBeGreaterThan(20)
    }
    // Events reach its slaves by no broker here, which is what is wrong with them.
    expect(found.map(({ id }) => id)).toEqual(['never-connected-s1', 'never-connected-s2'])
  })
})
