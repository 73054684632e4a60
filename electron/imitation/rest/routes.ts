import type { ResourceKind, StoreKind } from '../../catalog/kinds/property.ts'
import { resourceKinds, storeKinds } from '../../catalog/kinds/property.ts'
import { getCluster, postCluster } from './cluster-api.ts'
import * as configuration from './configuration.ts'
import { done, type Answer, type Call } from './exchange.ts'
import { createGroup, deleteGroup, putGroup } from './groups.ts'
import { addStyleToLayer, deleteLayer, putLayer } from './layers.ts'
import { notFound, type NodeCore } from './node-core.ts'
import * as reads from './reads.ts'
import { createResource, deleteResource, putResource, resourceAt } from './resources.ts'
import { deleteResourceFile, getResourceFile, putResourceFile } from './resource-api.ts'
import { resourcePaths, storeOfResource, storePaths } from '../../catalog/kinds/rest-paths.ts'
import { Router, type Handler } from './router.ts'
import * as spaces from './spaces.ts'
import { createStore, deleteStore, putStore, storeAt } from './stores.ts'
import { createStyle, deleteStyle, putStyle } from './styles.ts'
import { getTileLayer, putTileLayer } from './tile-layers.ts'
import { groupsOf, membersOf, usersOf } from './users.ts'

type Methods = Readonly<Partial<Record<'GET' | 'POST' | 'PUT' | 'DELETE', Handler>>>

export interface RouteOptions {
  readonly reload: () => void
  /** Answers that do not depend on the catalog, by path with its query. */
  readonly fixed: (target: string) => Answer | undefined
  readonly patchedClusterRest: boolean
}

/** Every path of the REST interface the node answers. */
export function routesOf(core: NodeCore, options: RouteOptions): Router {
  const on =
    (handler: (node: NodeCore, call: Call) => Answer): Handler =>
    (call) =>
      handler(core, call)
  const reload = (): Answer => {
    options.reload()
    return done
  }
  const fixed: Handler = (call) => {
    const found = options.fixed(call.target)
    if (found === undefined) throw notFound('')
    return found
  }
  return new Router({
    '/rest/about/*': { GET: fixed },
    '/rest/security/usergroup/users': { GET: (call) => usersOf(core) ?? fixed(call) },
    '/rest/security/usergroup/groups': { GET: (call) => groupsOf(core) ?? fixed(call) },
    '/rest/security/usergroup/group/:group/users': {
      GET: (call) => membersOf(core, call.params.group ?? '') ?? fixed(call),
    },
    '/rest/security/*': { GET: fixed },
    '/gwc/rest/layers/:layer': {
      GET: (call) => getTileLayer(core, call, options.fixed(call.target)),
      PUT: on(putTileLayer),
    },
    '/gwc/rest/*': { GET: fixed },
    '/rest/resource': { GET: on(getResourceFile), PUT: on(putResourceFile), DELETE: on(deleteResourceFile) },
    '/rest/resource/*': {
      GET: on(getResourceFile),
      PUT: on(putResourceFile),
      DELETE: on(deleteResourceFile),
    },
    '/rest/reset': { POST: () => done, PUT: () => done },
    '/rest/reload': { POST: reload, PUT: reload },
    '/rest/cluster': {
      GET: (call) => getCluster(core, call, options.patchedClusterRest),
      POST: on(postCluster),
    },
    '/rest/settings': { GET: on(reads.getGlobal), PUT: on(configuration.putGlobal) },
    '/rest/settings/contact': { GET: on(reads.getContact), PUT: on(configuration.putContact) },
    '/rest/logging': { GET: on(reads.getLogging), PUT: on(configuration.putLogging) },
    '/rest/services/:service/settings': { GET: on(reads.getService), PUT: on(configuration.putService) },
    '/rest/services/:service/workspaces/:ws/settings': {
      GET: on(reads.getService),
      PUT: on(configuration.putService),
      DELETE: on(configuration.deleteService),
    },
    '/rest/workspaces': {
      GET: (call) => reads.listWorkspaces(core, call, 'workspace'),
      POST: on(spaces.createWorkspace),
    },
    '/rest/workspaces/default': {
      GET: on((node, call) => reads.getWorkspace(node, { ...call, params: { ws: 'default' } })),
      PUT: on(spaces.putDefaultWorkspace),
      DELETE: on((node, call) => spaces.deleteWorkspace(node, { ...call, params: { ws: 'default' } })),
    },
    '/rest/workspaces/:ws': {
      GET: on(reads.getWorkspace),
      PUT: on(spaces.putWorkspace),
      DELETE: on(spaces.deleteWorkspace),
    },
    '/rest/namespaces': {
      GET: (call) => reads.listWorkspaces(core, call, 'namespace'),
      POST: on(spaces.createNamespace),
    },
    '/rest/namespaces/default': {
      GET: on((node, call) => reads.getNamespace(node, { ...call, params: { ns: 'default' } })),
      PUT: on(spaces.putDefaultNamespace),
    },
    '/rest/namespaces/:ns': {
      GET: on(reads.getNamespace),
      PUT: on(spaces.putNamespace),
      DELETE: on(spaces.deleteNamespace),
    },
    '/rest/workspaces/:ws/settings': {
      GET: on(reads.getSettings),
      POST: on(configuration.createSettings),
      PUT: on(configuration.putSettings),
      DELETE: on(configuration.deleteSettings),
    },
    ...belowStores(core),
    ...published(on),
  })
}

