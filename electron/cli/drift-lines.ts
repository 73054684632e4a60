import type { Drift, DriftEntry, PropertyDifference, Unknowable } from '../catalog/diff.ts'
import { kindTable } from '../catalog/kinds/table.ts'
import type { StateComparison, UnsentArea } from '../engine/resync/compare.ts'
import { spaced } from '../text/spaced.ts'
import { say } from '../sentences/say.ts'
import { unifiedDiff } from '../text/unified-diff.ts'
import { counted } from './counted.ts'
import { bold, dim, green, red, yellow, type Piece } from './styled-text.ts'

type Line = readonly Piece[]

/** Why an area of a data directory is not compared. */
export const neverSent = 'no message carries them'

/**
 * A comparison in words: every difference, then what nobody can compare, then the verdict.
 * @param unread how many places could not be read, and so not be compared
 */
export function driftLines(
  drift: Drift & Partial<Pick<StateComparison, 'unsent'>>,
  unread: number,
): readonly Line[] {
  const { entries, unknowable, unsent = [] } = drift
  return [
    ...entries.flatMap(entryLines),
    ...(unknowable.length + unsent.length === 0 ? [] : [['not compared, and no drift:']]),
    ...unknowable.map(unknowableLine),
    ...unsent.map(unsentLine),
    verdictLine(drift, unread),
  ]
}

function unsentLine({ area, left, right }: UnsentArea): Line {
  const places = [...new Set([...left, ...right])].toSorted()
  const shown = places.slice(0, 3).join(', ')
  const more = places.length > 3 ? ` and ${places.length - 3} more` : ''
  return ['  ', say(`unsent.${area}`), `: ${neverSent} (${shown}${more})`]
}

function entryLines(entry: DriftEntry): readonly Line[] {
  switch (entry.type) {
    case 'missing':
      return [[red('missing'), ' ', nameOf(entry), dim(` ${entry.id}`)]]
    case 'extra':
      return [[yellow('extra'), ' ', nameOf(entry), dim(` ${entry.id}`)]]
    case 'sameNameOtherId':
      return [[yellow('other id'), ' ', nameOf(entry), dim(` ${entry.id} → ${entry.otherId}`)]]
    case 'defaultWorkspace':
      return [[yellow('different'), ' ', bold('default workspace')], changeLine('', entry.left, entry.right)]
    case 'different':
      return [
        [yellow('different'), ' ', nameOf(entry), dim(` ${entry.id}`)],
        ...entry.properties.flatMap(propertyLines),
      ]
  }
}

function nameOf({ kind, title }: Exclude<DriftEntry, { type: 'defaultWorkspace' }>): Piece {
  const { words } = kindTable[kind]
  return bold(title === kind ? words : `${words} ${title}`)
}

function propertyLines(difference: PropertyDifference): readonly Line[] {
  const { bodies } = difference
  const lines = bodies === undefined ? [] : unifiedDiff(bodies.left, bodies.right)
  return [propertyLine(difference), ...lines.map((line): Line => ['    ', coloured(line)])]
}

function coloured(line: string): Piece {
  if (line.startsWith('-')) return red(line)
  return line.startsWith('+') ? green(line) : dim(line)
}

function propertyLine({ property, left, right, secret }: PropertyDifference): Line {
  const name = spaced(property)
  if (secret === true) return [`  ${name}: `, dim('the passwords differ')]
  return property === 'styleBody'
    ? changeLine(name, withShortDigest(left), withShortDigest(right))
    : changeLine(name, left, right)
}

/** The first digits of a digest tell two contents apart as well as all of them. */
function withShortDigest(text: string | undefined): string | undefined {
  return text?.replace(/(?<=SHA-256 [0-9a-f]{8})[0-9a-f]{56}/, '…')
}

function changeLine(name: string, left: string | undefined, right: string | undefined): Line {
  const [before, after] = abridged(left, right)
  return [
    name === '' ? '  ' : `  ${name}: `,
    left === undefined ? dim('none') : before,
    ' → ',
    right === undefined ? dim('none') : after,
  ]
}

const longestText = 160
const contextLength = 40

/** Two texts around the place where they part, when they are too long to be read as a whole. */
function abridged(left = '', right = ''): readonly [string, string] {
  if (left.length <= longestText && right.length <= longestText) return [left, right]
  let place = 0
  while (place < left.length && left[place] === right[place]) place += 1
  const start = Math.max(0, place - contextLength)
  const part = (text: string): string => {
    const end = start + longestText
    return `${start > 0 ? '…' : ''}${text.slice(start, end).toWellFormed()}${end < text.length ? '…' : ''}`
  }
  return [part(left), part(right)]
}

function unknowableLine({ kind, property, reason, objects }: Unknowable): Line {
  return [`  ${kindTable[kind].words} ${spaced(property)}: ${reason} (${counted(objects.length, 'object')})`]
}

function verdictLine({ equal, compared, entries }: Drift, unread: number): Line {
  if (equal && unread === 0) return [green('equal'), `: ${counted(compared, 'object')} compared`]
  if (equal) {
    return [
      red('uncertain'),
      `: ${counted(compared, 'object')} compared, ${counted(unread, 'place')} not read`,
    ]
  }
  const counts = countsByType(entries).map(([type, count]) => `${count} ${wordsOfType[type]}`)
  return [red('drift'), `: ${counts.join(', ')}; ${counted(compared, 'object')} compared`]
}

const wordsOfType: Readonly<Record<DriftEntry['type'], string>> = {
  missing: 'missing',
  extra: 'extra',
  different: 'different',
  sameNameOtherId: 'with another id',
  defaultWorkspace: 'default workspace',
}

function countsByType(entries: readonly DriftEntry[]): readonly (readonly [DriftEntry['type'], number])[] {
  const counts = new Map<DriftEntry['type'], number>()
  for (const { type } of entries) counts.set(type, (counts.get(type) ?? 0) + 1)
  return [...counts]
}
