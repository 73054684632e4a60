import colours from 'color-string'
import { textElement, type XmlElement } from '../../xml/element.ts'
import type { CssDrawing } from './css-cascade.ts'
import type { CssValue, CssValues } from './css-values.ts'

/** Symbols within symbols at most; each is asked what it is filled with, which may be itself. */
const mostNested = 3

/** A symbol, or a picture from elsewhere, and what is said of it. */
export type CssGraphic =
  | { readonly is: 'symbol'; readonly name: string; readonly own: CssLayer }
  | { readonly is: 'url'; readonly own: CssLayer }

/** One value of each property, where properties list several to draw them over each other. */
export class CssLayer {
  readonly #properties: ReadonlyMap<string, CssValues>
  readonly #index: number
  readonly #symbol: CssDrawing['symbol']
  readonly #leftOut: Set<string>
  readonly #depth: number

  /** @param leftOut where the values are named that are not read here */
  constructor(
    properties: ReadonlyMap<string, CssValues>,
    index: number,
    symbol: CssDrawing['symbol'],
    leftOut: Set<string>,
    depth = 0,
  ) {
    this.#properties = properties
    this.#index = index
    this.#symbol = symbol
    this.#leftOut = leftOut
    this.#depth = depth
  }

  has(name: string): boolean {
    return this.#properties.has(name)
  }

  /** The parts of a value; a property with one value has it in every layer. Empty of `none`. */
  parts(name: string): readonly CssValue[] {
    const values = this.#properties.get(name) ?? []
    const parts = (values.length === 1 ? values[0] : values[this.#index]) ?? []
    const [first] = parts
    return first?.type === 'literal' && first.text === 'none' ? [] : parts
  }

  /** A number without its unit; undefined where there is none, or it has to be computed or depends on the scale. */
  number(name: string): string | undefined {
    return this.numbers(name)[0]
  }

  numbers(name: string): readonly string[] {
    return this.parts(name).flatMap((value) => this.#known(name, value, numberIn(value)))
  }

  /** `#rrggbb`; graphics that are named beside a colour are left to {@link graphic}. */
  colour(name: string): string | undefined {
    return this.parts(name)
      .filter((value) => !isGraphic(value))
      .flatMap((value) => this.#known(name, value, colourIn(value)))[0]
  }

  word(name: string): string | undefined {
    return this.parts(name).flatMap((value) =>
      this.#known(name, value, value.type === 'literal' ? value.text : undefined),
    )[0]
  }

  graphic(kind: 'mark' | 'fill' | 'stroke'): CssGraphic | undefined {
    const graphic = this.parts(kind).find(isGraphic)
    const [named] = graphic?.parameters ?? []
    if (graphic === undefined || named === undefined) return undefined
    if (this.#depth >= mostNested) return this.#known<CssGraphic>(kind, graphic, undefined)[0]
    const own = new CssLayer(
      this.#symbol(kind, this.#index + 1),
      this.#index,
      this.#symbol,
      this.#leftOut,
      this.#depth + 1,
    )
    if (graphic.name === 'url') return { is: 'url', own }
    const [name] = this.#known(kind, named, named.type === 'literal' ? named.text : undefined)
    return name === undefined ? undefined : { is: 'symbol', name, own }
  }

  /** What a label is put together of. */
  label(): readonly XmlElement[] {
    return this.parts('label').flatMap((value) => {
      if (value.type === 'literal') return [textElement('Literal', value.text)]
      if (value.type === 'expression' && /^[\w:.-]+$|^"[^"]+"$/.test(value.text)) {
        return [textElement('PropertyName', value.text.replace(/"/g, ''))]
      }
      return this.#known<XmlElement>('label', value, undefined)
    })
  }

  /** The attributes of each entry of a raster's map of colours. */
  colourMap(): readonly Readonly<Record<string, string>>[] {
    return this.parts('raster-color-map').flatMap((entry) => {
      const [colour, quantity, opacity] = entry.type === 'function' ? entry.parameters : []
      const color = colour === undefined ? undefined : colourIn(colour)
      const attributes =
        color === undefined
          ? undefined
          : { color, ...attribute('quantity', quantity), ...attribute('opacity', opacity) }
      return this.#known('raster-color-map', entry, attributes)
    })
  }

  /** The value as it was read, or nothing, which is told. */
  #known<Read>(name: string, value: CssValue, read: Read | undefined): readonly Read[] {
    if (read !== undefined) return [read]
    this.#leftOut.add(`${name}: ${written(value)}`)
    return []
  }
}

function attribute(name: string, value: CssValue | undefined): Readonly<Record<string, string>> {
  return value?.type === 'literal' ? { [name]: value.text } : {}
}

function isGraphic(value: CssValue): value is Extract<CssValue, { type: 'function' }> {
  return value.type === 'function' && (value.name === 'symbol' || value.name === 'url')
}

function numberIn(value: CssValue): string | undefined {
  const [, digits, unit] =
    /^([-+]?(?:\d+\.?\d*|\.\d+))(px|deg|%)?$/.exec(value.type === 'literal' ? value.text : '') ?? []
  if (digits === undefined) return undefined
  return unit === '%' ? String(Number(digits) / 100) : String(Number(digits))
}

function colourIn(value: CssValue): string | undefined {
  const [red, green, blue] = colours.get.rgb(value.type === 'expression' ? '' : written(value)) ?? []
  if (red === undefined || green === undefined || blue === undefined) return undefined
  return colours.to.hex(red, green, blue)?.toLowerCase()
}

/** A value as someone would write it. */
function written(value: CssValue): string {
  switch (value.type) {
    case 'literal':
      return value.text
    case 'expression':
      return `[${value.text}]`
    case 'function':
      return `${value.name}(${value.parameters.map(written).join(', ')})`
  }
}
