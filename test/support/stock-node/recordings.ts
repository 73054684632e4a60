import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const fixtures = join(import.meta.dirname, '../../fixtures')

const recordedWrite = z.object({
  n: z.number(),
  label: z.string(),
  run: z.string(),
  request: z.object({
    method: z.string(),
    path: z.string(),
    headers: z.record(z.string(), z.string()),
    body: z.string().nullable(),
    auth: z.string().nullish(),
  }),
  response: z.object({
    status: z.number(),
    headers: z.record(z.string(), z.string()),
    body: z.string().nullable(),
  }),
  messageDetails: z.array(
    z.object({
      handler: z.string(),
      eventType: z.string().optional(),
      properties: z.array(z.string()).optional(),
      group: z.string().optional(),
    }),
  ),
  filesChanged: z.array(z.string()),
  fileAfter: z.record(z.string(), z.string().nullable()).nullish(),
})

export type RecordedWrite = z.output<typeof recordedWrite>

/** The 556 writes made to a real GeoServer 2.26.2, in order, with what came of each. */
export function recordedWrites(): readonly RecordedWrite[] {
  return readFileSync(join(fixtures, 'geoserver-2.26-rest-writes/writes.jsonl'), 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => recordedWrite.parse(JSON.parse(line)))
}
