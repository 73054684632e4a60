// eslint-disable-next-line no-control-regex -- control characters are what is looked for
const controlCharacter = /[\u0000-\u001f\u007f]/

/** Whether a text holds a control character of ASCII, line breaks and tabs among them. */
export function hasControlCharacter(text: string): boolean {
  return controlCharacter.test(text)
}
