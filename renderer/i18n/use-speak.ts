import {
  type FailureData,
  property,
  render,
  renderError,
  type Wording,
} from '../../electron/contract/wording.ts'
import type { Language } from '../../electron/languages/language.ts'
import { spoken } from './index.ts'

/** Says what the application says, in the language of the app. */
export function useSpeak() {
  return speakWith(() => spoken.value)
}

/** Says sentences in a language. */
export function speakWith(current: () => Language | undefined) {
  function speak(wording: Wording): string {
    const language = current()
    return language === undefined ? unspoken(wording) : render(language, wording)
  }

  return {
    /** A sentence, or words of others as they are. */
    speak,
    /** What a property of the catalog is called, by its name in files. */
    speakProperty: (name: string) => speak(property(name)),
    /** The same, where there may be nothing to say. */
    speakIfAny: (wording: Wording | null | undefined) =>
      wording === null || wording === undefined ? undefined : speak(wording),
    /** What a failure says, and what to try. */
    speakFailure: ({ code, details }: FailureData) => {
      const language = current()
      const said = language && renderError(language, code, details)
      return said ?? { message: speak({ key: code, values: details }), remedy: '' }
    },
  }
}

/** What happens before a language is loaded, such as that none can be, is told by key and values. */
function unspoken(wording: Wording): string {
  return typeof wording === 'string' ? wording : `${wording.key} ${JSON.stringify(wording.values)}`
}
