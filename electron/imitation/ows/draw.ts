import { PNG } from 'pngjs'
import type { Bounds, PublishedLayer } from './published.ts'

type Color = readonly [red: number, green: number, blue: number]

/**
 * Draws a layer as a picture that follows from its name and the rules of its style and nothing else: what is within its
 * bounds in the first colour of the rules, with an edge in the second, as an area, lines or marks.
 */
export function draw(
  { name, bounds, rules = '' }: Pick<PublishedLayer, 'name' | 'bounds' | 'rules'>,
  [west, south, east, north]: Bounds,
  { width, height }: { readonly width: number; readonly height: number },
): Buffer {
  const picture = new PNG({ width, height })
  const colors = colorsIn(rules)
  const paint = paintOf(rules, sumOf(name))
  const [left, bottom, right, top] = bounds
  for (let y = 0; y < height; y += 1) {
    const v = (north - ((y + 0.5) / height) * (north - south) - bottom) / (top - bottom || 1)
    for (let x = 0; x < width; x += 1) {
      const u = (west + ((x + 0.5) / width) * (east - west) - left) / (right - left || 1)
      if (u < 0 || u > 1 || v < 0 || v > 1) continue
      const color = colors[paint(u, v)]
      if (color !== undefined) picture.data.set([...color, 255], (y * width + x) * 4)
    }
  }
  return PNG.sync.write(picture)
}

/** Which colour is where within the bounds, from 0 to 1; -1 for none. */
function paintOf(rules: string, sum: number): (u: number, v: number) => number {
  const shift = (sum % 97) / 97
  if (rules.includes('<LineSymbolizer'))
    return (u, v) => (Math.abs(Math.sin(6 * (u + shift)) * 0.4 + 0.5 - v) < 0.03 ? 0 : -1)
  if (rules.includes('<PointSymbolizer'))
    return (u, v) => (Math.hypot(((u * 5 + shift) % 1) - 0.5, ((v * 5) % 1) - 0.5) < 0.2 ? 0 : -1)
  if (rules.includes('<RasterSymbolizer')) return (u, v) => Math.floor((u + v + shift) * 8) % 4
  return (u, v) => {
    const far = Math.hypot(u - 0.5, (v - 0.5) * (1 + shift / 2))
    return far > 0.45 ? -1 : far > 0.41 ? 1 : 0
  }
}

/** Colours in the order the rules name them; grey ones where there are fewer. */
function colorsIn(rules: string): readonly Color[] {
  const named = [...rules.matchAll(/#([\da-f]{2})([\da-f]{2})([\da-f]{2})/gi)].map(
    ([, red = '', green = '', blue = '']): Color => [
      parseInt(red, 16),
      parseInt(green, 16),
      parseInt(blue, 16),
    ],
  )
  return [...named, [128, 128, 128], [96, 96, 96], [64, 64, 64], [32, 32, 32]]
}

function sumOf(text: string): number {
  return [...text].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 65_521, 7)
}
