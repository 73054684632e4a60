import type { Catalog } from '../../catalog/catalog.ts'
import { locationOf, type Location } from '../../catalog/locations.ts'
import type { CatalogObject } from '../../catalog/object.ts'
import { isFailure } from '../../errors/failure.ts'
import type { RelativePath } from '../../storage/directory-root.ts'
import { isPlainName, type ResourceEntry } from '../client.ts'
import { inParallel } from '../in-parallel.ts'
import { defaultWidth } from './catalog-files.ts'

/** Lists a directory of a node; undefined when there is none, or it cannot be listed. */
export type Lists = (path: RelativePath) => Promise<readonly ResourceEntry[] | undefined>

const deepest = 5
const fileLimit = 5_000
/** What is configuration itself, is left over from one, or is put there for a moment by Plumbline. */
const ofConfiguration = /\.(xml|bak(\.\d+)?)$|^plumbline-.*\.txt$/i

/**
 * Files a node draws and answers with and that no message carries: what lies beside its styles and is none of their rules,
 * such as icons, fonts and rules no style names, and the templates of it, its workspaces, stores and resources.
 * @throws what listing throws
 */
export async function attachmentsIn(list: Lists, catalog: Catalog): Promise<readonly RelativePath[]> {
  const places = [...catalog.objects()].map((object) => placeOf(object, catalog))
  const rules = new Set(places.flatMap((place) => place?.body?.join('/') ?? []))
  const found = new Set<string>()
  const own = places.flatMap((place) => (place?.directory === undefined ? [] : [place.directory]))
  const open: RelativePath[] = [[], ['styles'], ['templates'], ['workspaces'], ...own]
  for (let depth = 0; open.length > 0 && depth < deepest; depth += 1) {
    const askable = open.splice(0).filter((path) => path.every(isPlainName))
    const lists = inParallel(askable, defaultWidth, async (path) => ({ path, entries: await list(path) }))
    for await (const { path, entries = [] } of lists)
      for (const { name, isDirectory } of entries) {
        const each = [...path, name]
        const place = each.join('/')
        const isAttached = isOfStyles(path)
          ? !ofConfiguration.test(name) && !rules.has(place)
          : name.endsWith('.ftl')
        if (!isDirectory && isAttached) found.add(place)
        // The places of objects are gone through by themselves.
        if (isDirectory && path.length > 0 && (isOfStyles(each) || isOfTemplates(each))) open.push(each)
      }
  }
  return [...found]
    .toSorted()
    .slice(0, fileLimit)
    .map((place) => place.split('/'))
}

function isOfStyles(path: RelativePath): boolean {
  return path[0] === 'styles' || (path[0] === 'workspaces' && path[2] === 'styles')
}

function isOfTemplates(path: RelativePath): boolean {
  return path[0] === 'templates' || path.slice(2).includes('templates')
}

function placeOf(object: CatalogObject, catalog: Catalog): Location | undefined {
  try {
    return locationOf(object, catalog)
  } catch (error) {
    if (isFailure(error)) return undefined
    throw error
  }
}
