import { z } from 'zod'
import { say, type NameIn } from '../sentences/say.ts'
import type { Sentence } from '../sentences/sentence.ts'
import { storedWording } from '../sentences/stored.ts'

/** What something must be, as the message of a schema, of which `defineCommand` makes a sentence again. */
export function must(reason: Sentence): string {
  return storedWording(reason)
}

/** Words that are not empty. */
export function words(name: NameIn<'must'>) {
  return z.string().min(1, must({ key: `must.${name}`, values: {} }))
}

/** Words that have to be given. */
export function requiredWords(name: NameIn<'must'>) {
  return z.string({ error: must(say('must.beGiven')) }).min(1, must({ key: `must.${name}`, values: {} }))
}

/** One of several words. */
export function oneOf<const Word extends string>(words: readonly Word[]) {
  return z.enum(words, must(say('must.beOneOf', { words })))
}

export const dataDirectory = {
  option: { dataDir: '--data-dir <directory>' },
  schema: requiredWords('nameDirectory'),
} as const

/** A number as typed. */
export function wholeNumber({
  from,
  to = 999_999_999_999_999,
}: {
  readonly from: number
  readonly to?: number
}) {
  const reason = must(
    to === undefined
      ? say('must.beNumberFrom', { first: from })
      : say('must.beNumber', { first: from, last: to }),
  )
  return z
    .string()
    .regex(/^\d{1,15}$/, reason)
    .transform(Number)
    .refine((number) => number >= from && number <= (to ?? Infinity), reason)
}

/** What whoever asks for what is measured has to show. */
export const metricsTokenOption = {
  option: { metricsToken: '--metrics-token <file>' },
  schema: words('nameFile').optional(),
} as const

/** Whom else findings are told to: a file with the address of a webhook, and a program. */
export const hookOptions = { webhook: '--webhook <file>', command: '--command <program>' } as const
export const hookFields = {
  webhook: words('nameFile').optional(),
  command: words('nameProgram').optional(),
}

/** A TCP port as typed; 0 for any that is free. */
export const portNumber = wholeNumber({ from: 0, to: 65_535 })
