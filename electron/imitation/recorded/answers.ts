import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { parseJson } from '../../text/json.ts'

const recorded = z.object({
  path: z.string(),
  status: z.number(),
  headers: z.record(z.string(), z.string()),
  body: z.string(),
})

let answers: readonly z.output<typeof recorded>[] | undefined

/** Answers about a node that have nothing to do with its catalog are given as they were recorded. */
export function recordedAnswer(target: string): z.output<typeof recorded> | undefined {
  answers ??= readAnswers()
  const plain = decodeURIComponent(target)
  return answers.find((each) => decodeURIComponent(each.path) === plain)
}

function readAnswers(): readonly z.output<typeof recorded>[] {
  const file = join(import.meta.dirname, '../../../resources/imitation/answers.jsonl')
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n')
  return lines.map((line) => recorded.parse(parseJson(line)))
}
