import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { decodeBody } from '../../electron/wire/decode.ts'
import { encodeEvent } from '../../electron/wire/encode.ts'
import { isHandler } from '../../electron/wire/handlers.ts'
import { parseXml } from '../../electron/xml/parse.ts'
import { writeXml } from '../../electron/xml/write.ts'
import { median, perSecond } from './measure.ts'

const recording = join(import.meta.dirname, '../fixtures/geoserver-2.26/messages.jsonl')
const line = z.object({ properties: z.record(z.string(), z.string()), body: z.string() })

export interface CodecSpeed {
  /** Messages a second: XML parsed and written, nothing understood. */
  readonly floor: number
  readonly decode: number
  readonly encode: number
}

/** Decodes and encodes the recorded messages of a real master, against parsing and writing their XML alone. */
export function codecSpeed(rounds = 7): CodecSpeed {
  const messages = readFileSync(recording, 'utf8')
    .trim()
    .split('\n')
    .flatMap((text) => {
      const { properties, body } = line.parse(JSON.parse(text))
      const handler = properties['JMSEventHandlerSPI'] ?? ''
      return isHandler(handler) ? [{ handler, body }] : []
    })
  const events = messages.map(({ handler, body }) => decodeBody(handler, body))
  const results = Array.from({ length: rounds }, () => ({
    floor: perSecond(messages.length, () => {
      for (const { body } of messages) writeXml(parseXml(body))
    }),
    decode: perSecond(messages.length, () => {
      for (const { handler, body } of messages) decodeBody(handler, body)
    }),
    encode: perSecond(messages.length, () => {
      for (const event of events) encodeEvent(event)
    }),
  }))
  return {
    floor: median(results.map(({ floor }) => floor)),
    decode: median(results.map(({ decode }) => decode)),
    encode: median(results.map(({ encode }) => encode)),
  }
}
