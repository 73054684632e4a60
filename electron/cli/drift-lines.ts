import { kinds } from '../catalog/kinds/property.ts'
import type { SentenceKey } from '../languages/language.ts'
import type { DriftData } from '../contract/shared.ts'
import { property, say } from '../sentences/say.ts'
import { unifiedDiff } from '../catalog/unified-diff.ts'
import { bold, dim, green, red, yellow, type Piece } from './styled-text.ts'
import { objectWords } from '../engine/words.ts'
import type { Wording } from '../sentences/sentence.ts'
import { countAccepted, sayAccepted } from '../services/comparison/accepted.ts'

type Line = readonly Piece[]

/** Why an area of a data directory is not compared. */
export const neverSent = say('cliDrift.neverSent')

type Entry = DriftData['entries'][number]
type Difference = Entry['properties'][number]

/** A comparison in words: every difference, then what nobody can compare, then the verdict. */
export function driftLines(drift: DriftData): readonly Line[] {
  const { entries, unknowable, unsent = [] } = drift
  const beside = [...unknowable.map(unknowableLine), ...unsent.map(unsentLine), ...strayLines(drift)]
  return [
    ...entries.flatMap((entry) => [...entryLines(entry), ...acceptedLines(entry)]),
    ...(beside.length === 0 ? [] : [[say('cliDrift.notCompared')]]),
    ...beside,
    verdictLine(drift),
  ]
}

/** What could not be read, side by side with why: as long as there is any, nothing is proved equal. */
export function unreadLines({ problems }: DriftData): readonly Line[] {
  return problems
    .filter(({ effect }) => effect === 'unread')
    .map(({ side, path, message: reason }) => [
      yellow(
        say(side === 'slave' ? 'cliChanges.unreadOnSlave' : 'cliChanges.unreadOnReference', { path, reason }),
      ),
    ])
}

/** More files than these are counted. */
const mostStray = 20

/** What lies on the slave and no GeoServer loads: it is no drift, and stays. */
export function strayLines({ problems }: DriftData): readonly Line[] {
  const stray = problems.filter(({ side, effect }) => side === 'slave' && effect === 'ignored')
  const lines = stray
    .slice(0, mostStray)
    .map(({ path, message }): Line => ['  ', say('cliDrift.stray', { path }), ': ', message])
  const more = stray.length - lines.length
  return more > 0 ? [...lines, ['  ', say('cliDrift.moreStray', { count: more })]] : lines
}

function unsentLine({ area, reference, slave, found }: NonNullable<DriftData['unsent']>[number]): Line {
  const places = ` (${reference} → ${slave})`
  return ['  ', say(`unsent.${area}`), ': ', neverSent, places, ...(found === undefined ? [] : ['; ', found])]
}

function acceptedLines({ accepted }: Entry): readonly Line[] {
  return sayAccepted(accepted?.notes ?? []).map((words): Line => ['  ', dim(words)])
}

function entryLines(entry: Entry): readonly Line[] {
  const { type, id, otherId, properties } = entry
  switch (type) {
    case 'missing':
      return [[red(say('cliStates.missing')), ' ', nameOf(entry), dim(` ${id}`)]]
    case 'extra':
      return [[yellow(say('cliStates.extra')), ' ', nameOf(entry), dim(` ${id}`)]]
    case 'sameNameOtherId':
      return [[yellow(say('cliStates.otherId')), ' ', nameOf(entry), dim(` ${id} → ${otherId}`)]]
    case 'defaultWorkspace':
      return [
        [yellow(say('cliStates.different')), ' ', bold(say('cliDrift.defaultWorkspace'))],
        ...properties.map(({ left, right }) => changeLine('', left, right)),
      ]
    case 'different':
      return [
        [yellow(say('cliStates.different')), ' ', nameOf(entry), dim(` ${id}`)],
        ...properties.flatMap(propertyLines),
      ]
  }
}

function nameOf({ kind, title }: Entry): Piece {
  return bold(titleOf(kind, title))
}

/** An object as people name it; a kind of another release is called as it is. */
export function titleOf(name: string, title: string): Wording {
  const kind = kinds.find((each) => each === name)
  return kind === undefined ? `${name} ${title}` : objectWords(kind, title)
}

function wordsOf(name: string): Wording {
  const kind = kinds.find((each) => each === name)
  return kind === undefined ? name : say(`kinds.${kind}`)
}

function propertyLines({ property: changed, left, right, secret }: Difference): readonly Line[] {
  const name = property(changed)
  if (secret) return [['  ', name, ': ', dim(say('cliDrift.passwordsDiffer'))]]
  if (changed !== 'styleBody' || left === null || right === null) return [changeLine(name, left, right)]
  const { lines, rest } = unifiedDiff(left, right)
  const shown = [...lines.map(coloured), ...(rest === undefined ? [] : [dim(rest)])]
  return [['  ', name, ':'], ...shown.map((line): Line => ['    ', line])]
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
    left === null ? dim(say('cliDrift.none')) : before,
    ' → ',
    right === null ? dim(say('cliDrift.none')) : after,
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

function unknowableLine({ kind, property: name, reason, objects }: DriftData['unknowable'][number]): Line {
  return [
    '  ',
    wordsOf(kind),
    ' ',
    property(name),
    ': ',
    reason,
    ' (',
    say('cliDrift.objects', { count: objects }),
    ')',
  ]
}

function verdictLine(drift: DriftData): Line {
  const { equal, compared, entries, problems } = drift
  const count = problems.filter(({ effect }) => effect === 'unread').length
  const objects = say('cliDrift.objectsCompared', { count: compared })
  if (equal) return [green(say('cliStates.equal')), ': ', objects]
  if (entries.length === 0)
    return [red(say('cliDrift.uncertain')), ': ', objects, ', ', say('cliDrift.placesNotRead', { count })]
  const counts = countsByType(entries).flatMap(([type, each], index): Piece[] => [
    index === 0 ? ': ' : ', ',
    say(countedAs[type], { count: each }),
  ])
  const accepted = countAccepted(drift)
  const ofThese = accepted === 0 ? [] : ['; ', say('cliDrift.countAccepted', { count: accepted })]
  return [red(say('cliDrift.drift')), ...counts, ...ofThese, '; ', objects]
}

const countedAs = {
  missing: 'cliDrift.countMissing',
  extra: 'cliDrift.countExtra',
  different: 'cliDrift.countDifferent',
  sameNameOtherId: 'cliDrift.countSameNameOtherId',
  defaultWorkspace: 'cliDrift.countDefaultWorkspace',
} as const satisfies Readonly<Record<Entry['type'], SentenceKey>>

function countsByType(entries: readonly Entry[]): readonly (readonly [Entry['type'], number])[] {
  const counts = new Map<Entry['type'], number>()
  for (const { type } of entries) counts.set(type, (counts.get(type) ?? 0) + 1)
  return [...counts]
}
