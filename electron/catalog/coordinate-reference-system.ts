import { parseWellKnownText, type WellKnownText } from './well-known-text.ts'

/**
 * The code under which GeoServer writes a coordinate reference system into a bounding box or grid, such as
 * `EPSG:4326`; undefined when it has none and the well-known text itself is written.
 *
 * GeoServer takes the identifier of the system and does not search its database for one that looks alike, save
 * for plain longitude and latitude on WGS 84, which grid readers often hand out without an identifier.
 * @param text well-known text, or a code already
 */
export function codeOf(text: string): string | undefined {
  const code = /^\s*EPSG:(\d+)\s*$/i.exec(text)?.[1]
  if (code !== undefined) return `EPSG:${code}`
  const system = parseWellKnownText(text)
  if (system === undefined) return undefined
  return authorityCode(system) ?? wellKnownCode(system)
}

/** One spelling for all that mean the same well-known text: no white space, plain numbers, square brackets. */
export function normalised(text: string): string {
  const system = parseWellKnownText(text)
  return system === undefined ? text.trim().replaceAll(/\s+/g, ' ') : written(system)
}

/**
 * One text for all well-known texts by which the same coordinates mean the same place, or a code where there is no
 * more. GeoServer computes with the text and not with the code in it, so that the code alone proves nothing; what
 * releases write differently is names, identifiers of parts, and digits.
 */
export function meaningOf(text: string): string {
  const code = codeOf(text)
  if (code === undefined || isCode(text)) return code ?? normalised(text)
  const system = parseWellKnownText(text)
  return system === undefined ? code : `${code} ${meaning(system)}`
}

/** Whether two texts can mean the same system: a code says nothing of how a text defines it. */
export function canBeSame(left: string, right: string): boolean {
  if (meaningOf(left) === meaningOf(right)) return true
  return (isCode(left) || isCode(right)) && codeOf(left) === codeOf(right)
}

function isCode(text: string): boolean {
  return /^\s*EPSG:\d+\s*$/i.test(text)
}

/** What an element contributes to where a coordinate lies. */
function meaning(element: WellKnownText): string {
  const numbers = element.values.filter((value) => typeof value === 'number')
  const [name] = element.values
  switch (element.keyword) {
    case 'AUTHORITY':
    case 'ID':
      return ''
    case 'PARAMETER':
      return `${plain(name)}=${digits(numbers[0], 12)}`
    case 'UNIT':
      return `UNIT ${digits(numbers[0], 7)}`
    case 'AXIS':
      return `AXIS ${element.values.flatMap((value) => (typeof value === 'object' ? value.keyword : [])).join(' ')}`
    case 'PROJECTION':
      return `PROJECTION ${plain(name)}`
    case 'TOWGS84':
      return numbers.every((value) => value === 0)
        ? ''
        : `TOWGS84 ${numbers.map((each) => digits(each, 12)).join(' ')}`
  }
  const parts = element.values.flatMap((value) => {
    if (typeof value === 'number') return digits(value, 12)
    return typeof value === 'object' ? meaning(value) : []
  })
  const told = parts.filter((part) => part !== '' && !usualParts.has(part))
  const parameters = told.filter((part) => part.includes('='))
  return `${element.keyword}(${[...told.filter((part) => !part.includes('=')), ...parameters.toSorted()].join(', ')})`
}

/** What a text means that leaves it out. */
const usualParts: ReadonlySet<string> = new Set(['PRIMEM(0)'])

function digits(value: number | undefined, count: number): string {
  return value === undefined ? '' : String(Number(value.toPrecision(count)))
}

