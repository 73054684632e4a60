import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { eventually } from '../../support/cluster.ts'
import { replay, serveRest } from '../../support/geoserver-rest.ts'
import {
  makeDataDirectory,
  openApplication,
  openCluster,
  plainCall,
  profileOf,
} from '../../support/services.ts'
import { serveNode } from '../../support/stock-node/serve-in-test.ts'
import { StockNode } from '../../../electron/imitation/stock-node.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'
import { english } from '../../../electron/sentences/english.ts'
import { saying } from '../../support/saying.ts'

async function withGeoServer(properties: Readonly<Record<string, string>> = {}) {
  const directory = temporaryDirectory()
  const there = makeDataDirectory(directory, 'geo-4', { toggleMaster: 'false', ...properties })
  const stock = new StockNode({
    seed: there,
    properties: { instanceName: 'geo-4', toggleMaster: 'false', ...properties },
  })
  const { url } = await serveNode(stock)
  const node = {
    type: 'geoserver' as const,
    instanceName: 'geo-4',
    url,
    user: 'admin',
    passwordReference: null,
  }
  const application = await openApplication({ stateDirectory: directory })
  const local = makeDataDirectory(directory, 'geo-1', { toggleSlave: 'false' })
  const { passcodeReference: _, demo: _demo, ...draft } = profileOf([local])
  const whole = {
    ...draft,
    id: null,
    passcode: null,
    nodes: [...draft.nodes, node],
    nodePasswords: { 'geo-4': 'geoserver' },
  }
  const saved = await application.services.profiles.save(whole, plainCall())
  await application.services.profiles.open({ id: saved.id }, plainCall())
  // What starts makes what was found before stale.
  await eventually('the master runs', async () => {
    const nodes = await application.services.inventory.nodes({}, plainCall())
    return nodes.some(({ instanceName, state }) => instanceName === 'geo-1' && state === 'publishing')
  })
  const view = async () =>
    (await application.services.inventory.nodes({}, plainCall())).find(
      ({ instanceName }) => instanceName === 'geo-4',
    )
  return { ...application, saved, whole, stock, view }
}

