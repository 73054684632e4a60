import { kinds } from '../catalog/kinds/property.ts'
import type { DriftForm } from '../contract/features/shared.ts'
import { property, say } from '../sentences/say.ts'
import { unifiedDiff } from '../text/unified-diff.ts'
import { counted } from './counted.ts'
import { bold, dim, green, red, yellow, type Piece } from './styled-text.ts'
import { objectWords } from '../engine/words.ts'
import type { Wording } from '../sentences/sentence.ts'

type Line = readonly Piece[]

/** Why an area of a data directory is not compared. */
export const neverSent = 'no message carries them'

type Entry = DriftForm['entries'][number]
type Difference = Entry['properties'][number]

/** A comparison in words: every difference, then what nobody can compare, then the verdict. */
export function driftLines(drift: DriftForm): readonly Line[] {
  const { entries, unknowable, unsent = [] } = drift
  return [
    ...entries.flatMap(entryLines),
    ...(unknowable.length + unsent.length === 0 ? [] : [['not compared, and no drift:']]),
    ...unknowable.map(unknowableLine),
    ...unsent.map(unsentLine),
    verdictLine(drift),
  ]
}

function unsentLine({ area, reference, slave }: NonNullable<DriftForm['unsent']>[number]): Line {
  return ['  ', say(`unsent.${area}`), `: ${neverSent} (${reference} → ${slave})`]
}

function entryLines(entry: Entry): readonly Line[] {
  const { type, id, otherId, properties } = entry
  switch (type) {
    case 'missing':
      return [[red('missing'), ' ', nameOf(entry), dim(` ${id}`)]]
    case 'extra':
      return [[yellow('extra'), ' ', nameOf(entry), dim(` ${id}`)]]
    case 'sameNameOtherId':
      return [[yellow('other id'), ' ', nameOf(entry), dim(` ${id} → ${otherId}`)]]
    case 'defaultWorkspace':
      return [
        [yellow('different'), ' ', bold('default workspace')],
        ...properties.map(({ left, right }) => changeLine('', left, right)),
      ]
    case 'different':
      return [[yellow('different'), ' ', nameOf(entry), dim(` ${id}`)], ...properties.flatMap(propertyLines)]
  }
}

function nameOf({ kind: name, title }: Entry): Piece {
  const kind = kinds.find((each) => each === name)
  return bold(kind === undefined ? `${name} ${title}` : objectWords(kind, title))
}

function wordsOf(name: string): Wording {
  const kind = kinds.find((each) => each === name)
  return kind === undefined ? name : say(`kinds.${kind}`)
}

function propertyLines({ property: changed, left, right, secret }: Difference): readonly Line[] {
  const name = property(changed)
  if (secret) return [['  ', name, ': ', dim('the passwords differ')]]
  if (changed !== 'styleBody' || left === null || right === null) return [changeLine(name, left, right)]
  return [['  ', name, ':'], ...unifiedDiff(left, right).map((line): Line => ['    ', coloured(line)])]
}

function coloured(line: string): Piece {
  if (line.startsWith('-')) return red(line)
  return line.startsWith('+') ? green(line) : dim(line)
}

function changeLine(name: Wording, left: string | null, right: string | null): Line {
  const [before, after] = abridged(left ?? '', right ?? '')
  return [
    '  ',
    ...(name === '' ? [] : [name, ': ']),
    left === null ? dim('none') : before,
    ' → ',
    right === null ? dim('none') : after,
  ]
}

const longestText = 160
const contextLength = 40

/** Two texts around the place where they part, when they are too long to be read as a whole. */
function abridged(left: string, right: string): readonly [string, string] {
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

function unknowableLine({ kind, property: name, reason, objects }: DriftForm['unknowable'][number]): Line {
  return ['  ', wordsOf(kind), ' ', property(name), ': ', reason, ` (${counted(objects, 'object')})`]
}

function verdictLine({ equal, compared, entries, problems }: DriftForm): Line {
  const unread = problems.filter(({ effect }) => effect === 'unread').length
  if (equal) return [green('equal'), `: ${counted(compared, 'object')} compared`]
  if (entries.length === 0) {
    return [
      red('uncertain'),
      `: ${counted(compared, 'object')} compared, ${counted(unread, 'place')} not read`,
    ]
  }
  const counts = countsByType(entries).map(([type, count]) => `${count} ${wordsOfType[type]}`)
  return [red('drift'), `: ${counts.join(', ')}; ${counted(compared, 'object')} compared`]
}

const wordsOfType: Readonly<Record<Entry['type'], string>> = {
  missing: 'missing',
  extra: 'extra',
  different: 'different',
  sameNameOtherId: 'with another id',
  defaultWorkspace: 'default workspace',
}

function countsByType(entries: readonly Entry[]): readonly (readonly [Entry['type'], number])[] {
  const counts = new Map<Entry['type'], number>()
  for (const { type } of entries) counts.set(type, (counts.get(type) ?? 0) + 1)
  return [...counts]
}
