import type { StateFiles } from '../../state/json-file.ts'
import type { Clock } from '../../scheduler/clock.ts'
import { kinds, type Kind } from '../../catalog/kinds/property.ts'
import { kindTable } from '../../catalog/kinds/table.ts'
import { titleOf, type Catalog } from '../../catalog/catalog.ts'
import { cssToSld } from '../../catalog/css-as-sld/css-to-sld.ts'
import type { Offers, Service } from '../../contract/features/application.ts'
import { failure, isFailure } from '../../errors/failure.ts'
import { parseXml } from '../../xml/parse.ts'
import { writeXml } from '../../xml/write.ts'
import { allow, type ClusterNode, type NodeConfiguration } from '../../nodes/face/cluster-node.ts'
import type { OpenCluster } from '../cluster/open-cluster.ts'
import { arrivalOf, mendOn } from './arrival.ts'
import { exportDirectory } from './as-directory/export.ts'
import { readWanted } from './as-directory/wanted.ts'
import { foundIn, treeOf } from './catalog-tree.ts'
import { CollectedEdits } from './collected-edits.ts'
import { Edits } from './edits.ts'
import { blankView, viewOf } from './object-view.ts'
import { restoringRequest, takingBackRequest, wouldChange } from './restore.ts'
import { styleWordsFor } from './style-words.ts'
import { Versions } from './versions.ts'
import { redactedElement } from '../../catalog/passwords.ts'
import { hideSecrets } from '../../secrets/text.ts'
import { say } from '../../sentences/say.ts'

export interface ConfigurationOptions extends StateFiles {
  readonly cluster: { readonly required: () => Pick<OpenCluster, 'nodes' | 'directory'> }
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Messages in the queue of a node, as far as that is known. */
  readonly pending: (instanceName: string) => number | null
  readonly clock: Clock
  /** Who asks for changes, for the history. */
  readonly operator: () => string
}

