import type { Catalog } from '../../catalog/catalog.ts'
import {
  readDataDirectory,
  readDataDirectoryInTurns,
  type DataDirectoryContent,
  type FileMemory,
} from '../../catalog/data-directory.ts'
import type { Problem } from '../../catalog/problem.ts'
import { compareCatalogs, type Drift, type DriftEntry } from '../../catalog/diff.ts'
import { styleFiles } from '../../catalog/data-directory-load.ts'
import type { StyleBodies } from '../../catalog/digest.ts'
import { textOfProperty, type CatalogObject } from '../../catalog/object.ts'
import { readStyleBody } from '../../catalog/style-body.ts'
import { unsentItems, type UnsentItems } from '../../catalog/unsent-items.ts'
import type { Unsent } from '../../catalog/unsent.ts'
import { isFailure } from '../../errors/failure.ts'
import { unsentAreas } from '../../sentences/kinds.ts'
import { decodeUtf8 } from '../../xml/parse.ts'
import type { DirectoryRoot } from '../../storage/directory-root.ts'

/** The state of a node as its data directory holds it. */
export interface NodeState {
  readonly catalog: Catalog
  readonly problems: readonly Problem[]
  /** What lies in the directory that no message carries. */
  readonly unsent?: readonly Unsent[]
  /** What lies in one of these areas, thing by thing. */
  readonly unsentItems?: (area: Unsent['area']) => UnsentItems
  /**
   * The rules of a style; undefined when it has none.
   * @throws PLB-CATALOG-…, PLB-STORAGE-… when they cannot be read
   */
  readonly body: (style: CatalogObject) => Uint8Array | undefined
  /** What tells the rules of a style from others; what cannot be read counts as missing. */
  readonly bodyDigest: StyleBodies
  /** Rules that were asked for and could not be read, by the id of their style. */
  readonly unreadBodies?: ReadonlyMap<string, Problem>
}

/** Where something could not be read that may make a difference. */
export interface UnreadPlace extends Problem {
  readonly side: 'left' | 'right'
}

/** What lies in an area no message carries, and no comparison covers. */
export interface UnsentArea {
  readonly area: Unsent['area']
  readonly left: readonly string[]
  readonly right: readonly string[]
}

export interface StateComparison extends Drift {
  /** Without any of these, and only then, equal means equal. */
  readonly unread: readonly UnreadPlace[]
  readonly unsent: readonly UnsentArea[]
}

/**
 * Reads a node's state as it lies there now.
 * @param memory what earlier readings of the same directory left, so that only what changed is read again
 */
export function readNodeState(root: DirectoryRoot, memory?: FileMemory): NodeState {
  return stateOf(root, readDataDirectory(root, memory === undefined ? {} : { memory }))
}

/** As {@link readNodeState}, but everyone else in this process is heard in between. */
export async function readNodeStateInTurns(root: DirectoryRoot): Promise<NodeState> {
  return stateOf(root, await readDataDirectoryInTurns(root))
}

function stateOf(root: DirectoryRoot, { catalog, problems, unsent }: DataDirectoryContent): NodeState {
  const unreadBodies = new Map<string, Problem>()
  const body = (style: CatalogObject): Uint8Array | undefined => readStyleBody(root, catalog, style)
  /** What cannot be read counts as missing, which is what a GeoServer would make of it, and is remembered. */
  const bodyDigest: StyleBodies = (style) => {
    try {
      return body(style)
    } catch (error) {
      if (!isFailure(error)) throw error
      unreadBodies.set(style.id, { path: bodyPath(style, catalog), failure: error, effect: 'unread' })
      return undefined
    }
  }
  return { catalog, problems, ...unsentIn(root, unsent), body, bodyDigest, unreadBodies }
}

/** What lies in a directory that no message carries, for a state of it. */
export function unsentIn(
  root: DirectoryRoot,
  unsent: readonly Unsent[],
): Required<Pick<NodeState, 'unsent' | 'unsentItems'>> {
  const itemsOf = (area: Unsent['area']): UnsentItems => {
    const found = unsent.find((each) => each.area === area)
    return found === undefined ? new Map() : unsentItems(root, found)
  }
  return { unsent, unsentItems: itemsOf }
}

function bodyPath(style: CatalogObject, catalog: Catalog): string {
  const name = textOfProperty(style, 'filename') ?? ''
  const file = catalog.strays.get(style.id)
  return file === undefined ? `styles/${name}` : file.join('/')
}

