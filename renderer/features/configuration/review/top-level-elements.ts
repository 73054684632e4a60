import { xmlLanguage } from '@codemirror/lang-xml'

/** One element directly below the root, and where it stands in the document. */
export interface TopLevelElement {
  readonly name: string
  readonly text: string
  readonly from: number
  readonly to: number
}

/** The elements directly below the root of a document, or undefined when it is not well-formed. */
export function topLevelElements(xml: string): readonly TopLevelElement[] | undefined {
  const tree = xmlLanguage.parser.parse(xml)
  let broken = false
  tree.iterate({
    enter: ({ type }) => {
      if (type.isError || type.name === 'MismatchedCloseTag' || type.name === 'MissingCloseTag') broken = true
    },
  })
  const root = tree.topNode.getChild('Element')
  if (broken || root === null) return undefined
  return root.getChildren('Element').map((element) => {
    const tag = element.getChild('OpenTag') ?? element.getChild('SelfClosingTag')
    const name = tag?.getChild('TagName')
    return {
      name: name === null || name === undefined ? '' : xml.slice(name.from, name.to),
      text: xml.slice(element.from, element.to),
      from: element.from,
      to: element.to,
    }
  })
}

/** Where the first error of a document is, or undefined when it is well-formed. */
export function firstXmlError(xml: string): number | undefined {
  let position: number | undefined
  xmlLanguage.parser.parse(xml).iterate({
    enter: ({ type, from }) => {
      const isError = type.isError || type.name === 'MismatchedCloseTag' || type.name === 'MissingCloseTag'
      if (isError) position ??= from
    },
  })
  return position
}
