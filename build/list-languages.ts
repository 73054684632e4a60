import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const languages = fileURLToPath(new URL('../electron/languages', import.meta.url))

/** The table of the languages in a directory: English, where the keys come from, and the others by their tags. */
export function languageTable(directory: string): string {
  const tags = readdirSync(directory, { withFileTypes: true })
    .filter((each) => each.isDirectory())
    .map(({ name }) => name)
    .toSorted((left, right) => Number(right === 'en') - Number(left === 'en') || (left < right ? -1 : 1))
  return `// Written from the folders beside this file by \`node build/list-languages.ts\`.
${tags.map((tag) => `import { desktop as ${tag} } from './${tag}/desktop.ts'\n`).join('')}
export const languageTags = [${tags.map((tag) => `'${tag}'`).join(', ')}] as const

/** What is said in each language; only one that is asked for is loaded. */
export const languages = {
${tags.map((tag) => `  ${tag}: () => import('./${tag}/index.ts'),\n`).join('')}} as const

/** What the help of the command line says in each language. */
export const helpTexts = {
${tags.map((tag) => `  ${tag}: () => import('./${tag}/commands/index.ts'),\n`).join('')}} as const

export const desktopTexts = { ${tags.join(', ')} } as const
`
}

if (process.argv[1] === fileURLToPath(import.meta.url))
  writeFileSync(join(languages, 'table.ts'), languageTable(languages))
