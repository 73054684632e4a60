import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isHandler, type Handler } from '../../electron/wire/handlers.ts'
import type { GoldenVersion } from './data-directories.ts'

/** A message as it was recorded, and what is known of it. */
export interface RecordedMessage {
  /** Position in the recording, from 1. */
  readonly seq: number
  /** The change that caused it. */
  readonly label: string
  readonly handler: Handler
  readonly properties: ReadonlyMap<string, string>
  readonly body: string
  /** What a real slave made of it: `applied`, `rejected` or `ignored`; undefined for what a real master sent. */
  readonly verdict: string | undefined
}

/** What a real GeoServer master published while it was built up and torn down: 127 messages of 2.26, 213 of 2.27. */
export function masterMessages(version: GoldenVersion = '2.26'): readonly RecordedMessage[] {
  return read(`geoserver-${version}/messages.jsonl`)
}

/** The same changes written plainly, as they were sent to a real GeoServer 2.26 slave. */
export function messagesToSlave(): readonly RecordedMessage[] {
  return read('accepted/accepted-by-2.26-slave.jsonl')
}

/** A sample message of the given name. */
export function sampleMessage(name: string): string {
  return readFileSync(join(fixtures, 'samples', `${name}.xml`), 'utf8')
}

const fixtures = join(import.meta.dirname, '../fixtures')

function read(file: string): readonly RecordedMessage[] {
  return readFileSync(join(fixtures, file), 'utf8').trimEnd().split('\n').map(parse)
}

function parse(line: string): RecordedMessage {
  const message: unknown = JSON.parse(line)
  const seq = member(message, 'seq')
  const label = member(message, 'label')
  const body = member(message, 'body')
  const verdict = member(message, 'verdict')
  const properties = new Map(
    Object.entries(member(message, 'properties') ?? {}).map(([k, v]) => [k, String(v)]),
  )
  const handler = properties.get('JMSEventHandlerSPI') ?? ''
  if (
    typeof seq !== 'number' ||
    typeof label !== 'string' ||
    typeof body !== 'string' ||
    !isHandler(handler)
  ) {
    throw new Error(`Not a recorded message: ${line.slice(0, 200)}`)
  }
  return { seq, label, handler, properties, body, verdict: typeof verdict === 'string' ? verdict : undefined }
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined
}
