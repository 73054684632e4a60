<?xml version="1.0" encoding="UTF-8"?>
<StyledLayerDescriptor version="1.0.0" xmlns="http://www.opengis.net/sld">
  <NamedLayer>
    <Name>Any geometry</Name>
    <UserStyle>
      <Title>Any geometry</Title>
      <FeatureTypeStyle>
        <Rule>
          <PolygonSymbolizer><Fill><CssParameter name="fill">#d5d8dc</CssParameter></Fill><Stroke><CssParameter name="stroke">#566573</CssParameter><CssParameter name="stroke-width">0.8</CssParameter></Stroke></PolygonSymbolizer>
        </Rule>
        <Rule>
          <LineSymbolizer><Stroke><CssParameter name="stroke">#2471a3</CssParameter><CssParameter name="stroke-width">1.2</CssParameter></Stroke></LineSymbolizer>
        </Rule>
        <Rule>
          <PointSymbolizer><Graphic><Mark><WellKnownName>circle</WellKnownName><Fill><CssParameter name="fill">#c0392b</CssParameter></Fill></Mark><Size>7</Size></Graphic></PointSymbolizer>
        </Rule>
        <Rule>
          <RasterSymbolizer><Opacity>1.0</Opacity></RasterSymbolizer>
        </Rule>
      </FeatureTypeStyle>
    </UserStyle>
  </NamedLayer>
</StyledLayerDescriptor>
