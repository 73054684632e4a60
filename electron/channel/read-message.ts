import { parseJson, type JsonLimits } from '../text/json.ts'

/** What one message may hold: the longest list of a process of ours fits, a million members do not. */
const messageLimits: JsonLimits = { values: 1_000_000, depth: 64 }

/** A message as it came; what is no JSON, or holds more than a message may, becomes what is no message. */
export function readMessage(text: string): unknown {
  try {
    return parseJson(text, messageLimits)
  } catch {
    return undefined
  }
}
