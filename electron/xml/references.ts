const predefined: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
])

/**
 * All an ampersand may stand for: the five names of XML, and any character by its number. XStream writes every
 * UTF-16 unit by itself, the control characters and non-characters among them that XML 1.0 forbids.
 */
export function expand(reference: string): string | undefined {
  const [, hexadecimal, decimal] = /^#(?:x([0-9a-fA-F]{1,8})|([0-9]{1,8}))$/.exec(reference) ?? []
  if (hexadecimal === undefined && decimal === undefined) return predefined.get(reference)
  const code = hexadecimal === undefined ? Number(decimal) : Number.parseInt(hexadecimal, 16)
  return code > 0x10ffff ? undefined : String.fromCodePoint(code)
}