function belowStores(core: NodeCore): Readonly<Record<string, Methods>> {
  const routes: Record<string, Methods> = {}
  for (const kind of storeKinds) {
    const path = `/rest/workspaces/:ws/${storePaths[kind]}`
    routes[path] = {
      GET: (call) => reads.listStores(core, call, kind),
      POST: (call) => createStore(core, call, kind),
    }
    routes[`${path}/:store`] = storeMethods(core, kind)
    routes[`${path}/:store/reset`] = {
      PUT: (call) => resetStore(core, call, kind),
      POST: (call) => resetStore(core, call, kind),
    }
  }
  for (const kind of resourceKinds) {
    const path = `/rest/workspaces/:ws/${storePaths[storeOfResource[kind]]}/:store/${resourcePaths[kind]}`
    const collection: Methods = {
      GET: (call) => reads.listResources(core, call, kind),
      POST: (call) => createResource(core, call, kind),
    }
    routes[path] = collection
    // The layers of WMTS stores have no collection of a workspace: that path is the one of layers.
    if (kind !== 'wmtsLayer') routes[`/rest/workspaces/:ws/${resourcePaths[kind]}`] = collection
    routes[`${path}/:resource`] = resourceMethods(core, kind)
    routes[`${path}/:resource/reset`] = { PUT: (call) => resetResource(core, call, kind) }
  }
  return routes
}

function storeMethods(core: NodeCore, kind: StoreKind): Methods {
  return {
    GET: (call) => reads.getStore(core, call, kind),
    PUT: (call) => putStore(core, call, kind),
    DELETE: (call) => deleteStore(core, call, kind),
  }
}

function resetStore(core: NodeCore, call: Call, kind: StoreKind): Answer {
  storeAt(core, call, kind)
  return done
}

function resourceMethods(core: NodeCore, kind: ResourceKind): Methods {
  return {
    GET: (call) => reads.getResource(core, call, kind),
    PUT: (call) => putResource(core, call, kind),
    DELETE: (call) => deleteResource(core, call, kind),
  }
}

function resetResource(core: NodeCore, call: Call, kind: ResourceKind): Answer {
  resourceAt(core, call, kind)
  return done
}

function published(
  on: (handler: (node: NodeCore, call: Call) => Answer) => Handler,
): Readonly<Record<string, Methods>> {
  const layer: Methods = { GET: on(reads.getLayer), PUT: on(putLayer), DELETE: on(deleteLayer) }
  const group: Methods = { GET: on(reads.getGroup), PUT: on(putGroup), DELETE: on(deleteGroup) }
  const style: Methods = { GET: on(reads.getStyle), PUT: on(putStyle), DELETE: on(deleteStyle) }
  const routes: Record<string, Methods> = {}
  for (const above of ['/rest', '/rest/workspaces/:ws']) {
    routes[`${above}/layers`] = { GET: on(reads.listLayers) }
    routes[`${above}/layers/:layer`] = layer
    routes[`${above}/layers/:layer/styles`] = { GET: on(reads.listLayerStyles), POST: on(addStyleToLayer) }
    routes[`${above}/layergroups`] = { GET: on(reads.listGroups), POST: on(createGroup) }
    routes[`${above}/layergroups/:group`] = group
    routes[`${above}/styles`] = { GET: on(reads.listStyles), POST: on(createStyle) }
    routes[`${above}/styles/:style`] = style
  }
  return routes
}
