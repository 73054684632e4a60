import { kinds, type Kind } from '../../catalog/kinds/property.ts'
import { kindTable } from '../../catalog/kinds/table.ts'
import { titleOf } from '../../catalog/catalog.ts'
import type { Service } from '../../contract/application.ts'
import { failure, isFailure } from '../../errors/failure.ts'
import { parseXml } from '../../xml/parse.ts'
import { writeXml } from '../../xml/write.ts'
import type { ClusterAccess } from '../cluster/open-cluster.ts'
import { treeOf } from './catalog-tree.ts'
import { Catalogs } from './catalogs.ts'
import { Edits } from './edits.ts'
import { blankView, viewOf } from './object-view.ts'
import { wouldChange } from './restore.ts'
import { Versions } from './versions.ts'
import { redactedElement } from '../../catalog/passwords.ts'
import { hideSecrets } from '../../secrets/text.ts'

export interface ConfigurationOptions {
  readonly cluster: ClusterAccess
  /** Who asks for changes, for the history. */
  readonly operator: () => string
  readonly now: () => number
}

/** The configuration feature: what nodes hold, and changes of it, which masters alone accept. */
export function createConfiguration({
  cluster,
  operator,
  now,
}: ConfigurationOptions): Service<'configuration'> {
  const catalogs = new Catalogs(cluster, now)
  const versions = new Versions()
  const edits = new Edits(versions)
  const receivers = (instanceName: string): string[] =>
    cluster
      .required()
      .slaves()
      .filter((name) => name !== instanceName)
  return {
    nodes: () => catalogs.nodes(),
    tree: async ({ instanceName }) => treeOf((await catalogs.of(instanceName)).catalog),
    object: async ({ instanceName, id }) => {
      const seen = await catalogs.of(instanceName)
      const object = seen.catalog.get(id)
      if (object === undefined) throw failure('PLB-ENGINE-OBJECT-NOT-FOUND', { kind: 'object', name: id })
      return viewOf(object, seen, versions)
    },
    blank: async ({ instanceName, kind, service, workspace }) => {
      const known = kindNamed(kind)
      const root = known === 'service' ? (service ?? 'wms') : kindTable[known].root
      const { catalog } = await catalogs.of(instanceName)
      return blankView(known, root, workspace, catalog)
    },
    references: async ({ instanceName, kinds: wanted }) => {
      const { catalog } = await catalogs.of(instanceName)
      return catalog
        .ofKind(...kinds.filter((kind) => wanted.includes(kind)))
        .map((object) => ({ id: object.id, kind: object.kind, title: titleOf(catalog, object) }))
        .toSorted((left, right) => left.title.localeCompare(right.title, 'en'))
    },
    preview: ({ instanceName, draft }) =>
      edits.preview(catalogs.editable(instanceName), draft, receivers(instanceName)),
    publish: ({ instanceName, draft, agreed, requestId }) =>
      edits.publish(catalogs.editable(instanceName), draft, { agreed, author: operator(), requestId }),
    history: async ({ instanceName, id }) => {
      const { node } = await catalogs.of(instanceName)
      return (node?.historyOf(id) ?? []).map((entry) => ({
        id: entry.id,
        at: entry.at,
        author: entry.author,
        verb: entry.verb,
        summary: entry.summary,
        before: shownXml(entry.before),
        after: shownXml(entry.after),
        bodyBefore: shownBody(entry.styleBodyBefore),
        bodyAfter: shownBody(entry.styleBodyAfter),
        differs: {
          before: node !== undefined && wouldChange(node, entry, 'before'),
          after: node !== undefined && wouldChange(node, entry, 'after'),
        },
      }))
    },
  }
}

function kindNamed(kind: string): Kind {
  const found = kinds.find((each) => each === kind)
  if (found === undefined) throw failure('PLB-ENGINE-EDIT-REFUSED', { reason: `there is no kind ${kind}` })
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
