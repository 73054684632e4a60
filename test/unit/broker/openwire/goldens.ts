import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { z } from 'zod'

const directory = join(import.meta.dirname, '../../../fixtures/openwire')

const recordedFrame = z.object({
  n: z.number(),
  connection: z.number(),
  direction: z.enum(['client', 'broker']),
  hex: z.string(),
  command: z.string(),
  decoded: z.unknown().optional(),
})

/** A frame between a real client and a real broker, with what ActiveMQ's own classes made of it. */
export interface RecordedFrame extends z.infer<typeof recordedFrame> {
  readonly file: string
  /** The version its connection had settled on. */
  readonly version: number
  /** Without its size. */
  readonly frame: Buffer
}

/**
 * Every recorded frame in the loose encoding. Left out are two connections that settled on others, and the one frame with
 * a stack trace, which this client never agrees to.
 */
export function recordedFrames(): RecordedFrame[] {
  return readdirSync(directory)
    .filter((name) => name.endsWith('.jsonl.gz') && !name.includes('multicast'))
    .flatMap((name) => readFrames(name.replace('.jsonl.gz', '')))
}

/** The frames of one recording. */
export function readFrames(file: string): RecordedFrame[] {
  const lines = gunzipSync(readFileSync(join(directory, `${file}.jsonl.gz`))).toString('utf8')
  const versions = new Map<number, number>()
  const frames: RecordedFrame[] = []
  for (const line of lines.split('\n').filter((each) => each !== '')) {
    const recorded = recordedFrame.parse(JSON.parse(line))
    if (recorded.hex === '') continue
    const { connection, command } = recorded
    if (command === 'WireFormatInfo') {
      const { version } = z.object({ version: z.number() }).parse(recorded.decoded)
      versions.set(connection, Math.min(versions.get(connection) ?? version, version))
    } else if (file === 'negotiation' && connection <= 2) continue
    else if (file === 'errors-with-stack-trace' && command === 'ExceptionResponse') continue
    const frame = Buffer.from(recorded.hex, 'hex').subarray(4)
    frames.push({ ...recorded, file, frame, version: versions.get(connection) ?? 12 })
  }
  return frames
}
