import { describe, expect, it } from 'vitest'
import { decodeBody } from '../../../electron/wire/decode.ts'
import { handlers } from '../../../electron/wire/handlers.ts'
import { propertyOf } from '../../../electron/catalog/object.ts'
import { childText } from '../../../electron/xml/element.ts'

function boundsOf(crs: string): string | undefined {
  const event = decodeBody(
    handlers.add,
    `<org.geoserver.catalog.event.impl.CatalogAddEventImpl>
      <source class="org.geoserver.catalog.impl.FeatureTypeInfoImpl">
        <id>f</id><name>roads</name>
        <nativeBoundingBox><minx>0.0</minx><maxx>1.0</maxx><miny>0.0</miny><maxy>1.0</maxy>${crs}</nativeBoundingBox>
      </source>
    </org.geoserver.catalog.event.impl.CatalogAddEventImpl>`,
  )
  if (event.verb !== 'add') throw new Error('not an addition')
  const bounds = propertyOf(event.object, 'nativeBoundingBox')
  return bounds && childText(bounds, 'crs')
}

describe('a coordinate reference system sent as a tree of objects', () => {
  it('is known by the code among its identifiers', () => {
    expect(
      boundsOf(`<crs class="org.geotools.referencing.crs.DefaultProjectedCRS">
        <name class="org.geotools.referencing.NamedIdentifier"><code>WGS 84 / UTM zone 33N</code></name>
        <identifiers class="singleton-set"><org.geotools.referencing.NamedIdentifier>
          <code>32633</code><codespace>EPSG</codespace>
        </org.geotools.referencing.NamedIdentifier></identifiers>
      </crs>`),
    ).toBe('EPSG:32633')
  })

  it('is known by its name when it is the constant that has no identifier', () => {
    expect(
      boundsOf(`<crs class="org.geotools.referencing.crs.DefaultGeographicCRS">
        <name class="org.geotools.referencing.NamedIdentifier"><code>WGS84(DD)</code></name>
      </crs>`),
    ).toBe('EPSG:4326')
  })
})
