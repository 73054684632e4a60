/** What the head of a PNG says, before anything of it is unpacked. */
export interface PngHead {
  readonly width: number
  readonly height: number
}

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const headLength = 33

/**
 * Reads the head of a PNG. One that is interlaced counts as none: no GeoServer draws them, and how much one unpacks to
 * is not told by its size.
 * @returns undefined for what is no such picture
 */
export function pngHead(bytes: Buffer): PngHead | undefined {
  if (bytes.length < headLength || !bytes.subarray(0, signature.length).equals(signature)) return undefined
  if (bytes.toString('latin1', 12, 16) !== 'IHDR' || bytes[28] !== 0) return undefined
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) }
}
