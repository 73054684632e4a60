import { Catalog } from '../../catalog/catalog.ts'
import { objectFromFile } from '../../catalog/object-from-file.ts'
import { nameOf, type CatalogObject } from '../../catalog/object.ts'
import { isFailure } from '../../errors/failure.ts'
import type { CatalogReading } from '../../geoserver/reading/read-catalog.ts'
import { parseXmlFile } from '../../xml/parse.ts'

/**
 * With the workspaces a node serves without a namespace, as an addition leaves one that lost its broker in the middle.
 * No GeoServer that starts loads them, and no slave has them; whoever made one is to see it, and may remove it.
 */
export function withHalfMade(reading: CatalogReading): CatalogReading {
  const { catalog, splits, files } = reading
  const halves = splits.flatMap(({ side, kind, path }) => {
    const content = files.get(path)?.content
    const object =
      side === 'memory' && kind === 'workspace' && content !== undefined ? workspaceIn(content) : undefined
    const isKnown = object === undefined || catalog.byName('workspace', nameOf(object) ?? '') !== undefined
    return isKnown || catalog.get(object.id) !== undefined ? [] : [object]
  })
  if (halves.length === 0) return reading
  const whole = new Catalog()
  whole.become(catalog)
  for (const each of halves) whole.put(each)
  return { ...reading, catalog: whole }
}

function workspaceIn(content: Buffer): CatalogObject | undefined {
  try {
    return objectFromFile(parseXmlFile(content), 'workspace', 'workspace.xml') ?? undefined
  } catch (error) {
    if (isFailure(error)) return undefined
    throw error
  }
}
