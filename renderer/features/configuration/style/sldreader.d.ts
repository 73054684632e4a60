/** What we use of SLDReader, which has no types of its own. */
declare module '@nieuwlandgeo/sldreader' {
  import type Feature from 'ol/Feature.js'
  import type Style from 'ol/style/Style.js'

  export interface FeatureTypeStyle {
    readonly rules: readonly unknown[]
  }
  export interface StyledLayerDescriptor {
    readonly layers?: readonly {
      readonly styles?: readonly { readonly featuretypestyles?: readonly FeatureTypeStyle[] }[]
    }[]
  }
  export function Reader(sld: string): StyledLayerDescriptor
  export function createOlStyleFunction(
    style: FeatureTypeStyle,
    options: { readonly getProperty: (feature: Feature, name: string) => unknown },
  ): (feature: Feature, resolution: number) => readonly (Style | null)[]
  export function getFunction(name: string): unknown
}
