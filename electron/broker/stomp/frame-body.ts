import type { IncomingFrame } from 'stompit'

/** A frame's body: its bytes, or only how many there were when they are more than the limit. */
export type FrameBody = { readonly bytes: Buffer } | { readonly tooLong: number }

/**
 * Reads a frame's body to its end, which lets the next frame come; a body over the limit is read past without
 * being kept. `done` is not called when the connection ends first: whoever waits must listen for that.
 */
export function readBody(frame: IncomingFrame, limit: number, done: (body: FrameBody) => void): void {
  let chunks: Buffer[] = []
  let length = 0
  frame.on('data', (chunk: Buffer) => {
    length += chunk.length
    if (length > limit) chunks = []
    else chunks.push(chunk)
  })
  frame.on('end', () => {
    const [only] = chunks
    if (length > limit) done({ tooLong: length })
    else done({ bytes: chunks.length === 1 && only !== undefined ? only : Buffer.concat(chunks) })
  })
}
