import type { Problem } from '../../components/editor/problems.ts'

/** The line a position of a text is in, from 1. */
export function lineAt(text: string, position: number): number {
  return text.slice(0, position).split('\n').length
}

/** The line of the first element that holds a property; null when there is none. */
export function lineOfProperty(xml: string, property: string): number | null {
  const [name] = property.split('.')
  const element = [...xml.matchAll(/<([^\s/<>]+)/g)].find((match) => match[1] === name)
  return element === undefined ? null : lineAt(xml, element.index)
}

/** Problems with properties as problems of the lines they are written in. */
export function problemsByLine(
  xml: string,
  problems: readonly { readonly property: string | null; readonly message: string }[],
): readonly Problem[] {
  return problems.map(({ property, message }) => ({
    line: property === null ? null : lineOfProperty(xml, property),
    message,
  }))
}
