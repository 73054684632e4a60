const part = '[A-Za-z0-9_][A-Za-z0-9_.-]*'
const destination = new RegExp(`^(?:${part}@)?${part}$`)

/**
 * Whether a text names a machine to go through, as `user@host` or as the operator's ssh configuration calls it. It can
 * be nothing else to ssh: no option, no command, no second word.
 */
export function isBastion(text: string): boolean {
  return text.length <= 255 && destination.test(text)
}
