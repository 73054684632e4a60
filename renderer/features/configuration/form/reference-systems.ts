import { wordSearch } from '../../../components/filter/word-search.ts'

/** A coordinate reference system of the EPSG dataset. */
export interface ReferenceSystem {
  /** As GeoServer takes it: `EPSG:4326`. */
  readonly code: string
  readonly name: string
  /** Where it is used, in a few words. */
  readonly area: string
}

/** Properties that hold the code of a reference system. */
export const referenceSystemNames: ReadonlySet<string> = new Set(['srs', 'crs'])

/** More are no help to anyone; typing narrows them down. */
const mostShown = 100

/** Codes that are looked for more than all others, for whoever typed nothing yet. */
const common: readonly string[] = [
  'EPSG:4326',
  'EPSG:3857',
  'EPSG:4258',
  'EPSG:3035',
  'EPSG:25832',
  'EPSG:25833',
]

let loaded: Promise<readonly ReferenceSystem[]> | undefined

/** The systems there are, by their codes; they are loaded when they are first needed. */
export function loadSystems(): Promise<readonly ReferenceSystem[]> {
  loaded ??= import('./reference-systems.json').then(({ default: systems }) =>
    systems.map(([code, name, area]) => ({
      code: `EPSG:${String(code)}`,
      name: String(name),
      area: String(area),
    })),
  )
  return loaded
}

/** The system a code means, in upper or lower case. */
export function systemOf(all: readonly ReferenceSystem[], code: string): ReferenceSystem | undefined {
  const wanted = code.trim().toUpperCase()
  return all.find((each) => each.code === wanted)
}

/**
 * Systems every word occurs in, by code, name or area; those whose number begins with what was typed come first, and
 * the common ones when nothing was, or when it is a code already.
 */
export function findSystems(all: readonly ReferenceSystem[], search: string): readonly ReferenceSystem[] {
  const typed = search.trim().toUpperCase()
  if (typed === '' || systemOf(all, typed) !== undefined) {
    const own = systemOf(all, typed)
    const usual = common.flatMap((code) => systemOf(all, code) ?? [])
    return own === undefined ? usual : [own, ...usual.filter((each) => each !== own)]
  }
  const matches = wordSearch(search)
  const number = typed.replace(/^EPSG:/, '')
  const found = all.filter(({ code, name, area }) => matches([code, name, area]))
  const begins = ({ code }: ReferenceSystem): boolean => code.startsWith(`EPSG:${number}`)
  return [...found.filter(begins), ...found.filter((each) => !begins(each))].slice(0, mostShown)
}
