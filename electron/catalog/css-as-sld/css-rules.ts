import { Findings } from '../style-languages/finding.ts'
import { tokensOf } from '../style-languages/css-tokens.ts'
import { readCssValues, type CssValues } from './css-values.ts'

/** What features and scales have to meet. */
export interface CssConditions {
  /** Filters, types and ids, as they are written. */
  readonly filters: ReadonlySet<string>
  /** Denominators of the scales between which it draws. */
  readonly from: number
  readonly to: number
}

interface Selector {
  readonly conditions: CssConditions
  /**
   * The symbols it is for, of features that meet the conditions: all of a kind (`mark`, `symbol`), or one by its number;
   * undefined where it is for the features themselves.
   */
  readonly symbols: { readonly kind: string; readonly number: number | undefined } | undefined
  /** Among rules that are met, the heavier counts. */
  readonly weight: number
}

/** A rule with one selector: choices of a selector, and rules within a rule, are rules of their own. */
export interface CssRule extends Selector {
  /** What its comment calls it, or its selector. */
  readonly title: string
  readonly properties: ReadonlyMap<string, CssValues>
}

/** Rules at most: the choices of selectors within each other multiply. */
const mostRules = 1000
const mostDepth = 50

/**
 * Reads the rules of a style in GeoServer's CSS, each before those within it.
 * @returns undefined when brackets, strings or comments are not closed, or there are too many rules
 */
export function readCssRules(text: string): readonly CssRule[] | undefined {
  const blocks = blocksOf(text)
  const rules: CssRule[] = []
  const add = (within: readonly Selector[], { head, declarations, blocks }: Block): boolean => {
    const own = selectorsOf(withoutComments(head))
    if (rules.length + within.length * own.length > mostRules) return false
    const selectors = within.flatMap((outer) => own.map((inner) => both(outer, inner)))
    const title = titleIn(head) ?? withoutComments(head).trim().replace(/\s+/g, ' ')
    const properties = new Map(declarations.flatMap(propertyIn))
    rules.push(...selectors.map((selector) => ({ ...selector, title, properties })))
    return blocks.every((block) => add(selectors, block))
  }
  return blocks?.every((block) => add([everything], block)) === true ? rules : undefined
}

interface Block {
  readonly head: string
  readonly declarations: string[]
  readonly blocks: Block[]
}

function blocksOf(text: string): readonly Block[] | undefined {
  const outermost: Block = { head: '', declarations: [], blocks: [] }
  const open = [outermost]
  let begun = 0
  for (const { type, offset } of tokensOf(text, new Findings(text)) ?? []) {
    if (type !== '{' && type !== '}' && type !== ';') continue
    const between = text.slice(begun, offset)
    const block = open.at(-1)
    begun = offset + 1
    if (type === '{') {
      const within: Block = { head: between, declarations: [], blocks: [] }
      block?.blocks.push(within)
      if (open.push(within) > mostDepth) return undefined
    } else {
      block?.declarations.push(withoutComments(between))
      if (type === '}') open.pop()
    }
  }
  return open.length === 1 && open[0] === outermost ? outermost.blocks : undefined
}

function withoutComments(text: string): string {
  return text.replace(/\/\*[^]*?\*\/|("[^"]*"|'[^']*')/g, '$1')
}

/** Comments name rules: `@title`. */
function titleIn(head: string): string | undefined {
  const titles = [...head.matchAll(/\/\*([^]*?)\*\//g)].flatMap(
    ([, comment = '']) => /@title\s+(\S[^\n]*)/.exec(comment)?.[1]?.trim() ?? [],
  )
  return titles.at(-1)
}

function propertyIn(declaration: string): readonly [string, CssValues][] {
  const [, name, value] = /^\s*(?:-gt-)?([\w-]+)\s*:([^]*)$/.exec(declaration) ?? []
  return name === undefined || value === undefined ? [] : [[name.toLowerCase(), readCssValues(value)]]
}

const everything: Selector = {
  conditions: { filters: new Set(), from: 0, to: Number.POSITIVE_INFINITY },
  symbols: undefined,
  weight: 0,
}

/** The choices of what stands before a block. */
function selectorsOf(head: string): readonly Selector[] {
  const choices: Selector[] = [everything]
  const part =
    /,|\[(?:"[^"]*"|'[^']*'|[^\]"'])*\]|:nth-([a-z]+)\(\s*(\d+)\s*\)|:([a-z]+)|[#@\w][^\s,[#*:]*(?::[\w.-]+)?/g
  for (const [token, nthKind, number, kind] of head.matchAll(part)) {
    if (token === ',') choices.push(everything)
    else choices.push(both(choices.pop() ?? everything, basicSelector(token, nthKind ?? kind, number)))
  }
  return choices
}

function basicSelector(token: string, kind: string | undefined, number: string | undefined): Selector {
  if (kind !== undefined) {
    return { ...everything, symbols: { kind, number: number === undefined ? undefined : Number(number) } }
  }
  const { conditions } = everything
  const scale = /^\[\s*@(?:scale|sd)\s*([<>])=?\s*([\d.]+)\s*([kMG]?)\s*\]$/.exec(token)
  if (scale !== null) {
    const [, sign, digits, unit = ''] = scale
    const denominator = Number(digits) * ({ k: 1e3, M: 1e6, G: 1e9 }[unit] ?? 1)
    const bounds = sign === '<' ? { to: denominator } : { from: denominator }
    return { ...everything, conditions: { ...conditions, ...bounds }, weight: weights.filter }
  }
  const filters = new Set([token.replace(/\s+/g, ' ').replace(/^\[ | \]$/g, (bracket) => bracket.trim())])
  const weight = token.startsWith('#') ? weights.id : token.startsWith('[') ? weights.filter : weights.type
  return { ...everything, conditions: { ...conditions, filters }, weight }
}

/** As in the CSS of the web, no number of lighter selectors outweighs a heavier one. */
const weights = { type: 1, filter: 1_000, id: 1_000_000 } as const

function both(left: Selector, right: Selector): Selector {
  return {
    conditions: {
      filters: new Set([...left.conditions.filters, ...right.conditions.filters]),
      from: Math.max(left.conditions.from, right.conditions.from),
      to: Math.min(left.conditions.to, right.conditions.to),
    },
    symbols: right.symbols ?? left.symbols,
    weight: left.weight + right.weight,
  }
}
