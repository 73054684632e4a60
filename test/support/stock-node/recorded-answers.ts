import { recordedAnswers } from '../geoserver-rest.ts'
import type { Answer } from './exchange.ts'

/** Answers about a node that have nothing to do with its catalog are given as they were recorded. */
export function recordedAnswer(target: string): Answer | undefined {
  const plain = decodeURIComponent(target)
  const found = recordedAnswers.find(
    (each) => each.method === 'GET' && each.auth === undefined && decodeURIComponent(each.path) === plain,
  )
  if (found === undefined) return undefined
  const type = found.headers['Content-Type']
  return {
    status: found.status,
    headers: type === undefined ? {} : { 'Content-Type': type },
    body: found.body ?? '',
  }
}
