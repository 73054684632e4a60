import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { titleOf } from '../../../../electron/catalog/catalog.ts'
import type { Kind } from '../../../../electron/catalog/kinds/property.ts'
import type { EditDraft } from '../../../../electron/contract/features/configuration.ts'
import { loadClusterConfiguration } from '../../../../electron/engine/configuration/cluster-configuration.ts'
import { Node } from '../../../../electron/engine/node/node.ts'
import { failure } from '../../../../electron/errors/failure.ts'
import type { LocalNode, OpenCluster } from '../../../../electron/services/cluster/open-cluster.ts'
import { createConfiguration } from '../../../../electron/services/configuration/configuration-service.ts'
import { localFileSystem } from '../../../../electron/storage/files.ts'
import { makeDataDirectory, plainCall, profileOf } from '../../../support/services.ts'
import { temporaryDirectory } from '../../../support/temporary-directory.ts'
import { editAsPlanned } from '../../../support/edit-as-planned.ts'
import { publishAsPreviewed } from '../../../support/publish-as-previewed.ts'
import { sld } from '../../../support/styles.ts'

/** The master geo-1 and the slave geo-2, both here, neither connected to a broker; geo-3 is elsewhere. */
export async function configurationWorld() {
  const parent = temporaryDirectory()
  const open = async (
    instanceName: string,
    properties: Readonly<Record<string, string>>,
  ): Promise<LocalNode> => {
    const dataDirectory = makeDataDirectory(parent, instanceName, properties)
    const node = await Node.open({ dataDirectory, environment: {} })
    onTestFinished(() => node.stop())
    const { configuration } = node
    return {
      dataDirectory,
      instanceName,
      run: true,
      configuration,
      node,
      state: 'running',
      failure: undefined,
    }
  }
  const master = await open('geo-1', { toggleSlave: 'false' })
  const slave = await open('geo-2', { toggleMaster: 'false' })
  const locals = [master, slave]
  const cluster: OpenCluster = {
    profile: profileOf(locals.map(({ dataDirectory }) => dataDirectory)),
    directory: join(parent, 'cluster'),
    embeddedBroker: undefined,
    localNodes: locals,
    localNode: (name) => locals.find(({ instanceName }) => instanceName === name),
    slaves: () => ['geo-2', 'geo-3'],
    publish: () => Promise.reject(failure('PLB-CLUSTER-NOT-OPEN', {})),
    // eslint-disable-next-line require-yield -- there is nothing in any queue
    browse: async function* () {
      return
    },
  }
  const service = createConfiguration({
    cluster: { current: cluster, required: () => cluster },
    operator: () => 'operator',
    now: Date.now,
  })
  const node = master.node
  if (node === undefined) throw new Error('The master is not open.')
  const call = plainCall()
  return {
    node,
    locals,
    service,
    idOf: (kind: Kind, title: string) => {
      const { catalog } = node
      const object = catalog.ofKind(kind).find((each) => titleOf(catalog, each) === title)
      if (object === undefined) throw new Error(`There is no ${kind} ${title}.`)
      return object.id
    },
    tree: () => service.tree({ instanceName: 'geo-1' }, call),
    object: async (id: string, instanceName = 'geo-1') => service.object({ instanceName, id }, call),
    preview: async (draft: Partial<EditDraft>, instanceName = 'geo-1') =>
      service.preview({ instanceName, draft: draftOf(draft) }, call),
    publish: async (draft: Partial<EditDraft>, instanceName = 'geo-1') =>
      publishAsPreviewed(service, { instanceName, draft: draftOf(draft) }),
    history: async (id: string) => service.history({ instanceName: 'geo-1', id }, call),
    restore: async (id: string, historyId: number, state: 'before' | 'after') =>
      publishAsPreviewed(service, {
        instanceName: 'geo-1',
        draft: { verb: 'restore', id, historyId, state },
      }),
    /** A data directory of another node, closed. */
    closed: (instanceName: string): LocalNode => {
      const dataDirectory = makeDataDirectory(parent, instanceName)
      const configuration = loadClusterConfiguration({
        dataDirectory,
        environment: {},
        fileSystem: localFileSystem,
      })
      const local: LocalNode = {
        dataDirectory,
        instanceName,
        run: false,
        configuration,
        node: undefined,
        state: 'stopped',
        failure: undefined,
      }
      locals.push(local)
      return local
    },
  }
}

export const emptyDraft: EditDraft = {
  verb: 'modify',
  kind: 'layer',
  service: null,
  id: null,
  input: null,
  styleBody: null,
  recurse: false,
  version: null,
}

function draftOf(draft: Partial<EditDraft>): EditDraft {
  return { ...emptyDraft, ...draft }
}

/** A workspace with a store, a layer and a style, made through the node itself. */
export function fill(node: Node): void {
  const edit = (request: Parameters<Node['edit']>[0]) => editAsPlanned(node, request, 'import')
  edit({ verb: 'add', kind: 'workspace', input: '{"name":"topp"}' })
  edit({
    verb: 'add',
    kind: 'dataStore',
    input: JSON.stringify({
      name: 'pg',
      workspace: 'topp',
      type: 'PostGIS',
      connectionParameters: {
        host: 'db',
        user: 'geo',
        passwd: 's3cret',
        url: 'jdbc:postgresql://db/x?password=pw1&a=b',
      },
    }),
  })
  edit({
    verb: 'add',
    kind: 'featureType',
    input: '{"name":"roads","namespace":"topp","store":"topp:pg","title":"Roads","srs":"EPSG:4326"}',
  })
  edit({ verb: 'add', kind: 'style', input: '{"name":"blue"}', styleBody: sld('blue') })
}
