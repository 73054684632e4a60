import { describe, expect, it } from 'vitest'
import { createI18n } from 'vue-i18n'
import { failure, wordingOf } from '../../../electron/errors/failure.ts'
import { formOfFailure } from '../../../electron/contract/failures.ts'
import { say as sentence } from '../../../electron/sentences/say.ts'
import { sayWith } from '../../../renderer/composables/use-say.ts'
import { germanWords } from '../../../renderer/i18n/application/german.ts'
import configuration from '../../../renderer/i18n/de/configuration.ts'
import properties from '../../../renderer/i18n/de/properties.ts'
import sentences from '../../../renderer/i18n/de/sentences.ts'

const messages: Record<string, Record<string, object>> = {
  de: { configuration, properties, sentences },
  en: {},
}
const speaker = (locale: 'en' | 'de') =>
  sayWith(createI18n({ legacy: false, locale, messages }).global, () =>
    locale === 'de' ? germanWords : undefined,
  )

describe('what the application says', () => {
  it('is said by its key, in the number its count asks for', () => {
    const drifted = (count: number) =>
      sentence('attention.drifted', { node: 'geo-3', reference: 'geo-1', count })
    expect(speaker('de').say(drifted(1))).toBe('geo-3 weicht ab: 1 Objekt unterscheidet sich von geo-1.')
    expect(speaker('de').say(drifted(12_345))).toBe(
      'geo-3 weicht ab: 12.345 Objekte unterscheiden sich von geo-1.',
    )
    expect(speaker('en').say(drifted(2))).toBe('geo-3 has drifted: 2 objects differ from geo-1.')
  })

  it('is said with the sentences and lists in it', () => {
    const what = [sentence('attention.failed', { count: 2 }), sentence('attention.parked', { count: 1 })]
    expect(speaker('de').say(sentence('attention.diverged', { node: 'geo-2', what }))).toBe(
      'geo-2 ist auseinandergelaufen: 2 Ereignisse ließen sich nicht anwenden, 1 wartet auf fehlende Objekte.',
    )
  })

  it('is said by the code where it is an error, with the reason in it', () => {
    const refused = failure('PLB-BROKER-URL-MALFORMED', { url: 'x', reason: 'a server is missing' })
    expect(speaker('de').say(wordingOf(refused))).toBe('Die Broker-URL x ist nicht lesbar: ein Server fehlt.')
    expect(speaker('de').sayFailure(formOfFailure(refused)).remedy).toMatch(/^Schreiben Sie sie als stomp:/)
    expect(speaker('en').sayFailure(formOfFailure(refused)).message).toBe(refused.message)
  })

  it('is found among the phrases where only its text is left', () => {
    const { message } = failure('PLB-BROKER-REFUSED', { server: 'mq:61613' })
    expect(speaker('de').say(message)).toBe('Unter mq:61613 nimmt niemand Verbindungen an.')
    expect(speaker('de').say(`No broker: ${message}`)).toBe(
      'Kein Broker: Unter mq:61613 nimmt niemand Verbindungen an.',
    )
    expect(speaker('de').say('modify layer topp:roads: default style, title')).toBe(
      'Layer topp:roads ändern: Standardstil, Titel',
    )
  })

  it('leaves names and the words of other software alone', () => {
    for (const text of ['geo-3', 'ENOSPC: no space left on device', 'layer', '']) {
      expect(speaker('en').say(text)).toBe(text)
    }
    for (const text of ['geo-3', 'ENOSPC: no space left on device', '']) {
      expect(speaker('de').say(text)).toBe(text)
    }
  })
})

describe('events', () => {
  it.each([
    ['layer topp:roads modified: default style, title', 'Layer topp:roads geändert: Standardstil, Titel'],
    ['style a:line modified: format, body', 'Stil a:line geändert: Format, Stildatei'],
    ['layer group estonia added', 'Layergruppe estonia hinzugefügt'],
    ['data store a:pg saved', 'Datenspeicher a:pg gesichert'],
    ['workspace settings of a removed', 'Einstellungen des Arbeitsbereichs a entfernt'],
    ['global settings modified: update sequence', 'Globale Einstellungen geändert: Änderungszähler'],
    ['style file a:line.css', 'Stildatei a:line.css'],
    ['default workspace is topp', 'Standard-Arbeitsbereich ist topp'],
    ['default workspace is none', 'Standard-Arbeitsbereich ist nicht gesetzt'],
    ['a message that cannot be read', 'eine Nachricht, die sich nicht lesen lässt'],
    ['layer x modified: a property nobody knows', 'Layer x geändert: a property nobody knows'],
  ])('are said in German: %s', (english, german) => {
    expect(speaker('de').say(english)).toBe(german)
    expect(speaker('en').say(english)).toBe(english)
  })
})
