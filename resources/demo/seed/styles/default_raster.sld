<?xml version="1.0" encoding="UTF-8"?>
<StyledLayerDescriptor version="1.0.0" xmlns="http://www.opengis.net/sld">
  <NamedLayer>
    <Name>Raster as it is</Name>
    <UserStyle>
      <Title>Raster as it is</Title>
      <FeatureTypeStyle>
        <Rule>
          <RasterSymbolizer><Opacity>1.0</Opacity></RasterSymbolizer>
        </Rule>
      </FeatureTypeStyle>
    </UserStyle>
  </NamedLayer>
</StyledLayerDescriptor>
