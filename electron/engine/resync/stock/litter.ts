import { fileNames } from '../../../catalog/locations.ts'
import type { Problem } from '../../../catalog/problem.ts'
import { hasControlCharacter } from '../../../text/control-characters.ts'
import { say } from '../../../sentences/say.ts'
import type { Wording } from '../../../sentences/sentence.ts'
import type { RelativePath } from '../../../storage/directory-root.ts'
import type { NodeState } from '../compare.ts'
import { fileOf, filesOf } from './file-of.ts'
import type { StockOperation } from './stock-operation.ts'
import type { StockState } from './stock-reader.ts'

/** Files of a slave that lie where a directory of what it is to have belongs: nothing can be written below them. */
export function obstaclesFor(
  wanted: readonly string[],
  { beside = [] }: StockState,
): readonly StockOperation[] {
  return beside.flatMap(({ path, isDirectory }) => {
    const place = path.join('/')
    const isInTheWay = !isDirectory && wanted.some((each) => each.startsWith(`${place}/`))
    return isInTheWay ? [removal(path, say('stock.inTheWay'))] : []
  })
}

/**
 * What keeps a slave from being proved although its master has nothing of the kind: files nobody can read, what it
 * serves by names no request can ask for, copies it serves in the place of what lies where it belongs, and those it would
 * serve in its place after the next start.
 * @param wanted the files of all it is to have
 */
export function litterOf(
  wanted: ReadonlySet<string>,
  reference: NodeState,
  slave: StockState,
): readonly StockOperation[] {
  const { splits, problems } = slave
  const known = new Set(reference.problems.map(({ path }) => path))
  const unaskable = splits.flatMap(({ side, path }) =>
    side === 'unaskable' && !known.has(path) && isWithin(path)
      ? [removal(ownOf(path), say('stock.unaskable'))]
      : [],
  )
  const unread = problems.flatMap((problem) =>
    isUnreadFile(problem) && !wanted.has(problem.path) && !known.has(problem.path)
      ? [removal(problem.path.split('/'), say('stock.unreadable'))]
      : [],
  )
  const copies = splits.flatMap(({ isCopy, path }) =>
    isCopy === true && !wanted.has(path) ? [removal(copyAt(path, wanted), say('stock.unservedCopy'))] : [],
  )
  return [...unread, ...unaskable, ...copies, ...servedCopies(known, slave)]
}

/**
 * Files of a name another object of the slave has, with ids of their own, which its master has not: which of both it loads
 * its file system says, and what refers to the other then finds nothing.
 */
export function namesakesOf(reference: NodeState, { problems }: StockState): readonly StockOperation[] {
  const known = new Set(reference.problems.map(({ path }) => path))
  const wanted = filesOf(reference.catalog)
  return problems.flatMap(({ path, failure: { code } }) =>
    code === 'PLB-CATALOG-NAMESAKE' && !wanted.has(path) && !known.has(path)
      ? [{ ...removal(copyAt(path, wanted), say('stock.namesake')), isLoaded: true }]
      : [],
  )
}

/** Copies beside objects that are served otherwise than their files say. */
function servedCopies(
  known: ReadonlySet<string>,
  { splits, problems, parted = [], halves = [], catalog }: StockState,
): readonly StockOperation[] {
  const otherwise = [
    ...splits.flatMap(({ side, path }) => (side === 'otherwise' ? path : [])),
    ...parted.flatMap((object) => fileOf(object, catalog) ?? []),
  ]
  const copies = problems.flatMap(({ path, failure: { code } }) => {
    const directory = ownOf(path)
    const isCopy = code === 'PLB-CATALOG-DUPLICATE-NAME' && directory.length === resourceDepth
    const store = `${directory.slice(0, -1).join('/')}/`
    // A group is of any store's layers.
    const isOf = (each: string): boolean => each.startsWith(store) || each.includes('layergroups/')
    return isCopy && otherwise.some(isOf) ? [directory] : []
  })
  const spaces = otherwise.some((each) => each.startsWith('workspaces/'))
    ? halves.map((each) => each.split('/'))
    : []
  const found = new Map([...copies, ...spaces].map((path) => [path.join('/'), path]))
  return [...found]
    .filter(([place]) => ![...known].some((path) => path === place || path.startsWith(`${place}/`)))
    .map(([, path]) => removal(path, say('stock.servedCopy')))
}

/** Of `workspaces/topp/shp/cities`. */
const resourceDepth = 4

function isUnreadFile({ effect, failure, path }: Problem): boolean {
  return effect === 'unread' && !failure.code.startsWith('PLB-GEOSERVER-') && path.endsWith('.xml')
}

/** A name a node tells leads nowhere else than below its own directory. */
function isWithin(path: string): boolean {
  const isPlace = (name: string): boolean => name !== '' && name !== '.' && name !== '..'
  return path.split('/').every(isPlace) && !path.includes('\\') && !hasControlCharacter(path)
}

const owners: ReadonlySet<string> = new Set([...Object.values(fileNames), 'workspace.xml'])

/** The directory of what has one of its own. */
function ownOf(path: string): RelativePath {
  const names = path.split('/')
  return owners.has(names.at(-1) ?? '') ? names.slice(0, -1) : names
}

/** With all that was copied along, as long as nothing the slave is to have lies there. */
function copyAt(path: string, wanted: ReadonlySet<string>): RelativePath {
  const own = ownOf(path)
  const isFree = ![...wanted].some((each) => each.startsWith(`${own.join('/')}/`))
  return isFree ? own : path.split('/')
}

function removal(path: RelativePath, reason: Wording): StockOperation {
  const place = path.join('/')
  return {
    ...{ key: `remove:file:${place}`, verb: 'remove', kind: 'workspace', id: '', way: 'files' },
    ...{ title: say('stock.removeFile', { path: place }), reason, clears: [path] },
    ...{ events: [], steps: [], covers: [], removes: [], present: [], gone: [] },
  }
}
