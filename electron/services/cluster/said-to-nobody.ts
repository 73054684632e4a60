import { usualSilentGroup } from '../../geoserver/changes/stock-writer.ts'

/**
 * Whether a GeoServer published it because something was mended on it in silence: no node takes it, and in the archive it
 * would look as if the node had changed something in its cluster.
 */
export function isSaidToNobody({
  properties,
}: {
  readonly properties: ReadonlyMap<string, string>
}): boolean {
  return properties.get('group') === usualSilentGroup
}
