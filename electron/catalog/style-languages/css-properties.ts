/**
 * The properties of GeoServer's CSS with what is often written for them, as its translator reads them (GeoTools,
 * CssTranslator). Choices stand behind the colon.
 */
const described = `
mark: symbol(circle) symbol(square) symbol(triangle) symbol(star) symbol(cross) symbol(x) url("")
mark-geometry
mark-opacity
mark-composite
mark-label-obstacle: true false
stroke
stroke-geometry
stroke-opacity
stroke-width
stroke-linecap: butt round square
stroke-linejoin: miter round bevel
stroke-dasharray
stroke-dashoffset
stroke-repeat: repeat stipple
stroke-composite
stroke-label-obstacle: true false
fill: symbol(shape://slash) symbol(shape://vertline) symbol(shape://horline) symbol(shape://times) symbol(shape://dot)
fill-geometry
fill-opacity
fill-composite
fill-label-obstacle: true false
graphic-margin
fill-random: none grid free
fill-random-seed
fill-random-rotation: none free
fill-random-symbol-count
fill-random-tile-size
fill-random-space-around
random: none grid free
random-seed
random-rotation: none free
random-symbol-count
random-tile-size
label
label-geometry
label-anchor
label-offset
label-rotation
label-priority
label-padding
label-group: true false
label-max-displacement
label-min-group-distance
label-repeat
label-all-group: true false
label-remove-overlaps: true false
label-allow-overruns: true false
label-follow-line: true false
label-underline-text: true false
label-strikethrough-text: true false
label-char-spacing
label-word-spacing
label-max-angle-delta
label-auto-wrap
label-force-ltr: true false
label-conflict-resolution: true false
label-fit-goodness
label-kerning: true false
label-polygon-align: manual mbr ortho
label-partials: true false
label-displacement-mode
shield: symbol(square) symbol(circle) url("")
shield-resize: none stretch proportional
shield-margin
shield-placement
font-fill
font-opacity
font-family
font-style: normal italic oblique
font-weight: normal bold
font-size
font-shrink-size-min
halo-radius
halo-color
halo-opacity
raster-channels: auto
raster-geometry
raster-opacity
raster-gamma
raster-composite
raster-color-map
raster-color-map-type: ramp intervals values
raster-color-map-extended: true false
raster-contrast-enhancement: none normalize histogram logarithmic exponential
raster-contrast-enhancement-algorithm
raster-contrast-enhancement-min
raster-contrast-enhancement-max
raster-contrast-enhancement-normalizationfactor
raster-contrast-enhancement-correctionfactor
rce-algorithm
rce-min
rce-max
rce-normalizationfactor
rce-correctionfactor
raster-label-fi
raster-label-name
vt-attributes
vt-label-attributes
vt-labels: true false
vt-coalesce: true false
geometry
sort-by
sort-by-group
transform
background
composite
composite-base: true false
inclusion: legendOnly mapOnly normal
z-index
size
rotation
opacity
`

const graphics = ['mark', 'stroke', 'fill', 'shield']
const ofGraphics = ['mime', 'size', 'rotation', 'anchor', 'offset']

/** Every property with the values that are offered for it. */
export const cssProperties: ReadonlyMap<string, readonly string[]> = new Map([
  ...described
    .trim()
    .split('\n')
    .map((line): [string, readonly string[]] => {
      const [, name = '', values = ''] = /^([^:]+)(?:: (.*))?$/.exec(line) ?? []
      return [name, values === '' ? [] : values.split(' ')]
    }),
  ...graphics.flatMap((graphic) =>
    ofGraphics.map((part): [string, readonly string[]] => [`${graphic}-${part}`, []]),
  ),
])

/** Whether GeoServer reads a property. Options of the renderer have a prefix in older styles, and mean the same. */
export function isCssProperty(name: string): boolean {
  const own = name.replace(/^-gt-/, '').toLowerCase()
  return cssProperties.has(own) || own.endsWith('-z-index')
}