/** The configuration feature: what nodes hold, and changes of it, which masters alone accept. */
export function createConfiguration({
  cluster,
  pending,
  clock,
  operator,
  ...keeping
}: ConfigurationOptions): Offers<'configuration'> {
  /** @throws PLB-CLUSTER-NOT-OPEN, PLB-CLUSTER-NODE-UNKNOWN, PLB-CLUSTER-ACTION-REFUSED */
  const allowed = (instanceName: string, action: 'read' | 'edit'): NodeConfiguration => {
    const node = cluster.required().nodes.required(instanceName)
    allow(node, action)
    return node.configuration
  }
  const catalogOf = async (instanceName: string): Promise<Catalog> =>
    (await allowed(instanceName, 'read').view()).catalog
  let kept: CollectedEdits | undefined
  /** Those of the cluster that is open. */
  const collected = (): CollectedEdits => {
    const { directory } = cluster.required()
    if (kept?.directory !== directory) kept = new CollectedEdits({ ...keeping, directory })
    return kept
  }
  const versions = new Versions((password) => collected().fingerprint(password))
  const edits = new Edits(versions, collected, (path) => readWanted(path, keeping.fileSystem))
  const receivers = (instanceName: string): string[] =>
    cluster
      .required()
      .nodes.slaves()
      .filter((name) => name !== instanceName)
  const slavesBut = (instanceName: string): readonly ClusterNode[] => {
    const { nodes } = cluster.required()
    return receivers(instanceName).map((each) => nodes.required(each))
  }
  const service: Service<'configuration'> = {
    nodes: () => editability(cluster.required().nodes.all),
    tree: async ({ instanceName }) => treeOf(await catalogOf(instanceName)),
    find: async (asked) => {
      const readable = editability(cluster.required().nodes.all)
      const first = readable.find(({ editable }) => editable) ?? readable[0]
      if (first === undefined) return []
      const catalog = await catalogOf(first.instanceName)
      return foundIn(catalog, asked).map((each) => ({ ...each, instanceName: first.instanceName }))
    },
    object: async ({ instanceName, id }) => {
      const node = allowed(instanceName, 'read')
      const seen = await node.view()
      const object = seen.catalog.get(id)
      if (object === undefined) throw failure('PLB-ENGINE-OBJECT-NOT-FOUND', { kind: 'object', name: id })
      const [last] = await node.historyOf(id, 1)
      return viewOf(object, seen, versions, last)
    },
    blank: async ({ instanceName, kind, service, workspace }) => {
      const known = kindNamed(kind)
      const root = known === 'service' ? (service ?? 'wms') : kindTable[known].root
      const catalog = await catalogOf(instanceName)
      return blankView(known, root, workspace, catalog)
    },
    references: async ({ instanceName, kinds: wanted }) => {
      const catalog = await catalogOf(instanceName)
      return catalog
        .ofKind(...kinds.filter((kind) => wanted.includes(kind)))
        .map((object) => ({ id: object.id, kind: object.kind, title: titleOf(catalog, object) }))
        .toSorted((left, right) => left.title.localeCompare(right.title, 'en'))
    },
    styleWords: async ({ instanceName, id, format }) =>
      styleWordsFor(await catalogOf(instanceName), id, format),
    cssAsSld: ({ css }) => {
      const drawn = cssToSld(css)
      return drawn === undefined ? null : { sld: drawn.sld, leftOut: [...drawn.leftOut] }
    },
    preview: ({ instanceName, draft }) =>
      edits.preview(allowed(instanceName, 'edit'), draft, receivers(instanceName)),
    publish: ({ instanceName, draft, agreed, requestId }) =>
      edits.publish(allowed(instanceName, 'edit'), draft, { agreed, author: operator(), requestId }),
    exportTo: async ({ instanceName, workspace, path }) => {
      const view = await allowed(instanceName, 'read').view()
      const { fileSystem } = keeping
      return {
        objects: await exportDirectory(view, path, { workspace: workspace ?? undefined, fileSystem }),
      }
    },
    collected: async ({ instanceName }) => {
      const all = collected().of(instanceName)
      if (all.length === 0) return []
      const view = await allowed(instanceName, 'read').view()
      return all.map((each) => ({ ...each, unfit: edits.unfit(view, each.id) ?? null }))
    },
    collect: ({ edits: added }) => {
      collected().collect(added)
      return {}
    },
    drop: ({ ids }) => {
      collected().drop(ids)
      return {}
    },
    arrival: async ({ instanceName, id }, { signal, progress }) => ({
      objects: await arrivalOf(allowed(instanceName, 'read'), id, {
        ...{ slaves: slavesBut(instanceName), pending, clock, signal },
        onProgress: (objects) => {
          progress({ objects })
        },
      }),
    }),
    mend: async ({ instanceName, id, slaves }, { signal }) => ({
      objects: await mendOn(allowed(instanceName, 'edit'), id, {
        slaves: slavesBut(instanceName).filter((each) => slaves.includes(each.instanceName)),
        ...{ pending, clock, signal },
        onProgress: () => undefined,
      }),
    }),
    history: async ({ instanceName, id }) => {
      const node = allowed(instanceName, 'read')
      const view = await node.view()
      return (await node.historyOf(id)).map((entry) => ({
        id: entry.id,
        at: entry.at,
        author: entry.author,
        verb: entry.verb,
        summary: entry.summary,
        reason: entry.reason ?? null,
        together: entry.together ?? 1,
        before: shownXml(entry.before),
        after: shownXml(entry.after),
        bodyBefore: shownBody(entry.styleBodyBefore),
        bodyAfter: shownBody(entry.styleBodyAfter),
        differs: {
          before: wouldChange(() => takingBackRequest(view, entry)),
          after: wouldChange(() => restoringRequest(view, entry, 'after')),
          again: wouldChange(() => restoringRequest(view, entry, 'again')),
        },
      }))
    },
  }
  return { service }
}

/** The nodes whose catalog can be looked at, and where to edit instead of those that cannot be edited. */
function editability(nodes: readonly ClusterNode[]) {
  const masters = nodes.filter((each) => each.why('edit') === null)
  return nodes
    .filter((each) => each.why('read') === null)
    .map((each) => {
      const why = each.why('edit')
      const group = each.facts.group.value
      const instead = masters.find(({ facts }) => facts.group.value === group) ?? masters[0]
      return {
        instanceName: each.instanceName,
        editable: why === null,
        why,
        masterInstead: why === null ? null : (instead?.instanceName ?? null),
      }
    })
}

function kindNamed(kind: string): Kind {
  const found = kinds.find((each) => each === kind)
  if (found === undefined) throw failure('PLB-ENGINE-EDIT-REFUSED', { reason: say('edits.noKind', { kind }) })
  return found
}

function shownXml(xml: string | undefined): string | null {
  if (xml === undefined) return null
  try {
    return writeXml(redactedElement(parseXml(xml)))
  } catch (error) {
    // What an earlier version wrote and this one cannot read stays unseen rather than unredacted.
    if (isFailure(error)) return null
    throw error
  }
}

function shownBody(body: string | undefined): string | null {
  return body === undefined ? null : hideSecrets(body, 'addresses')
}
