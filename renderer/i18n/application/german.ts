import { german } from '../../../electron/languages/de/index.ts'
import { errors } from '../../../electron/languages/en/errors/index.ts'
import { brokerPhrases } from './de/broker-phrases.ts'
import { catalogPhrases } from './de/catalog-phrases.ts'
import { servicePhrases } from './de/service-phrases.ts'
import { phraseBook } from './phrase-book.ts'

/** English words of the application by themselves, and how they are said in German. */
export const germanPhrases: Readonly<Record<string, string>> = {
  ...brokerPhrases,
  ...catalogPhrases,
  ...servicePhrases,
}

/** Where only an error's text is left, such as in what was written down, it is found by its English template. */
function errorPhrases(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(errors).flatMap(([code, { message, remedy }]) => {
      const said = Object.entries(german.errors).find(([each]) => each === code)?.[1]
      return said === undefined
        ? []
        : [
            [message, said.message],
            [remedy, said.remedy],
          ]
    }),
  )
}

export const findPhrase = phraseBook({ ...errorPhrases(), ...germanPhrases })
