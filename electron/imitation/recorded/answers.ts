import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import type { Release } from '../../catalog/kinds/release.ts'
import { parseJson } from '../../text/json.ts'

const recorded = z.object({
  path: z.string(),
  status: z.number(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
})

let answers: readonly z.output<typeof recorded>[] | undefined

export const recordedRelease: Release = '2.26.2'

/** Answers about a node that have nothing to do with its catalog are given as they were recorded, save for its release. */
export function recordedAnswer(target: string, release: Release): z.output<typeof recorded> | undefined {
  answers ??= readAnswers()
  const plain = decodeURIComponent(target)
  const found = answers.find((each) => decodeURIComponent(each.path) === plain)
  return found && { ...found, body: found.body.replaceAll(recordedRelease, release) }
}

function readAnswers(): readonly z.output<typeof recorded>[] {
  const file = join(import.meta.dirname, '../../../resources/imitation/answers.jsonl')
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  return lines.map((line) => recorded.parse(parseJson(line)))
}
