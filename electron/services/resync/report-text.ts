import type { ResyncReport } from '../../contract/features/resync.ts'
import type { DriftForm } from '../../contract/features/shared.ts'
import { say } from '../../sentences/say.ts'
import { english } from '../../sentences/english.ts'
import { unifiedDiff } from '../../text/unified-diff.ts'

type Report = Omit<ResyncReport, 'markdown' | 'html'>

interface Section {
  readonly title: string
  readonly columns: readonly string[]
  readonly rows: readonly (readonly string[])[]
  readonly none: string
}

/** A resync in Markdown, for a ticket or a mail. */
export function reportAsMarkdown(report: Report): string {
  const facts = factsOf(report).map(([name, value]) => `- **${name}:** ${markdown(value)}`)
  const sections = sectionsOf(report).flatMap(({ title, columns, rows, none }) => [
    `## ${title}`,
    rows.length === 0
      ? none
      : [columns, columns.map(() => '---'), ...rows.map((row) => row.map(markdown))]
          .map((cells) => `| ${cells.join(' | ')} |`)
          .join('\n'),
  ])
  return `${[`# ${markdown(titleOf(report))}`, facts.join('\n'), ...sections].join('\n\n')}\n`
}

/** The same as a page that stands alone and runs nothing. */
export function reportAsHtml(report: Report): string {
  const facts = factsOf(report).map(([name, value]) => `<dt>${html(name)}</dt><dd>${html(value)}</dd>`)
  const sections = sectionsOf(report).map(({ title, columns, rows, none }) => {
    const cells = (row: readonly string[], tag: string): string =>
      `<tr>${row.map((cell) => `<${tag}>${html(cell)}</${tag}>`).join('')}</tr>`
    const table =
      rows.length === 0
        ? `<p>${html(none)}</p>`
        : `<table><thead>${cells(columns, 'th')}</thead><tbody>${rows.map((row) => cells(row, 'td')).join('')}</tbody></table>`
    return `<h2>${html(title)}</h2>${table}`
  })
  const title = html(titleOf(report))
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    `<title>${title}</title>`,
    '<style>body{font:14px/1.5 system-ui;margin:2rem;max-width:70rem}table{border-collapse:collapse;width:100%}',
    'th,td{border:1px solid #999;padding:.25rem .5rem;text-align:left;vertical-align:top;white-space:pre-wrap}',
    'dt{font-weight:600;float:left;clear:left;width:10rem}dd{margin-left:10rem}</style></head>',
    `<body><h1>${title}</h1><dl>${facts.join('')}</dl>${sections.join('')}</body></html>`,
    '',
  ].join('\n')
}

function titleOf({ instanceName, reference }: Report): string {
  return `Resync of ${instanceName} from ${reference}`
}

const ways: Readonly<Record<ResyncReport['results'][number]['way'], string>> = {
  message: 'by message',
  rest: 'over REST, silently',
  files: 'files and reload',
}

function factsOf(report: Report): readonly (readonly [string, string])[] {
  const { verified, cancelled, before, after, queue, startedAt, finishedAt } = report
  const left = after.entries.length
  const outcome = verified
    ? `verified: the comparison afterwards found ${after.compared} objects equal`
    : `${left} ${left === 1 ? 'difference is' : 'differences are'} left`
  return [
    ['Outcome', cancelled ? `cancelled; ${outcome}` : outcome],
    ['Began', new Date(startedAt).toISOString()],
    ['Ended', new Date(finishedAt).toISOString()],
    ['Queue', queue],
    ['Before', `${before.entries.length} differences in ${before.compared} objects compared`],
  ]
}

const touched: Readonly<Record<ResyncReport['others'][number]['state'], string>> = {
  untouched: 'untouched: nothing about it changed',
  followed: 'it changed, as the reference did meanwhile',
  changed: 'something about it changed meanwhile; compare it',
  unknown: 'it could not be looked at',
}

function sectionsOf({ results, left, withheld, others, after }: Report): readonly Section[] {
  return [
    {
      title: 'What was done',
      columns: ['Operation', 'Why', 'Way', 'Outcome', 'Remark'],
      rows: results.map(({ title, reason, way, state, message }) => [
        english(title),
        english(reason),
        ways[way],
        state,
        english(message ?? ''),
      ]),
      none: 'Nothing was sent.',
    },
    {
      title: 'What was left out',
      columns: ['Operation'],
      rows: left.map(({ title }) => [english(title)]),
      none: 'Nothing.',
    },
    {
      title: 'What was not sent',
      columns: ['Operation', 'Why'],
      rows: withheld.map(({ title, reason }) => [english(title), english(reason)]),
      none: 'Nothing.',
    },
    {
      title: 'Who else was touched',
      columns: ['Node', 'Before and after', 'Messages its queue ever took', 'Why'],
      rows: others.map(({ instanceName, state, queue, reason }) => [
        instanceName,
        touched[state],
        queue === null ? 'the broker does not count them' : queueWords(queue),
        english(reason ?? ''),
      ]),
      none: 'Nobody: there is no other node.',
    },
    {
      title: 'What still differs',
      columns: ['Object', 'Kind', 'How', 'Properties'],
      rows: after.entries.map(({ title, kind, type, properties }) => [
        title,
        kind,
        type,
        properties.map(({ property }) => property).join(', '),
      ]),
      none: 'Nothing.',
    },
    {
      title: 'Rules of styles that still differ',
      columns: ['Style', 'From what the slave has to what the reference has'],
      rows: after.entries.flatMap(({ title, properties }) =>
        properties.flatMap(({ property, left, right }) =>
          property === 'styleBody' ? [[title, unifiedDiff(right ?? '', left ?? '').join('\n')]] : [],
        ),
      ),
      none: 'None.',
    },
    {
      title: 'What nobody can know',
      columns: ['Kind', 'Property', 'Why', 'Objects'],
      rows: after.unknowable.map(({ kind, property, reason, objects }) => [
        kind,
        property,
        english(reason),
        String(objects),
      ]),
      none: 'Nothing.',
    },
    {
      title: 'What could not be read',
      columns: ['Side', 'File', 'Why'],
      rows: problemRows(after, ['unread']),
      none: 'Nothing.',
    },
    {
      title: 'What is unusual and was read, or that GeoServer ignores, too',
      columns: ['Side', 'File', 'Why'],
      rows: problemRows(after, ['remark', 'ignored']),
      none: 'Nothing.',
    },
    {
      title: 'What is never sent, and was not compared',
      columns: ['What', 'At the reference', 'At the slave'],
      rows: (after.unsent ?? []).map(({ area, reference, slave }) => [
        english(say(`unsent.${area}`)),
        String(reference),
        String(slave),
      ]),
      none: 'Nothing.',
    },
  ]
}

/** What a slave publishes of what is done to it over REST comes to every queue, in a group nobody has. */
function queueWords({ before, after }: { readonly before: number; readonly after: number }): string {
  return before === after
    ? `${before} before and after: none came`
    : `${before} before, ${after} after: from the topic, where it takes what carries its group alone`
}

function problemRows(
  { problems }: DriftForm,
  effects: readonly DriftForm['problems'][number]['effect'][],
): Section['rows'] {
  return problems
    .filter(({ effect }) => effects.includes(effect))
    .map(({ side, path, message }) => [side, path, english(message)])
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
