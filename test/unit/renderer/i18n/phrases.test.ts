import { describe, expect, it } from 'vitest'
import { findPhrase, germanPhrases } from '../../../../renderer/i18n/application/german.ts'
import { phraseBook } from '../../../../renderer/i18n/application/phrase-book.ts'
import { placeholders } from '../../../support/messages.ts'

const files = import.meta.glob<string>(
  [
    '../../../../electron/**/*.ts',
    // What the command line, the shell of the system, the protocol of the embedded broker and imitated GeoServers say stays English.
    '!../../../../electron/{languages,broker/embedded,desktop,serve,cli,launch,channel,imitation}/**',
  ],
  { eager: true, query: '?raw', import: 'default' },
)
const sources = Object.values(files).join('\n')

/** Words of our own that become part of a sentence someone reads, where they are written down in one piece. */
const given = [
  ...sources.matchAll(/\breason: (?:'((?:[^'\\\n]|\\.)+)'|`([^`\n]+)`)/g),
  ...sources.matchAll(
    /\b(?:refuse|refused|malformed|unreadable|ignored|notices\.add|notice)\(\s*(?:\w+, )?(?:'((?:[^'\\\n]|\\.)+)'|`([^`\n]+)`)/g,
  ),
].map(([, text, template]) => (text ?? template ?? '').replaceAll(/\$\{(?:[^{}]|\{[^}]*\})*\}/g, 'x'))

describe('the German phrases', () => {
  it('keep the placeholders of the English ones', () => {
    const differing = Object.entries(germanPhrases).filter(
      ([english, german]) => placeholders(english).join() !== placeholders(german).join(),
    )
    expect(differing).toEqual([])
  })

  it('are of words the application still says', () => {
    const gone = Object.keys(germanPhrases).filter((english) => !isSaid(english))
    expect(gone).toEqual([])
  })

  it('know every reason the application gives', () => {
    expect(given.length).toBeGreaterThan(100)
    const ofWords = given.filter((text) => /\p{L}{2}/u.test(text))
    const unknown = ofWords.filter((text) => findPhrase(text) === undefined)
    expect(unknown).toEqual([])
  })
})

/** Whether two words that follow each other in a phrase do so in the sources; one word where it has no more. */
function isSaid(phrase: string): boolean {
  const parts = phrase.split(/\{\w+\}/).map((part) => part.match(/[^\s.:;,()"]+/g) ?? [])
  const pairs = parts.flatMap((words) => words.slice(1).map((word, index) => `${words[index] ?? ''} ${word}`))
  return (pairs.length > 0 ? pairs : parts.flat()).some(
    (words) => sources.includes(words) || sources.includes(words.replaceAll("'", "\\'")),
  )
}

describe('a book of phrases', () => {
  const find = phraseBook({
    'it is empty': 'leer',
    'Reading {node}': '{node} wird gelesen',
    'Reading {node}: {files} files': '{node} wird gelesen: {files} Dateien',
  })

  it('finds a phrase whole, or the one with the most words of its own', () => {
    expect(find('it is empty')).toEqual({ said: 'leer', values: {} })
    expect(find('Reading geo-1')).toEqual({ said: '{node} wird gelesen', values: { node: 'geo-1' } })
    expect(find('Reading geo-1: 50 files')).toEqual({
      said: '{node} wird gelesen: {files} Dateien',
      values: { node: 'geo-1', files: '50' },
    })
  })

  it('finds nothing in other words, and no names of objects of JavaScript', () => {
    expect(find('it is empty now')).toBeUndefined()
    expect(find('constructor')).toBeUndefined()
  })
})
