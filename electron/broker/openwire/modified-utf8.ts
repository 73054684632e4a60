import { isAscii } from 'node:buffer'

/** Java's own form of UTF-8 (`writeUTF`): U+0000 in two bytes, and characters beyond the BMP as their two surrogates. */

const standard = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
/** Longer texts gain from the native decoder; shorter ones do not. */
const shortText = 32
const pieceLength = 8192

/**
 * Reads modified UTF-8, and four-byte sequences of the standard form, which some senders write.
 * @returns undefined for what is neither
 */
export function decodeModifiedUtf8(bytes: Buffer): string | undefined {
  if (isAscii(bytes)) return bytes.toString('latin1')
  if (bytes.length > shortText) {
    try {
      return standard.decode(bytes)
    } catch {
      // It holds what the standard has not; or nothing that can be read.
    }
  }
  return decodeByHand(bytes)
}

/** The text as modified UTF-8; every string has such a form. */
export function encodeModifiedUtf8(text: string): Buffer {
  // eslint-disable-next-line no-control-regex
  if (!/[\u0000\ud800-\udfff]/.test(text)) return Buffer.from(text, 'utf8')
  const bytes = Buffer.allocUnsafe(text.length * 3)
  let length = 0
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index)
    if (unit !== 0 && unit < 0x80) bytes[length++] = unit
    else if (unit < 0x800) {
      bytes[length++] = 0xc0 | (unit >> 6)
      bytes[length++] = 0x80 | (unit & 0x3f)
    } else {
      bytes[length++] = 0xe0 | (unit >> 12)
      bytes[length++] = 0x80 | ((unit >> 6) & 0x3f)
      bytes[length++] = 0x80 | (unit & 0x3f)
    }
  }
  return bytes.subarray(0, length)
}

function decodeByHand(bytes: Buffer): string | undefined {
  const pieces: string[] = []
  let units: number[] = []
  for (let index = 0; index < bytes.length;) {
    const lead = bytes[index] ?? 0
    const length = lead < 0x80 ? 1 : lead < 0xc0 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf8 ? 4 : 0
    if (length === 0 || index + length > bytes.length) return undefined
    let code = length === 1 ? lead : lead & (0x7f >> length)
    for (let offset = 1; offset < length; offset += 1) {
      const next = bytes[index + offset] ?? 0
      if ((next & 0xc0) !== 0x80) return undefined
      code = (code << 6) | (next & 0x3f)
    }
    index += length
    if (code > 0x10ffff) return undefined
    if (code <= 0xffff) units.push(code)
    else units.push(0xd800 + ((code - 0x10000) >> 10), 0xdc00 + ((code - 0x10000) & 0x3ff))
    if (units.length >= pieceLength) {
      pieces.push(String.fromCharCode(...units))
      units = []
    }
  }
  pieces.push(String.fromCharCode(...units))
  return pieces.join('')
}
