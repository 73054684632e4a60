/**
 * Short names GeoServer's persister gives to classes nested in properties this side does not describe field by
 * field, and the elements such an item lies in. Elsewhere the same word is the name of a field.
 */
const persisterAliases: readonly { readonly class: string; readonly alias: string; readonly in: string }[] = [
  { class: 'org.geoserver.wfs.WFSInfo$Version', alias: 'version', in: 'entry' },
  { class: 'org.geoserver.wfs.GMLInfoImpl', alias: 'gml', in: 'entry' },
  { class: 'org.geoserver.wps.ProcessGroupInfoImpl', alias: 'processGroup', in: 'processGroups' },
  { class: 'org.geoserver.wps.ProcessInfoImpl', alias: 'accessInfo', in: 'filteredProcesses' },
  { class: 'org.geoserver.catalog.impl.DimensionInfoImpl', alias: 'dimensionInfo', in: 'entry' },
  { class: 'org.geoserver.catalog.CoverageView', alias: 'coverageView', in: 'entry' },
  { class: 'org.geoserver.catalog.CoverageView$CoverageBand', alias: 'coverageBand', in: 'coverageBands' },
  {
    class: 'org.geoserver.catalog.CoverageView$InputCoverageBand',
    alias: 'inputCoverageBand',
    in: 'inputCoverageBands',
  },
  { class: 'org.geotools.jdbc.VirtualTable', alias: 'virtualTable', in: 'entry' },
]
const aliasesByClass = new Map(persisterAliases.map((each) => [each.class, each.alias]))
const byAlias = new Map(persisterAliases.map((each) => [each.alias, each]))

/** The name files use for a class; the class itself when there is no other. */
export function persisterAliasOf(className: string): string {
  return aliasesByClass.get(className) ?? className
}

/** The class behind a name files use for an item of that element; undefined when the name is no alias there. */
export function classOfPersisterAlias(alias: string, parent: string): string | undefined {
  const known = byAlias.get(alias)
  return known?.in === parent ? known.class : undefined
}

/** Packages of libraries that moved; old files name the old ones. */
const movedPackages: readonly (readonly [string, string])[] = [
  ['com.vividsolutions.jts.', 'org.locationtech.jts.'],
  ['org.geotools.data.ows.', 'org.geotools.ows.'],
]

/** A class by the name it has since its package moved. */
export function currentNameOf(className: string): string {
  const moved = movedPackages.find(([before]) => className.startsWith(before))
  return moved === undefined ? className : moved[1] + className.slice(moved[0].length)
}
