/** What a style of the demo draws. */
export type Symbol =
  | { readonly shape: 'line'; readonly color: string; readonly width: number; readonly dashes?: string }
  | { readonly shape: 'area'; readonly fill: string; readonly edge: string }
  | { readonly shape: 'mark'; readonly mark: string; readonly fill: string; readonly size: number }
  | { readonly shape: 'heights'; readonly colors: readonly (readonly [height: number, color: string])[] }

/** The rules of a style as a Styled Layer Descriptor 1.0. */
export function styleRules(title: string, symbol: Symbol): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<StyledLayerDescriptor version="1.0.0" xmlns="http://www.opengis.net/sld" xmlns:ogc="http://www.opengis.net/ogc">
  <NamedLayer>
    <Name>${title}</Name>
    <UserStyle>
      <Title>${title}</Title>
      <FeatureTypeStyle>
        <Rule>
          <Name>all</Name>
${symbolizer(symbol)}
        </Rule>
      </FeatureTypeStyle>
    </UserStyle>
  </NamedLayer>
</StyledLayerDescriptor>
`
}

function symbolizer(symbol: Symbol): string {
  switch (symbol.shape) {
    case 'line': {
      const dashes = symbol.dashes === undefined ? '' : parameter('stroke-dasharray', symbol.dashes)
      return `          <LineSymbolizer>
            <Stroke>${parameter('stroke', symbol.color)}${parameter('stroke-width', symbol.width)}${dashes}</Stroke>
          </LineSymbolizer>`
    }
    case 'area':
      return `          <PolygonSymbolizer>
            <Fill>${parameter('fill', symbol.fill)}</Fill>
            <Stroke>${parameter('stroke', symbol.edge)}</Stroke>
          </PolygonSymbolizer>`
    case 'mark':
      return `          <PointSymbolizer>
            <Graphic>
              <Mark>
                <WellKnownName>${symbol.mark}</WellKnownName>
                <Fill>${parameter('fill', symbol.fill)}</Fill>
              </Mark>
              <Size>${symbol.size}</Size>
            </Graphic>
          </PointSymbolizer>`
    case 'heights':
      return `          <RasterSymbolizer>
            <ColorMap>
${symbol.colors.map(([height, color]) => `              <ColorMapEntry color="${color}" quantity="${height}"/>`).join('\n')}
            </ColorMap>
          </RasterSymbolizer>`
  }
}

function parameter(name: string, value: string | number): string {
  return `<CssParameter name="${name}">${value}</CssParameter>`
}
