import { CompletionContext, type CompletionResult, type CompletionSource } from '@codemirror/autocomplete'
import { cssLanguage } from '@codemirror/lang-css'
import { xml } from '@codemirror/lang-xml'
import { ensureSyntaxTree } from '@codemirror/language'
import { EditorState, type Extension } from '@codemirror/state'
import { describe, expect, test } from 'vitest'
import {
  knownElements,
  knownProperties,
  styleFunctions,
} from '../../../../electron/catalog/style-languages/vocabulary.ts'
import type { StyleWords } from '../../../../electron/contract/features/configuration.ts'
import { completeCss, placeIn } from '../../../../renderer/components/editor/complete-css.ts'
import { completeSld } from '../../../../renderer/components/editor/complete-sld.ts'
import { patience } from '../../../support/patience.ts'

const words: StyleWords = {
  elements: knownElements().map((each) => ({
    ...each,
    children: each.children === undefined ? null : [...each.children],
    attributes: each.attributes.map(({ name, values }) => ({ name, values: [...values] })),
    texts: [...each.texts],
  })),
  properties: knownProperties().map(({ name, values }) => ({ name, values: [...values] })),
  functions: [...styleFunctions],
  attributes: ['pop', 'name'],
}

/** What is offered where `|` stands, of which the part before it is already written. */
function offered(
  source: CompletionSource,
  language: Extension,
  marked: string,
): { readonly labels: readonly string[]; readonly written: string } {
  const pos = marked.indexOf('|')
  const doc = marked.replace('|', '')
  const begun = EditorState.create({ doc, extensions: language })
  // A state is made with what could be understood in a blink, and an editor goes on from there.
  ensureSyntaxTree(begun, doc.length, patience)
  const { state } = begun.update({})
  const answer = source(new CompletionContext(state, pos, true))
  if (answer instanceof Promise) throw new Error('the words are there at once')
  const result: CompletionResult | null = answer
  const written = doc.slice(result?.from ?? pos, pos)
  const labels = (result?.options ?? [])
    .map(({ label }) => label)
    .filter((label) => label.startsWith(written))
  return { labels, written }
}

const inSld = (marked: string) =>
  offered(
    completeSld(() => words),
    xml(),
    marked,
  ).labels
const inCss = (marked: string) =>
  offered(
    completeCss(() => words),
    cssLanguage,
    marked,
  ).labels

const sld10 = (body: string) =>
  `<StyledLayerDescriptor version="1.0.0" xmlns="http://www.opengis.net/sld" xmlns:ogc="http://www.opengis.net/ogc">${body}</StyledLayerDescriptor>`
const sld11 = (body: string) =>
  `<sld:StyledLayerDescriptor version="1.1.0" xmlns:sld="http://www.opengis.net/sld" xmlns:se="http://www.opengis.net/se" xmlns:ogc="http://www.opengis.net/ogc">${body}</sld:StyledLayerDescriptor>`

describe('in an SLD', () => {
  test('what may be in an element is offered, and nothing else', () => {
    const inStroke = inSld(sld10('<Stroke><|</Stroke>'))
    expect(inStroke).toEqual(expect.arrayContaining(['GraphicFill', 'GraphicStroke', 'CssParameter']))
    expect(inStroke).not.toContain('SvgParameter')
    expect(inStroke).not.toContain('Rule')
  })

  test('elements go by the prefixes of the document', () => {
    expect(inSld(sld10('<Rule><ogc:F|</Rule>'))).toEqual(['ogc:Filter'])
    expect(inSld(sld11('<se:Stroke><|</se:Stroke>'))).toEqual(
      expect.arrayContaining(['se:SvgParameter', 'se:GraphicFill']),
    )
    expect(inSld(sld11('<sld:NamedLayer><|</sld:NamedLayer>'))).toEqual(
      expect.arrayContaining(['sld:UserStyle', 'se:Name']),
    )
  })

  test('filters are offered their predicates, and predicates their values', () => {
    expect(inSld(sld10('<ogc:Filter><ogc:PropertyIsL|</ogc:Filter>'))).toEqual(
      expect.arrayContaining(['ogc:PropertyIsLike', 'ogc:PropertyIsLessThan']),
    )
    expect(inSld(sld10('<Label><ogc:|</Label>'))).toEqual(
      expect.arrayContaining(['ogc:PropertyName', 'ogc:Literal', 'ogc:Function']),
    )
  })

  test('attributes and their values are offered', () => {
    expect(inSld(sld10('<Stroke><CssParameter |></CssParameter></Stroke>'))).toEqual(['name'])
    expect(inSld(sld10('<Stroke><CssParameter name="stroke-l|"></CssParameter></Stroke>'))).toEqual([
      '"stroke-linejoin"',
      '"stroke-linecap"',
    ])
    expect(inSld(sld10('<TextSymbolizer><VendorOption name="follow|"/></TextSymbolizer>'))).toEqual([
      '"followLine"',
    ])
    expect(inSld(sld10('<Label><ogc:Function name="strTo|"/></Label>'))).toEqual([
      '"strToLowerCase"',
      '"strToUpperCase"',
    ])
  })

  test('marks and the attributes of the drawn features are offered as texts', () => {
    expect(inSld(sld10('<Mark><WellKnownName>shape://sl|</WellKnownName></Mark>'))).toEqual(['shape://slash'])
    expect(inSld(sld10('<Mark><WellKnownName>|</WellKnownName></Mark>'))).toEqual(
      expect.arrayContaining(['square', 'circle', 'triangle', 'star', 'cross', 'x']),
    )
    expect(inSld(sld10('<Label><ogc:PropertyName>p|</ogc:PropertyName></Label>'))).toEqual(['pop'])
  })

  test('nothing is offered until the words are known', () => {
    const state = EditorState.create({ doc: '<', extensions: xml() })
    expect(completeSld(() => undefined)(new CompletionContext(state, 1, true))).toBeNull()
  })
})

describe('in a style in CSS', () => {
  test('properties are offered in a rule, at any depth', () => {
    expect(inCss('* { stroke-l|')).toEqual(['stroke-linecap', 'stroke-linejoin', 'stroke-label-obstacle'])
    expect(inCss('* { fill: red; [pop > 5] { mark-s|')).toEqual(['mark-size'])
    expect(inCss('* { :ma|')).toEqual([':mark'])
  })

  test('values are offered behind the colon', () => {
    expect(inCss('* { stroke-linecap: r|')).toEqual(['round'])
    expect(inCss('* { /* {;: */ mark: symbol(sq|')).toEqual(['symbol(square)'])
    expect(inCss('* { -gt-label-follow-line: t|')).toEqual(['true'])
  })

  test('filters are offered attributes, scales and functions', () => {
    expect(inCss('[po| > 5] { fill: red }')).toEqual(['pop'])
    expect(inCss('[@s| > 5] { fill: red }')).toEqual(['@sd', '@scale'])
    expect(inCss('* { label: [strTo|')).toEqual(['strToLowerCase', 'strToUpperCase'])
  })

  test.each([
    ['in a text', '* { label: "stroke'],
    ['in a comment', '* { /* str'],
    ['in a text of a filter', "[name = 'po"],
  ])('nothing is offered %s', (_, text) => {
    expect(placeIn(text)).toEqual({ in: 'nothing' })
  })
})
