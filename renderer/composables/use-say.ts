import type { FailureForm } from '../../electron/contract/failure-form.ts'
import {
  eventSentence,
  isList,
  propertyList,
  render,
  renderError,
  type Value,
  type Wording,
} from '../../electron/contract/wording.ts'
import type { Language } from '../../electron/languages/language.ts'
import type { FindPhrase } from '../i18n/application/phrase-book.ts'
import { spoken } from '../i18n/index.ts'

/** Says what the application says, in the language of the app. */
export function useSay() {
  return sayWith(() => spoken.value)
}

/** Says sentences in a language. */
export function sayWith(
  current: () => { readonly language: Language; readonly findPhrase: FindPhrase | undefined } | undefined,
) {
  function say(wording: Wording): string {
    const language = current()?.language
    return language === undefined ? unsaid(wording) : render(language, translated(wording))
  }

  function translated(wording: Wording): Wording {
    if (typeof wording === 'string') return sayText(wording)
    const values = Object.entries(wording.values).map(([name, value]) => [name, inWords(value)])
    return { ...wording, values: Object.fromEntries(values) as Readonly<Record<string, Value>> }
  }

  function inWords(value: Value): Value {
    if (typeof value === 'number') return value
    return isList(value) ? value.map(translated) : translated(value)
  }

  function sayText(text: string): Wording {
    const bundle = current()
    if (bundle?.findPhrase === undefined) return text
    // Most texts are events of the log, and those are told from others at once.
    const event = eventSentence(text)
    if (typeof event !== 'string') return event
    const found = bundle.findPhrase(text)
    if (found === undefined) return text
    return found.said.replaceAll(/\{(\w+)\}/g, (placeholder, name: string) => {
      const value = found.values[name]
      if (value === undefined) return placeholder
      return name === 'properties' ? propertyList(value).map(say).join(', ') : say(value)
    })
  }

  return {
    /** A sentence, or words of others as they are. */
    say,
    /** The same, where there may be nothing to say. */
    sayIfAny: (wording: Wording | null | undefined) =>
      wording === null || wording === undefined ? undefined : say(wording),
    /** What a failure says, and what to try. */
    sayFailure: ({ code, details }: FailureForm) => {
      const language = current()?.language
      const said = language && renderError(language, code, details)
      return said ?? { message: say({ key: code, values: details }), remedy: '' }
    },
  }
}

/** What happens before a language is loaded, such as that none can be, is told by key and values. */
function unsaid(wording: Wording): string {
  return typeof wording === 'string' ? wording : `${wording.key} ${JSON.stringify(wording.values)}`
}