describe('a GeoServer that is known by its REST interface', () => {
  it('shows its version, its roles and why it is in trouble', async () => {
    const { view } = await withGeoServer()
    await eventually('it answered', async () => (await view())?.version === '2.26.2')
    expect(await view()).toMatchObject({
      type: 'geoserver',
      roles: ['slave'],
      group: 'geoserver-cluster',
      running: false,
      connection: { configured: 'enabled', effective: 'unknown' },
      severity: 'unknown',
      state: 'not compared',
    })
  })

  it('is compared with a master of this machine, and its copy does not stay', async () => {
    const { services, view, stock, running } = await withGeoServer()
    await eventually('it answered', async () => (await view())?.version === '2.26.2')
    const compare = async () =>
      services.inventory.compare({ reference: 'geo-1', instanceName: 'geo-4' }, plainCall())
    expect(await compare()).toMatchObject({ equal: true, problems: [] })
    // Nobody takes what waits in its queue, so that it is not 'in sync' for long.
    expect(await view()).toMatchObject({ drift: { state: 'equal', reference: 'geo-1' } })
    stock.core.memory.files.remove('wms.xml')
    expect(await compare()).toMatchObject({ equal: false, entries: [{ type: 'missing', kind: 'service' }] })
    const [cluster = ''] = readdirSync(join(running.stateDirectory, 'clusters'))
    const copies = () => readdirSync(join(running.stateDirectory, 'clusters', cluster, 'copies'))
    await eventually('nothing of it is left', () => copies().length === 0)
  })

  it('is compared in what no message carries in a list of its own, which counts as nothing', async () => {
    const { services, view, stock } = await withGeoServer()
    await eventually('it answered', async () => (await view())?.version === '2.26.2')
    const { files } = stock.core.memory
    for (const path of [
      'security/layers.properties',
      'styles/icon.png',
      'templates/header.ftl',
      'gwc-layers/x.xml',
    ])
      files.write(path, '*.*.r=x')
    const drift = await services.inventory.compare({ reference: 'geo-1', instanceName: 'geo-4' }, plainCall())
    const more = (drift.unsent ?? []).filter(({ differ }) => differ !== 0)
    expect(new Set(more.map(({ area }) => area))).toEqual(
      new Set(['security', 'graphics', 'templates', 'tiles']),
    )
    expect(drift).toMatchObject({ equal: true, problems: [] })
  })

  it('is sent by a master of this machine nothing its release has no place for', async () => {
    const { services, view } = await withGeoServer()
    const { configuration } = services
    const tree = await configuration.tree({ instanceName: 'geo-1' }, plainCall())
    const wfs = tree.find(({ kind, root }) => kind === 'service' && root === 'wfs')
    const preview = async (input: string) => {
      const object = await configuration.object({ instanceName: 'geo-1', id: wfs?.id ?? '' }, plainCall())
      const draft = {
        ...{ verb: 'modify' as const, kind: 'service' as const, service: 'wfs', id: object.id },
        ...{ input, styleBody: null, recurse: false, version: object.version },
      }
      return configuration.preview({ instanceName: 'geo-1', draft }, plainCall())
    }
    const newer = '{"disableStoredQueriesManagement":"true"}'
    await eventually('it answered', async () => (await view())?.version === '2.26.2')
    const { problems } = await preview(newer)
    expect(problems.map(({ message }) => english(message)).join()).toMatch(
      /GeoServer 2\.26\.2 listens.*disableStoredQueriesManagement/,
    )
    expect((await preview('{"title":"Features"}')).problems).toEqual([])
  })

  it('can be resynced, and not be edited or run from here, and each says why', async () => {
    const { view } = await withGeoServer()
    await eventually('it answered', async () => (await view())?.version === '2.26.2')
    const actions = (await view())?.actions ?? []
    expect(actions.filter(({ allowed }) => allowed).map(({ action }) => action)).toEqual([
      'compare',
      'resync',
    ])
    expect(actions.every(({ allowed, why }) => allowed || english(why ?? '').length > 10)).toBe(true)
  })

  it('is tried by the test of its profile, and its password is never shown', async () => {
    const { services, saved, whole } = await withGeoServer({ group: 'elsewhere' })
    const { steps } = await services.profiles.test({ ...whole, id: saved.id, nodePasswords: {} }, plainCall())
    expect(steps.at(-1)).toMatchObject({ name: 'geo-4', outcome: 'warning' })
    expect(steps.at(-1)?.message).toEqual(saying(/2\.26\.2.*group is elsewhere/))
    const wrong = { ...whole, nodePasswords: { 'geo-4': 'wrong-one' } }
    const refused = await services.profiles.test(wrong, plainCall())
    expect(refused.steps.at(-1)).toMatchObject({ name: 'geo-4', outcome: 'failed' })
    expect(JSON.stringify(refused)).not.toContain('wrong-one')
  })

  it('is lost when it does not answer any more, with what it said last', async () => {
    const directory = temporaryDirectory()
    const application = await openApplication({ stateDirectory: directory })
    const node = {
      type: 'geoserver' as const,
      instanceName: 'geo-4',
      url: 'http://127.0.0.1:1/geoserver',
      user: 'admin',
      passwordReference: null,
    }
    await openCluster(application, [], { nodes: [node] })
    const attention = async () => application.services.inventory.attention({}, plainCall())
    await eventually('it is told', async () => (await attention()).length > 0)
    expect(await attention()).toMatchObject([{ id: 'lost-geo-4', severity: 'failed' }])
  })

  it('may be recorded under another name than it gives itself', async () => {
    const { url } = await serveRest(replay)
    const application = await openApplication()
    const node = {
      type: 'geoserver' as const,
      instanceName: 'geo-4',
      url,
      user: 'admin',
      passwordReference: null,
    }
    const { passcodeReference: _, demo: _demo, ...draft } = profileOf([])
    const whole = {
      ...draft,
      id: null,
      passcode: null,
      nodes: [node],
      nodePasswords: { 'geo-4': 'geoserver' },
    }
    const { steps } = await application.services.profiles.test(whole, plainCall())
    expect(steps.at(-1)?.message).toEqual(saying('instance name is geoserver-slave, not geo-4'))
  })

  it('is looked for in its queue when it takes messages, and is no recipient when it does not', async () => {
    const slave = await withGeoServer()
    await eventually(
      'it is known to take messages',
      async () => (await slave.view())?.roles.includes('slave') === true,
    )
    const master = await withGeoServer({ toggleMaster: 'true', toggleSlave: 'false' })
    await eventually('it is known to publish', async () => (await master.view())?.roles.join() === 'master')
    expect(await master.view()).toMatchObject({ state: 'publishing', severity: 'ok', queue: null })
  })

  it('says why the role of one is not known whose cluster.properties lies elsewhere and whose module shows nothing', async () => {
    const { url } = await serveRest((path, response) => {
      if (path.includes('cluster.properties') || path.includes('/cluster.html'))
        response.writeHead(404).end('Undefined resource path.')
      else if (path.includes('manifest'))
        replay('/rest/about/manifest.json?manifest=gs-(main|jms.*)', response)
      else replay(path, response)
    })
    const application = await openApplication()
    const node = {
      type: 'geoserver' as const,
      instanceName: 'geo-4',
      url,
      user: 'admin',
      passwordReference: null,
    }
    const { passcodeReference: _, demo: _demo, ...draft } = profileOf([])
    const whole = {
      ...draft,
      id: null,
      passcode: null,
      nodes: [node],
      nodePasswords: { 'geo-4': 'geoserver' },
    }
    const { id } = await application.services.profiles.save(whole, plainCall())
    await application.services.profiles.open({ id }, plainCall())
    const view = async () => (await application.services.inventory.nodes({}, plainCall()))[0]
    await eventually('it answered', async () => (await view())?.version === '2.26.2')
    expect(await view()).toMatchObject({ roles: [], severity: 'unknown' })
    expect((await view())?.reasons.map(english).join()).toMatch(/CLUSTER_CONFIG_DIR/)
  })
})