/** A body that cannot be read counts as missing, which is what a GeoServer would make of it. */
export function ifReadable<Result>(read: () => Result): Result | undefined {
  try {
    return read()
  } catch (error) {
    if (isFailure(error)) return undefined
    throw error
  }
}

/** What came of comparing two states, which a directory at rest gives again as they are. */
const compared = new WeakMap<NodeState, { readonly slave: NodeState; readonly comparison: StateComparison }>()

/** What the second node has that the first does not, and the other way round. */
export function compareStates(reference: NodeState, slave: NodeState): StateComparison {
  const known = compared.get(reference)
  if (known?.slave === slave) return known.comparison
  const comparison = compareAnew(reference, slave)
  compared.set(reference, { slave, comparison })
  return comparison
}

function compareAnew(reference: NodeState, slave: NodeState): StateComparison {
  const drift = compareCatalogs(reference.catalog, slave.catalog, {
    bodies: { left: reference.bodyDigest, right: slave.bodyDigest },
  })
  const unread = [...unreadPlaces('left', reference), ...unreadPlaces('right', slave)]
  const entries = drift.entries.map((entry) => withBodies(entry, reference, slave))
  return { ...drift, entries, unread, unsent: unsentAreasOf(reference, slave) }
}

/** Longer rules are not shown. */
const longestShownBody = 1024 * 1024

/** An entry with the rules of a style in it, when they are what differs and can be read as text. */
function withBodies(entry: DriftEntry, reference: NodeState, slave: NodeState): DriftEntry {
  if (entry.type !== 'different' || entry.kind !== 'style') return entry
  const left = reference.catalog.get(entry.id, 'style')
  const right = slave.catalog.get(entry.id, 'style') ?? (left && slave.catalog.sameName(left))
  const bodies = { left: textOfBody(reference, left), right: textOfBody(slave, right) }
  if (bodies.left === bodies.right) return entry
  const properties = entry.properties.map((each) =>
    each.property === 'styleBody' && bodies.left !== undefined && bodies.right !== undefined
      ? { ...each, bodies: { left: bodies.left, right: bodies.right } }
      : each,
  )
  return { ...entry, properties }
}

/** The rules of a style as text, empty when it has none; undefined when they are no text, too long, or unreadable. */
function textOfBody(state: NodeState, style: CatalogObject | undefined): string | undefined {
  if (style === undefined) return ''
  const body = ifReadable(() => state.body(style) ?? new Uint8Array())
  return body === undefined || body.byteLength > longestShownBody
    ? undefined
    : ifReadable(() => decodeUtf8(body))
}

/** What a node has and tells nobody, or shows though it is hidden: all of it is known, and a slave is not equal with it. */
export const untilStarted = {
  'left-out': 'PLB-GEOSERVER-LEFT-OUT',
  revealed: 'PLB-GEOSERVER-REVEALED',
} as const

/** Whether nothing but a start of the node mends it. */
export function needsStart(side: string): side is keyof typeof untilStarted {
  return side in untilStarted
}

const startCodes: ReadonlySet<string> = new Set(Object.values(untilStarted))

function unreadPlaces(side: 'left' | 'right', state: NodeState): readonly UnreadPlace[] {
  const unread = state.problems.filter(
    ({ effect, failure }) => effect === 'unread' || (side === 'right' && startCodes.has(failure.code)),
  )
  return [...unread, ...(state.unreadBodies?.values() ?? [])].map((problem) => ({ side, ...problem }))
}

/** Files of styles one of both has: where the other has but half of a style, that half is no graphic. */
export function styleFilesOf(left: NodeState, right: NodeState): ReadonlySet<string> {
  return new Set([left, right].flatMap(({ catalog }) => [...styleFiles(catalog)]))
}

function unsentAreasOf(left: NodeState, right: NodeState): readonly UnsentArea[] {
  const ofStyles = styleFilesOf(left, right)
  const placesOf = (state: NodeState, area: Unsent['area']): readonly string[] =>
    state.unsent?.find((each) => each.area === area)?.places.filter((place) => !ofStyles.has(place)) ?? []
  return unsentAreas
    .map((area) => ({ area, left: placesOf(left, area), right: placesOf(right, area) }))
    .filter((each) => each.left.length + each.right.length > 0)
}
