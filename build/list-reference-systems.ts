import { createRequire } from 'node:module'
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'

/** A reference system as the list has it: its EPSG code, its name, and where it is used, in a few words. */
type ListedSystem = readonly [code: number, name: string, area: string]

const target = fileURLToPath(
  new URL('../renderer/features/configuration/form/reference-systems.json', import.meta.url),
)

const index = z.record(
  z.string(),
  z.object({ code: z.string(), kind: z.string(), name: z.string().nullable(), area: z.string().nullable() }),
)

/** Those that maps are made in; heights and places in space are none. */
const kinds = new Set(['CRS-PROJCRS', 'CRS-GEOGCRS'])

/** The reference systems of the EPSG dataset, as the package epsg-index has them, by their codes. */
export function referenceSystems(): readonly ListedSystem[] {
  const all = index.parse(
    JSON.parse(readFileSync(createRequire(import.meta.url).resolve('epsg-index/all.json'), 'utf8')),
  )
  return Object.values(all)
    .flatMap(({ code, kind, name, area }): readonly ListedSystem[] =>
      name === null || !kinds.has(kind) ? [] : [[Number(code), name, shortened(area ?? '')]],
    )
    .toSorted(([left], [right]) => left - right)
}

/** One a line, so that what changes with the dataset can be seen. */
export function referenceSystemsFile(): string {
  const lines = referenceSystems().map((each) => `  [${each.map((part) => JSON.stringify(part)).join(', ')}]`)
  return `[\n${lines.join(',\n')}\n]\n`
}

function shortened(area: string): string {
  return (/^[^-:;(.]{1,40}/.exec(area)?.[0] ?? '').trim()
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(target, referenceSystemsFile())
