import { redactedElement } from '../../../catalog/passwords.ts'
import { isFailure } from '../../../errors/failure.ts'
import { hiddenSecret } from '../../../secrets/mark.ts'
import { isSecretName } from '../../../secrets/names.ts'
import { hideSecrets } from '../../../secrets/text.ts'
import { childOf, withChildren, type XmlElement } from '../../../xml/element.ts'
import { parseXml } from '../../../xml/parse.ts'
import { writeXml } from '../../../xml/write.ts'

/**
 * The body of a message with its passwords hidden; undefined when it is no XML, so that nobody can tell where in it
 * passwords are.
 */
export function redactedBody(body: string): string | undefined {
  try {
    return writeXml(withRedactedLists(redactedElement(parseXml(body))))
  } catch (error) {
    if (isFailure(error)) return undefined
    throw error
  }
}

/** Events list the values of changed properties by position, away from their names. */
function withRedactedLists(element: XmlElement): XmlElement {
  const names = childOf(element, 'propertyNames')?.children ?? []
  return withChildren(
    element,
    element.children.map((child) => {
      // The event about a style lies inside another one.
      if (child.name === 'event') return withRedactedLists(child)
      if (child.name !== 'oldValues' && child.name !== 'newValues') return child
      return withChildren(
        child,
        child.children.map((value, index) =>
          isSecretName(names[index]?.text ?? '') && value.text !== ''
            ? { ...value, text: hiddenSecret }
            : value,
        ),
      )
    }),
  )
}

/** Headers with what is secret in them hidden, in alphabetical order. */
export function redactedHeaders(
  headers: Readonly<Record<string, string>>,
): readonly { readonly name: string; readonly value: string; readonly hidden: boolean }[] {
  return Object.entries(headers)
    .map(([name, text]) => {
      const value = isSecretName(name) && text !== '' ? hiddenSecret : hideSecrets(text)
      return { name, value, hidden: value !== text }
    })
    .toSorted((left, right) => left.name.localeCompare(right.name, 'en'))
}