/** Whether the well-known text is of a projected system, which files mark with a class. */
export function isProjected(text: string): boolean {
  return /^\s*PROJCS\s*[[(]/i.test(text)
}

function authorityCode(system: WellKnownText): string | undefined {
  // The parts of a system carry identifiers too; only the one of the whole counts.
  const authority = part(system, 'AUTHORITY') ?? part(system, 'ID')
  const [name, code] = authority?.values ?? []
  if (typeof name !== 'string' || name.toUpperCase() !== 'EPSG') return undefined
  if (typeof code === 'object' || code === undefined || !/^\d+$/.test(`${code}`)) return undefined
  return `EPSG:${code}`
}

function wellKnownCode(system: WellKnownText): string | undefined {
  if (system.keyword === 'GEOGCS') return isWgs84(system) ? 'EPSG:4326' : undefined
  if (system.keyword !== 'PROJCS') return undefined
  const geographic = part(system, 'GEOGCS')
  if (geographic === undefined || !isInMetres(system)) return undefined
  if (plain(system.values[0]) === 'popularvisualisationcrsmercator') {
    return isClose(part(part(geographic, 'DATUM'), 'SPHEROID')?.values[2], 0) ? 'EPSG:3785' : undefined
  }
  if (!isWgs84(geographic)) return undefined
  if (plain(system.values[0]) === 'wgs84pseudomercator') return 'EPSG:3857'
  return universalTransverseMercator(system)
}

/** A name alone proves nothing: the parameters must be those of the zone as well. */
function universalTransverseMercator(system: WellKnownText): string | undefined {
  const match = /^wgs(?:19)?84utmzone(\d{1,2})([ns])$/.exec(plain(system.values[0]))
  if (match === null || plain(part(system, 'PROJECTION')?.values[0]) !== 'transversemercator')
    return undefined
  const zone = Number(match[1])
  const south = match[2] === 's'
  const expected = {
    centralmeridian: zone * 6 - 183,
    latitudeoforigin: 0,
    scalefactor: 0.9996,
    falseeasting: 500_000,
    falsenorthing: south ? 10_000_000 : 0,
  }
  const parameters = new Map(
    parts(system, 'PARAMETER').map((each) => [plain(each.values[0]), each.values[1]]),
  )
  const fits = Object.entries(expected).every(([name, value]) => isClose(parameters.get(name), value))
  if (!fits || zone < 1 || zone > 60) return undefined
  return `EPSG:${(south ? 32_700 : 32_600) + zone}`
}

const wgs84Names: ReadonlySet<string> = new Set(['wgs1984', 'wgs84', 'dwgs1984', 'worldgeodeticsystem1984'])

function isWgs84(geographic: WellKnownText): boolean {
  const datum = part(geographic, 'DATUM')
  const spheroid = part(datum, 'SPHEROID')
  const shift = part(datum, 'TOWGS84')
  return (
    wgs84Names.has(plain(datum?.values[0])) &&
    isClose(spheroid?.values[1], 6_378_137) &&
    isClose(spheroid?.values[2], 298.257223563) &&
    (shift === undefined || shift.values.every((value) => isClose(value, 0))) &&
    isClose(part(geographic, 'PRIMEM')?.values[1] ?? 0, 0) &&
    isClose(part(geographic, 'UNIT')?.values[1], Math.PI / 180) &&
    parts(geographic, 'AXIS').length <= 2
  )
}

function isInMetres(projected: WellKnownText): boolean {
  return isClose(part(projected, 'UNIT')?.values[1], 1)
}

function isClose(value: unknown, expected: number): boolean {
  return typeof value === 'number' && Math.abs(value - expected) <= 1e-9 * Math.max(1, Math.abs(expected))
}

/** A name without what spellings differ in. */
function plain(name: unknown): string {
  return typeof name === 'string' ? name.toLowerCase().replaceAll(/[^a-z0-9]/g, '') : ''
}

function parts(of: WellKnownText | undefined, keyword: string): WellKnownText[] {
  return (of?.values ?? []).filter(
    (value): value is WellKnownText => typeof value === 'object' && value.keyword === keyword,
  )
}

function part(of: WellKnownText | undefined, keyword: string): WellKnownText | undefined {
  return parts(of, keyword)[0]
}

function written(system: WellKnownText): string {
  const values = system.values.map((value) => {
    if (typeof value === 'object') return written(value)
    return typeof value === 'number' ? String(value) : `"${value.replaceAll('"', '""')}"`
  })
  return values.length === 0 ? system.keyword : `${system.keyword}[${values.join(',')}]`
}
