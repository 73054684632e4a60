import { childText, textElement, withChildren, type XmlElement } from '../../xml/element.ts'
import { parseXml } from '../../xml/parse.ts'
import { writeXml } from '../../xml/write.ts'

/** Rules of a style that could be read. */
export interface Sld {
  /** The name GeoTools takes from inside. */
  readonly name: string
  readonly root: XmlElement
}

const byDefault = 'Default Styler'

export function readSld(text: string): Sld | undefined {
  try {
    const root = parseXml(text)
    const style = inside(inside(root, 'NamedLayer'), 'UserStyle')
    const named = style === undefined ? undefined : style.children.find((each) => bare(each.name) === 'Name')
    return { name: named?.text ?? byDefault, root }
  } catch {
    return undefined
  }
}

/** Rules as GeoServer writes them anew unless they are to be kept raw: the same rules in GeoTools' own form. */
export function rewrittenSld({ root }: Sld): string {
  const prefixed = rewritten(root)
  const attributes = {
    'xmlns:sld': 'http://www.opengis.net/sld',
    xmlns: 'http://www.opengis.net/sld',
    'xmlns:gml': 'http://www.opengis.net/gml',
    'xmlns:ogc': 'http://www.opengis.net/ogc',
    version: '1.0.0',
  }
  return `<?xml version="1.0" encoding="UTF-8"?>${writeXml({ ...prefixed, attributes })}\n\n`
}

function rewritten(element: XmlElement): XmlElement {
  const name = bare(element.name)
  const children = element.children.map(rewritten)
  const own = { ...element, name: `sld:${name}`, children }
  switch (name) {
    case 'NamedLayer':
    case 'UserStyle':
      return withChildren(own, [
        textElement('sld:Name', byDefault),
        ...children.filter((each) => each.name !== 'sld:Name'),
      ])
    case 'FeatureTypeStyle':
      return childText(own, 'sld:Name') === undefined
        ? withChildren(own, [textElement('sld:Name', 'name'), ...children])
        : own
    default:
      return own
  }
}

function inside(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((each) => bare(each.name) === name)
}

function bare(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
