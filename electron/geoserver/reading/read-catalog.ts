import type { Catalog } from '../../catalog/catalog.ts'
import type { Problem } from '../../catalog/data-directory.ts'
import { locationOf } from '../../catalog/locations.ts'
import { failure, isFailure } from '../../errors/failure.ts'
import { partedFor } from './astray.ts'
import { ownContentOf } from './parsed-files.ts'
import type { FilesReading } from './read-files.ts'

/** A node's catalog as it was read. */
export interface CatalogReading extends FilesReading {
  readonly catalog: Catalog
  readonly problems: readonly Problem[]
  /** Rules of its styles by the style's id, as far as they have a file. */
  readonly styleBodies: ReadonlyMap<string, Buffer>
}

const catalogs = new WeakMap<FilesReading, Promise<CatalogReading>>()

/** The catalog files make. What is damaged or out of place becomes a problem and keeps nothing else from being read. */
export async function catalogOf(reading: FilesReading): Promise<CatalogReading> {
  const made = catalogs.get(reading) ?? make(reading)
  catalogs.set(reading, made)
  return made
}

async function make(reading: FilesReading): Promise<CatalogReading> {
  const { catalog, problems } = await ownContentOf(reading.files)
  return {
    ...reading,
    catalog,
    problems: [...problems, ...reading.unlisted.map(unlistedProblem)],
    splits: partedFor(reading.splits, catalog),
    styleBodies: styleBodiesOf(catalog, reading.files),
  }
}

/** All that is served was read all the same. */
function unlistedProblem(path: string): Problem {
  return { path, failure: failure('PLB-GEOSERVER-UNLISTED', { path }), effect: 'remark' }
}

function styleBodiesOf(catalog: Catalog, files: FilesReading['files']): ReadonlyMap<string, Buffer> {
  const bodies = new Map<string, Buffer>()
  for (const style of catalog.ofKind('style')) {
    const body = files.get(bodyPath(catalog, style) ?? '')?.content
    if (body !== undefined) bodies.set(style.id, body)
  }
  return bodies
}

function bodyPath(catalog: Catalog, style: Parameters<typeof locationOf>[0]): string | undefined {
  try {
    return locationOf(style, catalog).body?.join('/')
  } catch (error) {
    if (isFailure(error)) return undefined
    throw error
  }
}
