import { inboxStates } from '../../sentences/inbox-states.ts'
import type { ResyncReport } from '../../contract/features/resync.ts'
import type { DriftData } from '../../contract/shared.ts'
import { kinds } from '../../sentences/kinds.ts'
import { property, say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'
import type { Speak } from '../../sentences/speaker.ts'
import { sayAccepted } from '../comparison/accepted.ts'
import { unifiedDiff } from '../../catalog/unified-diff.ts'

type Report = Omit<ResyncReport, 'markdown' | 'html'>
type Cell = Wording | number

interface Section {
  readonly title: Wording
  readonly columns: readonly Wording[]
  readonly rows: readonly (readonly Cell[])[]
  readonly none: Wording
}

/** A resync in Markdown, for a ticket or a mail. */
export function reportAsMarkdown(report: Report, speak: Speak): string {
  const shown = (cell: Cell): string => markdown(typeof cell === 'number' ? String(cell) : speak(cell))
  const facts = factsOf(report).map(([name, value]) => `- **${shown(name)}:** ${shown(value)}`)
  const sections = sectionsOf(report).flatMap(({ title, columns, rows, none }) => [
    `## ${shown(title)}`,
    rows.length === 0
      ? shown(none)
      : [columns.map(shown), columns.map(() => '---'), ...rows.map((row) => row.map(shown))]
          .map((cells) => `| ${cells.join(' | ')} |`)
          .join('\n'),
  ])
  return `${[`# ${shown(titleOf(report))}`, facts.join('\n'), ...sections].join('\n\n')}\n`
}

/** The same as a page that stands alone and runs nothing. */
export function reportAsHtml(report: Report, language: string, speak: Speak): string {
  const shown = (cell: Cell): string => html(typeof cell === 'number' ? String(cell) : speak(cell))
  const facts = factsOf(report).map(([name, value]) => `<dt>${shown(name)}</dt><dd>${shown(value)}</dd>`)
  const sections = sectionsOf(report).map(({ title, columns, rows, none }) => {
    const cells = (row: readonly Cell[], tag: string): string =>
      `<tr>${row.map((cell) => `<${tag}>${shown(cell)}</${tag}>`).join('')}</tr>`
    const table =
      rows.length === 0
        ? `<p>${shown(none)}</p>`
        : `<table><thead>${cells(columns, 'th')}</thead><tbody>${rows.map((row) => cells(row, 'td')).join('')}</tbody></table>`
    return `<h2>${shown(title)}</h2>${table}`
  })
  const title = shown(titleOf(report))
  return [
    '<!doctype html>',
    `<html lang="${html(language)}"><head><meta charset="utf-8">`,
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${title}</title>`,
    '<style>body{font:14px/1.5 system-ui;margin:2rem;max-width:70rem}table{border-collapse:collapse;width:100%}',
    'th,td{border:1px solid #999;padding:.25rem .5rem;text-align:left;vertical-align:top;white-space:pre-wrap}',
    'dt{font-weight:600;float:left;clear:left;width:10rem}dd{margin-left:10rem}</style></head>',
    `<body><h1>${title}</h1><dl>${facts.join('')}</dl>${sections.join('')}</body></html>`,
    '',
  ].join('\n')
}

function titleOf({ instanceName, reference }: Report): Wording {
  return say('report.title', { node: instanceName, reference })
}

function factsOf(report: Report): readonly (readonly [Wording, Wording])[] {
  const { resumed, verified, cancelled, before, after, queue, startedAt, finishedAt } = report
  const outcome = verified
    ? say('report.verified', { count: after.compared })
    : say('report.left', { count: after.entries.length })
  const ended = cancelled ? say('report.cancelled', { outcome }) : outcome
  return [
    [say('report.outcome'), resumed ? say('report.resumed', { outcome: ended }) : ended],
    [say('report.began'), new Date(startedAt).toISOString()],
    [say('report.ended'), new Date(finishedAt).toISOString()],
    [say('report.queue'), queue],
    [
      say('report.before'),
      say('report.differences', { count: before.entries.length, objects: before.compared }),
    ],
  ]
}

function sectionsOf({ results, left, withheld, others, after }: Report): readonly Section[] {
  const [operation, why, kind] = [say('report.operation'), say('report.why'), say('report.kind')]
  const nothing = say('report.nothing')
  const ofProblem = [say('report.side'), say('report.file'), why]
  return [
    {
      title: say('report.done'),
      columns: [operation, why, say('report.way'), say('report.outcome'), say('report.remark')],
      rows: results.map(({ title, reason, way, state, message }) => [
        title,
        reason,
        say(`report.${way}`),
        stateWords(state),
        message ?? '',
      ]),
      none: say('report.nothingSent'),
    },
    {
      title: say('report.leftOut'),
      columns: [operation],
      rows: left.map(({ title }) => [title]),
      none: nothing,
    },
    {
      title: say('report.notSent'),
      columns: [operation, why],
      rows: withheld.map(({ title, reason }) => [title, reason]),
      none: nothing,
    },
    {
      title: say('report.others'),
      columns: [say('report.node'), say('report.beforeAndAfter'), say('report.queueTook'), why],
      rows: others.map(({ instanceName, state, queue, reason }) => [
        instanceName,
        say(`report.${state}`),
        queue === null ? say('report.notCounted') : queueWords(queue),
        reason ?? '',
      ]),
      none: say('report.noOthers'),
    },
    {
      title: say('report.stillDiffers'),
      columns: [say('report.object'), kind, say('report.how'), say('report.properties')],
      rows: after.entries.map(({ title, kind: name, type, properties, accepted }) => [
        title,
        kindWords(name),
        sayAccepted(accepted?.notes ?? []).reduce<Wording>(
          (what, each) => say('acceptance.with', { what, accepted: each }),
          say(`report.${type}`),
        ),
        say('report.list', { each: properties.map((each) => property(each.property)) }),
      ]),
      none: nothing,
    },
    {
      title: say('report.rulesDiffer'),
      columns: [say('report.style'), say('report.fromSlaveToReference')],
      rows: after.entries.flatMap(({ title, properties }) =>
        properties.flatMap(({ property: name, left: there, right: here }) =>
          name === 'styleBody' ? [[title, diffWords(here ?? '', there ?? '')]] : [],
        ),
      ),
      none: say('report.none'),
    },
    {
      title: say('report.unknowable'),
      columns: [kind, say('report.property'), why, say('report.objects')],
      rows: after.unknowable.map(({ kind: name, property: unknown, reason, objects }) => [
        kindWords(name),
        property(unknown),
        reason,
        objects,
      ]),
      none: nothing,
    },
    {
      title: say('report.unread'),
      columns: ofProblem,
      rows: problemRows(after, ['unread']),
      none: nothing,
    },
    {
      title: say('report.unusual'),
      columns: ofProblem,
      rows: problemRows(after, ['remark', 'ignored']),
      none: nothing,
    },
    {
      title: say('report.neverSent'),
      columns: [
        say('report.what'),
        say('report.atReference'),
        say('report.atSlave'),
        say('report.whatDiffers'),
      ],
      rows: (after.unsent ?? []).map(({ area, reference, slave, found = '' }) => [
        say(`unsent.${area}`),
        reference,
        slave,
        found,
      ]),
      none: nothing,
    },
  ]
}

function diffWords(before: string, after: string): Wording {
  const { lines, rest } = unifiedDiff(before, after)
  const shown = lines.join('\n')
  return rest === undefined ? shown : say('report.diffAndRest', { lines: shown, rest })
}

/** What a slave publishes of what is done to it over REST comes to every queue, in a group nobody has. */
function queueWords({ before, after }: { readonly before: number; readonly after: number }): Wording {
  return before === after
    ? say('report.noneCame', { before })
    : say('report.cameFromTopic', { before, after })
}

function stateWords(state: string): Wording {
  const known = inboxStates.find((each) => each === state)
  return known === undefined ? state : say(`report.${known}`)
}

function kindWords(name: string): Wording {
  const kind = kinds.find((each) => each === name)
  return kind === undefined ? name : say(`kinds.${kind}`)
}

function problemRows(
  { problems }: DriftData,
  effects: readonly DriftData['problems'][number]['effect'][],
): Section['rows'] {
  return problems
    .filter(({ effect }) => effects.includes(effect))
    .map(({ side, path, message }) => [say(`report.${side}`), path, message])
}

function html(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  }
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? character)
}

/** The text as Markdown shows it literally, in one line of source. */
function markdown(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replaceAll(/\s+/g, ' ').replaceAll(/[\\`*_{}[\]<>()#|!~]/g, '\\$&'))
    .join('<br>')
}
