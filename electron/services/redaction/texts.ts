import {
  hiddenPassword,
  isPasswordName,
  withAddressPasswords,
  withPasswords,
} from '../../catalog/passwords.ts'
import { withChildren, type XmlElement } from '../../xml/element.ts'

/** Passwords handed over in the query of an address, as JDBC does: `…?user=a&password=b`. */
const passwordInQuery = /([?&;]([\w.-]{1,60})=)([^&;\s"'<>]{1,500})/g

/** A text with each password in the queries of its addresses replaced; what is hidden already stays. */
function withQueryPasswords(text: string, replace: (password: string) => string): string {
  if (!text.includes('=')) return text
  return text.replaceAll(passwordInQuery, (whole, before: string, name: string, password: string) =>
    isPasswordName(name) && password !== hiddenPassword ? before + replace(password) : whole,
  )
}

/** A text with the passwords in the addresses it holds hidden. */
export function redactedText(text: string): string {
  const hide = () => hiddenPassword
  return withQueryPasswords(withAddressPasswords(text, hide), hide)
}

/** An element with every password in or below it replaced, those in addresses too. */
export function withEveryPassword(element: XmlElement, replace: (password: string) => string): XmlElement {
  // What was replaced already is no address, so that nothing is replaced twice.
  return withPasswordsInTexts(
    withPasswords(element, (password) => replace(password)),
    replace,
  )
}

function withPasswordsInTexts(element: XmlElement, replace: (password: string) => string): XmlElement {
  if (element.children.length === 0) {
    const text = withQueryPasswords(element.text, replace)
    return text === element.text ? element : { ...element, text }
  }
  let changed = false
  const children = element.children.map((child) => {
    const replaced = withPasswordsInTexts(child, replace)
    changed ||= replaced !== child
    return replaced
  })
  return changed ? withChildren(element, children) : element
}

/** An element with every password in or below it hidden. */
export function redactedElement(element: XmlElement): XmlElement {
  return withEveryPassword(element, () => hiddenPassword)
}
