import { expect, test } from 'vitest'
import german from '../../../../renderer/i18n/de/configuration.ts'
import english from '../../../../renderer/i18n/en/configuration.ts'

type Messages = { readonly [name: string]: string | Messages }

/** Every message by its place, as its placeholders and the number of its plural forms. */
function shapes(messages: Messages, prefix = ''): Record<string, string> {
  return Object.fromEntries(
    Object.entries(messages).flatMap(([name, message]) =>
      typeof message === 'string'
        ? [
            [
              `${prefix}${name}`,
              `${[...new Set(message.match(/\{\w+\}/g))].toSorted().join(' ')} ${message.split('|').length}`,
            ],
          ]
        : Object.entries(shapes(message, `${prefix}${name}.`)),
    ),
  )
}

test('every message of the screen is there in both languages, with the same placeholders and plural forms', () => {
  expect(shapes(german)).toEqual(shapes(english))
})
