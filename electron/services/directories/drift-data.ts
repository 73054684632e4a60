import { workspaceOf, type Catalog } from '../../catalog/catalog.ts'
import type { Drift, DriftEntry, PropertyDifference } from '../../catalog/diff.ts'
import { nameOf } from '../../catalog/object.ts'
import { unlikeItems } from '../../catalog/unsent-items.ts'
import type { DriftData } from '../../contract/shared.ts'
import {
  styleFilesOf,
  type NodeState,
  type StateComparison,
  type UnreadPlace,
  type UnsentArea,
} from '../../engine/resync/compare.ts'
import { wordingOf } from '../../errors/failure.ts'
import { say } from '../../sentences/say.ts'

type EntryData = DriftData['entries'][number]

/** Of one property only so much is shown; styles and templates can be large. */
const longestText = 20_000
/** Of the rules of all styles together; of those behind it, what parts is shown alone. */
const longestBodies = 2_000_000
const shortText = 200

/** A comparison as the contract says it. */
export function driftData(
  drift: Drift & Partial<StateComparison>,
  reference: NodeState,
  slave: NodeState,
  at: number,
): DriftData {
  const { unread = [], unsent = [] } = drift
  const room = { left: longestBodies }
  return {
    // What could not be read may differ, so it is never called equal.
    equal: drift.equal && unread.length === 0,
    compared: drift.compared,
    at,
    entries: drift.entries.map((entry) => entryData(entry, reference.catalog, slave.catalog, room)),
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
      ...problemsData('reference', reference, unread),
      ...problemsData('slave', slave, unread),
      ...emptinessOf('reference', reference),
      ...emptinessOf('slave', slave),
    ],
    unsent: unsent.map(({ area, left, right }) => ({
      ...{ area, reference: left.length, slave: right.length },
      ...unlikeIn(area, reference, slave),
    })),
  }
}

/** Of each area only so many names are told. */
const mostNames = 20
const longestName = 300

function unlikeIn(
  area: UnsentArea['area'],
  reference: NodeState,
  slave: NodeState,
): Pick<NonNullable<DriftData['unsent']>[number], 'differ' | 'found'> {
  const [left, right] = [reference.unsentItems?.(area), slave.unsentItems?.(area)]
  if (left === undefined || right === undefined) return {}
  const ofStyles = styleFilesOf(reference, slave)
  const unlike = unlikeItems(left, right).filter((name) => !ofStyles.has(name))
  const count = unlike.length
  const names = unlike.slice(0, mostNames).map((name) => name.slice(0, longestName))
  return {
    differ: count,
    found:
      count === 0
        ? say('comparison.unsentSame')
        : count > names.length
          ? say('comparison.unsentDifferMore', { count, names })
          : say('comparison.unsentDiffer', { count, names }),
  }
}

/** What a comparison has to say of a directory without being uncertain for it. */
function problemsData(
  side: 'reference' | 'slave',
  { problems }: NodeState,
  unread: readonly UnreadPlace[],
): DriftData['problems'] {
  return problems
    .filter(({ failure }) => !unread.some((each) => each.failure === failure))
    .map(({ path, failure, effect }) => ({
      side,
      path,
      message: wordingOf(failure),
      effect: effect === 'remark' ? ('remark' as const) : ('ignored' as const),
    }))
}

/** More often than a new node, a directory without any configuration is another than the one that was meant. */
function emptinessOf(side: 'reference' | 'slave', { catalog, problems }: NodeState): DriftData['problems'] {
  if (catalog.size > 0 || problems.some(({ effect }) => effect === 'unread')) return []
  return [{ side, path: '', message: say('files.noConfiguration'), effect: 'remark' }]
}

function entryData(entry: DriftEntry, reference: Catalog, slave: Catalog, room: { left: number }): EntryData {
  if (entry.type === 'defaultWorkspace') {
    return {
      type: entry.type,
      kind: 'workspace',
      id: 'default-workspace',
      title: 'defaultWorkspace',
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
        : entry.properties.map((difference) => ({
            property: difference.property,
            ...shownTexts(difference, room),
            secret: difference.secret === true,
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

/** Both texts, from shortly before the place where they part when they are long. */
function shownTexts(
  { left, right, bodies }: PropertyDifference,
  room: { left: number },
): { readonly left: string | null; readonly right: string | null } {
  if (bodies === undefined) return around(left, right, longestText)
  const length = Math.min(longestText, bodies.left.length) + Math.min(longestText, bodies.right.length)
  if (length > room.left) return around(bodies.left, bodies.right, shortText)
  room.left -= length
  return around(bodies.left, bodies.right, longestText)
}

/** Two texts around the place where they part, each no longer than that. */
function around(
  left: string | undefined,
  right: string | undefined,
  length: number,
): { readonly left: string | null; readonly right: string | null } {
  const start = startOfDifference(left ?? '', right ?? '', length)
  const shown = (text: string | undefined): string | null =>
    text === undefined
      ? null
      : `${start > 0 ? '…\n' : ''}${text.slice(start, start + length).toWellFormed()}${start + length < text.length ? '…' : ''}`
  return { left: shown(left), right: shown(right) }
}

/** A tenth of what is shown, and the rest of its line up to a half, stands in front of the first difference. */
function startOfDifference(left: string, right: string, length: number): number {
  if (Math.max(left.length, right.length) <= length) return 0
  let at = 0
  while (at < left.length && left[at] === right[at]) at += 1
  const line = left.lastIndexOf('\n', Math.max(0, at - length / 10)) + 1
  return Math.floor(Math.max(0, line, at - length / 2))
}
