import type { z } from 'zod'

/**
 * What answers, by the same names. Only a value the contract's schema accepted may be passed as input; the types of
 * both cannot be told apart by a name that arrives at run time.
 */
export interface Implementation {
  readonly services: Readonly<Record<string, Readonly<Record<string, AnyHandler>>>>
  readonly sources: Readonly<Record<string, Readonly<Record<string, AnySource>>>>
}

export type AnyHandler = (
  input: never,
  call: { readonly signal: AbortSignal; readonly progress: (value: unknown) => void },
) => unknown

type AnySource = (input: never, emit: (items: readonly unknown[]) => void, signal: AbortSignal) => void

/** What a client asked for. */
export interface Name {
  readonly feature: string
  readonly name: string
}

/** The entry behind a name, or undefined; names come from outside and may be those of any object's members. */
export function entryOf<Entry>(
  features: Readonly<Record<string, Readonly<Record<string, Entry>>>>,
  { feature, name }: Name,
): Entry | undefined {
  const entries = Object.hasOwn(features, feature) ? features[feature] : undefined
  return entries !== undefined && Object.hasOwn(entries, name) ? entries[name] : undefined
}

const mostIssues = 5
const longestReason = 500

/** What is wrong with a value, in words: where and what was expected, never the value itself. */
export function reasonOf(error: z.ZodError): string {
  const shown = error.issues
    .slice(0, mostIssues)
    .map(({ path, message }) => (path.length === 0 ? message : `${path.join('.')}: ${message}`))
  const reason = shown.join('; ')
  return reason.length > longestReason ? `${reason.slice(0, longestReason)}…` : reason
}
