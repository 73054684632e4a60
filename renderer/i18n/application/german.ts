import { errorCatalogue, type ErrorCode } from '../../../electron/errors/catalogue.ts'
import { applicationErrors } from './de/application-errors.ts'
import { brokerErrors } from './de/broker-errors.ts'
import { brokerPhrases } from './de/broker-phrases.ts'
import { catalogPhrases } from './de/catalog-phrases.ts'
import { dataErrors } from './de/data-errors.ts'
import { servicePhrases } from './de/service-phrases.ts'
import { phraseBook } from './phrase-book.ts'
import type { ApplicationWords, ErrorWords } from './words.ts'

/** Every error of the catalogue in German, with the placeholders of its English texts. */
export const germanErrors: Readonly<Record<ErrorCode, ErrorWords>> = {
  ...applicationErrors,
  ...brokerErrors,
  ...dataErrors,
}

/** English words of the application by themselves, and how they are said in German. */
export const germanPhrases: Readonly<Record<string, string>> = {
  ...brokerPhrases,
  ...catalogPhrases,
  ...servicePhrases,
}

/** Where only an error's text is left, such as in what was written down, it is found by its English template. */
function errorPhrases(): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(errorCatalogue).flatMap(([code, { message, remedy }]) => {
      const german = Object.entries(germanErrors).find(([each]) => each === code)?.[1]
      return german === undefined
        ? []
        : [
            [message, german.message],
            [remedy, german.remedy],
          ]
    }),
  )
}

export const germanWords: ApplicationWords = {
  errors: germanErrors,
  findPhrase: phraseBook({ ...errorPhrases(), ...germanPhrases }),
}
