import Feature from 'ol/Feature.js'
import LineString from 'ol/geom/LineString.js'
import Point from 'ol/geom/Point.js'
import Polygon from 'ol/geom/Polygon.js'
import { toContext } from 'ol/render.js'
import type { ShownRule } from './read-style.ts'

/** Size of a sample in CSS pixels. */
const [width, height] = [200, 72]
const geometries = {
  point: new Point([width / 2, height / 2]),
  line: new LineString([
    [16, height - 18],
    [width * 0.35, 18],
    [width * 0.65, height - 22],
    [width - 16, 20],
  ]),
  polygon: new Polygon([
    [
      [20, height - 14],
      [36, 14],
      [width - 40, 18],
      [width - 18, height - 18],
      [20, height - 14],
    ],
  ]),
} as const

/**
 * Draws a rule on sample geometry.
 * @throws what the renderer throws of a symbolizer it cannot draw
 */
export function drawRule(canvas: HTMLCanvasElement, rule: ShownRule): void {
  const pixelRatio = window.devicePixelRatio
  canvas.width = width * pixelRatio
  canvas.height = height * pixelRatio
  const context = canvas.getContext('2d')
  if (context === null) return
  if (rule.sample === 'raster') return drawRamp(context, rule.colours)
  const feature = new Feature(geometries[rule.sample])
  const vectors = toContext(context, { size: [width, height], pixelRatio })
  for (const style of rule.styleOf(feature, 1)) {
    if (style === null) continue
    const renderer = style.getRenderer()
    // Strokes of graphics are drawn by a renderer of their own, which no immediate drawing asks.
    if (renderer === null) vectors.drawFeature(feature, style)
    else {
      const geometry = geometries[rule.sample]
      const scaled = geometry.clone()
      scaled.scale(pixelRatio, pixelRatio, [0, 0])
      renderer(scaled.getCoordinates(), {
        context,
        pixelRatio,
        resolution: 1,
        rotation: 0,
        geometry,
        feature,
      })
    }
  }
}

/** A raster's colours beside each other; without any, shades of grey. */
function drawRamp(context: CanvasRenderingContext2D, colours: readonly string[]): void {
  const { canvas } = context
  const ramp = context.createLinearGradient(0, 0, canvas.width, 0)
  const known = colours.filter((colour) => /^#[\da-f]{6}$/i.test(colour))
  const stops = known.length === 0 ? ['#000000', '#ffffff'] : known
  for (const [index, colour] of stops.entries())
    ramp.addColorStop(index / Math.max(1, stops.length - 1), colour)
  context.fillStyle = ramp
  context.fillRect(0, 0, canvas.width, canvas.height)
}
