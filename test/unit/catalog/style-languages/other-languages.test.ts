import { describe, expect, test } from 'vitest'
import { checkStyle } from '../../../../electron/catalog/style-languages/check-style.ts'

function found(format: string, body: string): readonly string[] {
  return checkStyle(format, undefined, body).map(
    ({ severity, place, problem }) =>
      `${severity} ${place === undefined ? '' : `${place.line}:${place.column} `}${problem.key.replace('styles.', '')}`,
  )
}

describe('a style in CSS', () => {
  test.each([
    ['a selector and properties', '* { stroke: red; stroke-width: 2 }'],
    ['directives', '@mode "Flat";\n@styleTitle \'x\';\n* { fill: #ff0000; }'],
    ['filters in CQL', "[cat = 'it''s {'] [@scale > 1000], #states.9 { fill: [a + 1] }"],
    ['a text over several lines', '* { label: [name] "\n" [other]; }'],
    ['rules in rules', '* { fill: red; [pop > 5] { fill: blue; }; :mark { size: 3 } }'],
    ['symbols and addresses', "* { mark: symbol('circle'); fill: url(http://example.org/a.svg); }"],
    ['comments', '/* @title { */\n* { /* } */ stroke: red }\n'],
    ['a name with its workspace', 'topp:states { fill: red }'],
  ])('may have %s', (_, body) => {
    expect(found('css', body)).toEqual([])
  })

  test.each([
    ['a brace that is never closed', '* {\n  stroke: red;\n', '1:3 bracketNotClosed'],
    ['a brace too many', '* { stroke: red }\n}', '2:1 notOpened'],
    ['a filter that is never closed', '[a = 1 { fill: red }', '1:1 bracketNotClosed'],
    ['a text that is never closed', '* { label: "x }', '1:12 textNotClosed'],
    ['a comment that is never closed', '/* x\n* { fill: red }', '1:1 commentNotClosed'],
    ['a property without a value', '* { stroke red; }', '1:5 noColon'],
    ['a rule without a selector', '{ stroke: red; }', '1:1 noSelector'],
    ['a selector alone', '* { stroke: red }\nroads', '2:1 selectorAlone'],
    ['properties outside of rules', 'stroke: red; * { fill: red }', '1:1 outsideOfRule'],
    ['no rule', '@mode "Flat";', 'noRule'],
    ['SLD in it', '<StyledLayerDescriptor version="1.0.0"/>', '1:1 selectorAlone'],
  ])('cannot have %s', (_, body, expected) => {
    expect(found('css', body)).toEqual([`error ${expected}`])
  })
})

describe('a property of CSS', () => {
  test('nobody knows is doubted, wherever it stands', () => {
    const body = '* { strok: red; [pop > 5] { fill: blue; colour: red } :mark { size: 3; width: 2 } }'
    expect(found('css', body)).toEqual([
      'doubt 1:5 unknownProperty',
      'doubt 1:41 unknownProperty',
      'doubt 1:72 unknownProperty',
    ])
  })

  test('may be of any symbol, any renderer and any depth', () => {
    const body = `* { mark: symbol(circle); mark-size: 3; mark-anchor: 0.5 0.5; -gt-label-follow-line: true; stroke-mime: 'image/png';
      raster-z-index: 2; Fill-Random: free; halo-color: white; raster-contrast-enhancement: normalize; rce-min: 3;
      :shield { stroke: red; } }`
    expect(found('css', body)).toEqual([])
  })
})

describe('a style in YSLD', () => {
  test.each([
    [
      'the whole',
      'name: x\nfeature-styles:\n- rules:\n  - symbolizers:\n    - line:\n        stroke-color: "#f00"\n',
    ],
    ['a symbolizer', 'point:\n  symbols:\n  - mark:\n      shape: circle\n'],
    ['what is defined once', 'define: &d\n  fill-color: red\npolygon:\n  <<: *d\n'],
    ['expressions', 'rules:\n- filter: ${pop > 5}\n  symbolizers:\n  - text:\n      label: ${name}\n'],
  ])('may be %s', (_, body) => {
    expect(found('ysld', body)).toEqual([])
  })

  test.each([
    ['indented by tabs', 'rules:\n\t- line: {}\n', '2:1 notYaml'],
    ['with a bracket that is never closed', 'rules: [a\n', '2:1 notYaml'],
    ['a list', '- line: {}\n', '1:1 notAMap'],
    ['a text', 'line', '1:1 notAMap'],
    ['with an alias of nothing', 'line: *x\n', '1:7 noAnchor'],
  ])('cannot be %s', (_, body, expected) => {
    expect(found('ysld', body)).toEqual([`error ${expected}`])
  })

  test('is doubted where a key stands twice or nothing is drawn', () => {
    expect(found('ysld', 'line: {}\nline: {}\n')).toEqual(['doubt 2:1 keyTwice'])
    expect(found('ysld', 'title: x\n')).toEqual(['doubt drawsNothing'])
  })

  test('with aliases of aliases is not spelled out', () => {
    const bomb = ['a0: &a0 [x]']
    for (let level = 1; level < 40; level += 1) {
      bomb.push(
        `a${level}: &a${level} [${Array(10)
          .fill(`*a${level - 1}`)
          .join(', ')}]`,
      )
    }
    expect(found('ysld', `${bomb.join('\n')}\nline: {}\n`)).toEqual([])
  })
})

describe('a Mapbox style', () => {
  const style = (layers: string): string => `{"version": 8, "layers": ${layers}}`

  test('needs layers with an id and a type', () => {
    expect(found('mbstyle', style('[{"id": "a", "type": "line"}, {"id": "b", "ref": "a"}]'))).toEqual([])
    expect(found('mbstyle', style('[]'))).toEqual(['error 1:26 noLayers'])
    expect(found('mbstyle', '{"version": 8}')).toEqual(['error noLayers'])
    expect(found('mbstyle', style('[{"type": "line"}]'))).toEqual(['error 1:27 layerLacks'])
    expect(found('mbstyle', style('[{"id": "a"}]'))).toEqual(['error 1:27 layerLacks'])
    expect(found('mbstyle', style('["a"]'))).toEqual(['error 1:27 notAnObject'])
    expect(found('mbstyle', '[]')).toEqual(['error 1:1 notAnObject'])
  })

  test('is JSON', () => {
    expect(found('mbstyle', '{"version": 8,\n "layers": [{"id": "a" "type": "line"}]}')).toEqual([
      'error 2:24 notJson',
    ])
    expect(found('mbstyle', style('[{"id": "a", "type": "line"}')).at(0)).toContain('error')
  })

  test('is doubted where GeoServer is more lenient than the language, or cannot draw', () => {
    expect(found('mbstyle', style('[{"id": "a", "type": "line",}]'))).toEqual(['doubt 1:54 surplusComma'])
    expect(found('mbstyle', style('[{"id": "a", "type": "heatmap"}]'))).toEqual(['doubt 1:47 layerType'])
    expect(found('mbstyle', style('[{"id": "a", "type": {"toString": 1}}]'))).toEqual([
      'doubt 1:47 layerType',
    ])
    expect(found('mbstyle', '{"layers": [{"id": "a", "type": "line"}]}')).toEqual(['doubt mapboxVersion'])
  })
})

test('a language nobody knows is passed with a doubt', () => {
  expect(found('geocss2', 'x')).toEqual(['doubt unknownLanguage'])
})
