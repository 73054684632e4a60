import { workspaceOf, type Catalog } from '../../catalog/catalog.ts'
import type { Drift, DriftEntry } from '../../catalog/diff.ts'
import { nameOf } from '../../catalog/object.ts'
import type { DriftForm } from '../../contract/features/shared.ts'
import type { NodeState, StateComparison, UnreadPlace } from '../../engine/resync/compare.ts'
import { wordingOf } from '../../errors/failure.ts'

type EntryForm = DriftForm['entries'][number]

/** Of one property only so much is shown; styles and templates can be large. */
const longestText = 20_000

/** A comparison as the contract says it. */
export function driftForm(
  drift: Drift & Partial<StateComparison>,
  reference: NodeState,
  slave: NodeState,
  at: number,
): DriftForm {
  const { unread = [], unsent = [] } = drift
  return {
    // What could not be read may differ, so it is never called equal.
    equal: drift.equal && unread.length === 0,
    compared: drift.compared,
    at,
    entries: drift.entries.map((entry) => entryForm(entry, reference.catalog, slave.catalog)),
    unknowable: drift.unknowable.map(({ kind, property, reason, objects }) => ({
      kind,
      property,
      reason,
      objects: objects.length,
    })),
    problems: [
      ...unread.map(({ side, path, failure }) => ({
        side: side === 'left' ? ('reference' as const) : ('slave' as const),
        path,
        message: wordingOf(failure),
        effect: 'unread' as const,
      })),
      ...problemForms('reference', reference, unread),
      ...problemForms('slave', slave, unread),
    ],
    unsent: unsent.map(({ area, left, right }) => ({
      area,
      reference: left.length,
      slave: right.length,
    })),
  }
}

/** What a comparison has to say of a directory without being uncertain for it. */
function problemForms(
  side: 'reference' | 'slave',
  { problems }: NodeState,
  unread: readonly UnreadPlace[],
): DriftForm['problems'] {
  return problems
    .filter(({ failure }) => !unread.some((each) => each.failure === failure))
    .map(({ path, failure, effect }) => ({
      side,
      path,
      message: wordingOf(failure),
      effect: effect === 'remark' ? ('remark' as const) : ('ignored' as const),
    }))
}

function entryForm(entry: DriftEntry, reference: Catalog, slave: Catalog): EntryForm {
  if (entry.type === 'defaultWorkspace') {
    return {
      type: entry.type,
      kind: 'workspace',
      id: 'default-workspace',
      title: 'default workspace',
      workspace: null,
      otherId: null,
      properties: [
        { property: 'defaultWorkspace', left: entry.left ?? null, right: entry.right ?? null, secret: false },
      ],
    }
  }
  const { type, kind, id, title } = entry
  return {
    type,
    kind,
    id,
    title,
    workspace: workspaceName(entry.type === 'extra' ? slave : reference, id),
    otherId: entry.type === 'sameNameOtherId' ? entry.otherId : null,
    properties:
      entry.type !== 'different'
        ? []
        : entry.properties.map(({ property, left, right, secret }) => ({
            property,
            left: shortened(left),
            right: shortened(right),
            secret: secret === true,
          })),
  }
}

function workspaceName(catalog: Catalog, id: string): string | null {
  const object = catalog.get(id)
  if (object === undefined) return null
  if (object.kind === 'workspace') return nameOf(object) ?? null
  const workspace = workspaceOf(catalog, object)
  return (workspace && nameOf(workspace)) ?? null
}

function shortened(text: string | undefined): string | null {
  if (text === undefined) return null
  return text.length <= longestText ? text : `${text.slice(0, longestText)}…`
}
