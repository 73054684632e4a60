import { useI18n } from 'vue-i18n'
import type { FailureForm } from '../../electron/contract/failure-form.ts'
import {
  isList,
  withOneStop,
  type Value,
  type Values,
  type Wording,
} from '../../electron/contract/wording.ts'

/** What of vue-i18n is needed here. */
interface Messages {
  readonly locale: { readonly value: string }
  readonly t: (path: string, named: Record<string, unknown>, count: number) => string
  readonly te: (path: string, locale: string) => boolean
}

/** Says what the application says, in the language of the app. */
export function useSay() {
  return sayWith(useI18n())
}

/**
 * Says sentences with the messages of a language. Sentences come with their English text, so English needs no messages
 * of its own, and what a language does not know yet is said in English.
 */
export function sayWith({ locale, t, te }: Messages) {
  function say(wording: Wording): string {
    if (typeof wording === 'string') return wording
    return translated(placeOf(wording.key), wording.values) ?? wording.text
  }

  function translated(path: string, values: Values): string | undefined {
    if (!te(path, locale.value)) return undefined
    const named = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, inWords(value)]))
    return withOneStop(t(path, named, typeof values['count'] === 'number' ? values['count'] : 1))
  }

  function inWords(value: Value): string {
    if (typeof value === 'number') return new Intl.NumberFormat(locale.value).format(value)
    return isList(value) ? value.map(say).join(', ') : say(value)
  }

  return {
    /** A sentence, or words of others as they are. */
    say,
    /** The same, where there may be nothing to say. */
    sayIfAny: (wording: Wording | null | undefined) =>
      wording === null || wording === undefined ? undefined : say(wording),
    /** What a failure says, and what to try. */
    sayFailure: ({ code, message, remedy, details }: FailureForm) => ({
      message: translated(`errors.${code}.message`, details) ?? message,
      remedy: translated(`errors.${code}.remedy`, details) ?? remedy,
    }),
  }
}

/** Where the translation of a sentence lies; an error's sentence bears the error's code. */
function placeOf(key: string): string {
  if (key.startsWith('PLB-')) return `errors.${key}.message`
  return /^(kinds|properties)\./.test(key) ? key : `sentences.${key}`
}
