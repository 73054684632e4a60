import { useI18n } from 'vue-i18n'
import type { FailureForm } from '../../electron/contract/failure-form.ts'
import {
  english,
  eventSentence,
  isList,
  propertyList,
  withOneStop,
  type Value,
  type Values,
  type Wording,
} from '../../electron/contract/wording.ts'
import { applicationWords, type ApplicationWords } from '../i18n/application/words.ts'

/** What of vue-i18n is needed here. */
interface Messages {
  readonly locale: { readonly value: string }
  readonly t: (path: string, named: Record<string, unknown>, count: number) => string
  readonly te: (path: string, locale: string) => boolean
}

/** Says what the application says, in the language of the app. */
export function useSay() {
  return sayWith(useI18n(), () => applicationWords.value)
}

/**
 * Says sentences in a language. A sentence of the services comes with its key and its English text, so English needs
 * no messages of its own, and what a language does not know is said in English. What was written down earlier, or comes
 * from below the services, is English text; a language finds it among its phrases.
 * @param wordsOf what the application says by itself in the language; undefined in English
 */
export function sayWith({ locale, t, te }: Messages, wordsOf: () => ApplicationWords | undefined) {
  function say(wording: Wording): string {
    const words = wordsOf()
    if (words === undefined) return english(wording)
    if (typeof wording === 'string') return sayText(wording, words)
    const { key, values, text } = wording
    const error = words.errors[key]
    if (error !== undefined) return filled(error.message, values)
    const path = placeOf(key)
    if (!te(path, locale.value)) return text
    const named = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, inWords(value)]))
    const { count } = values
    return withOneStop(t(path, named, typeof count === 'number' ? count : 1))
  }

  function sayText(text: string, { findPhrase }: ApplicationWords): string {
    // Most texts are events of the log, and those are told from others at once.
    const event = eventSentence(text)
    if (typeof event !== 'string') return say(event)
    const found = findPhrase(text)
    if (found === undefined) return text
    const { properties, ...values } = found.values
    return filled(
      found.said,
      properties === undefined ? values : { ...values, properties: propertyList(properties) },
    )
  }

  function filled(template: string, values: Values): string {
    const text = template.replaceAll(/\{(\w+)\}/g, (placeholder, name: string) => {
      const value = values[name]
      return value === undefined ? placeholder : inWords(value)
    })
    return withOneStop(text)
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
    sayFailure: ({ code, message, remedy, details }: FailureForm) => {
      const error = wordsOf()?.errors[code]
      if (error === undefined) return { message, remedy }
      return { message: filled(error.message, details), remedy: filled(error.remedy, details) }
    },
  }
}

/** Where the translation of a sentence lies. */
function placeOf(key: string): string {
  if (key.startsWith('kinds.')) return `configuration.${key}`
  return key.startsWith('properties.') ? key : `sentences.${key}`
}
