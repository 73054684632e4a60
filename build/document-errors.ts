import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { format, resolveConfig } from 'prettier'
import { language } from '../electron/languages/en/index.ts'
import { render } from '../electron/sentences/render.ts'

const path = fileURLToPath(new URL('../docs/errors.md', import.meta.url))

/** The text docs/errors.md should have. */
export async function errorsDocument(): Promise<string> {
  const sections = Object.entries(language.errors)
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([code, { cause, remedy }]) =>
      [
        `## ${code}`,
        // As it is said of several, where it is said otherwise of one.
        escaped(render(language, { key: code, values: {} })),
        `**Why it happens:** ${escaped(cause)}`,
        `**What to try:** ${escaped(remedy)}`,
      ].join('\n\n'),
    )
  const text = [
    '# Errors',
    'Every error of Plumbline has a code that stays the same from version to version. Words in braces stand for what ' +
      'the error itself names. `plumbline errors CODE` prints the same.',
    'This file is written from the catalogue in `electron/languages/en/errors` by `node build/document-errors.ts`.',
    ...sections,
  ].join('\n\n')
  return format(text, { ...(await resolveConfig(path)), parser: 'markdown' })
}

/** The text as Markdown shows it literally, but for code between backticks. */
function escaped(text: string): string {
  return text
    .split(/(`[^`]*`)/)
    .map((part) => (part.startsWith('`') ? part : part.replaceAll(/[\\*_<>[\]#|]/g, '\\$&')))
    .join('')
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(path, await errorsDocument())
