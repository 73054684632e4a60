import { systemClock } from '../../../../electron/scheduler/clock.ts'
import { join } from 'node:path'
import { titleOf } from '../../../../electron/catalog/catalog.ts'
import type { Kind } from '../../../../electron/catalog/kinds/property.ts'
import type { EditDraft, RestoredState } from '../../../../electron/contract/features/configuration.ts'
import type { EditRequest } from '../../../../electron/engine/master/master.ts'
import type { ClusterNode } from '../../../../electron/nodes/face/cluster-node.ts'
import { createConfiguration } from '../../../../electron/services/configuration/configuration-service.ts'
import type { Wording } from '../../../../electron/sentences/sentence.ts'
import { Notices } from '../../../../electron/state/notices.ts'
import { localFileSystem, type FileSystem } from '../../../../electron/storage/files.ts'
import { makeDataDirectory, plainCall, profileOf } from '../../../support/services.ts'
import { temporaryDirectory } from '../../../support/temporary-directory.ts'
import { openNodes, publishAsPlanned } from '../../../support/cluster-nodes.ts'
import { publishAsPreviewed } from '../../../support/publish-as-previewed.ts'
import { sld } from '../../../support/styles.ts'

/**
 * The master geo-1 and the slave geo-2, both running here.
 * @param withClosed whether there is geo-9 as well, which does not run
 */
export async function configurationWorld({ withClosed = false } = {}) {
  const parent = temporaryDirectory()
  const directories = [
    makeDataDirectory(parent, 'geo-1', { toggleSlave: 'false' }),
    makeDataDirectory(parent, 'geo-2', { toggleMaster: 'false' }),
  ]
  const closed = { type: 'local', dataDirectory: makeDataDirectory(parent, 'geo-9'), run: false } as const
  const profile = profileOf(directories)
  const nodes = await openNodes(
    withClosed ? { ...profile, nodes: [...profile.nodes, closed] } : profile,
    join(parent, 'cluster'),
  )
  const said: Wording[] = []
  /** The service as it is after the application was started anew. */
  const openService = (fileSystem: FileSystem = localFileSystem) =>
    createConfiguration({
      cluster: { required: () => ({ nodes, directory: join(parent, 'cluster') }) },
      pending: () => null,
      clock: systemClock,
      operator: () => 'operator',
      environment: {},
      fileSystem,
      now: Date.now,
      notices: new Notices((all) => said.splice(0, said.length, ...all)),
    }).service
  const service = openService()
  const node = nodes.required('geo-1')
  const { catalog } = await node.configuration.view()
  const call = plainCall()
  return {
    node,
    slave: nodes.required('geo-2'),
    /** What the master holds; it changes with it. */
    catalog,
    service,
    openService,
    /** What lies on the disk of the cluster's own. */
    directory: join(parent, 'cluster'),
    /** Notices of the service. */
    said,
    idOf: (kind: Kind, title: string) => {
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
    restore: async (id: string, historyId: number, state: RestoredState) =>
      publishAsPreviewed(service, {
        instanceName: 'geo-1',
        draft: { verb: 'restore', id, historyId, state },
      }),
  }
}

/** The same with a layer, its store and a style. */
export async function filledWorld(options: { readonly withClosed?: boolean } = {}) {
  const world = await configurationWorld(options)
  await fill(world.node)
  return world
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
export async function fill(node: ClusterNode): Promise<void> {
  const edit = (request: EditRequest) => publishAsPlanned(node, request, 'import')
  await edit({ verb: 'add', kind: 'workspace', input: '{"name":"topp"}' })
  await edit({
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
  await edit({
    verb: 'add',
    kind: 'featureType',
    input: '{"name":"roads","namespace":"topp","store":"topp:pg","title":"Roads","srs":"EPSG:4326"}',
  })
  await edit({ verb: 'add', kind: 'style', input: '{"name":"blue"}', styleBody: sld('blue') })
}
