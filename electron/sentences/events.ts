import { kindWords } from '../languages/en/sentences/events.ts'
import { kinds, type Kind } from './kinds.ts'
import { say } from './say.ts'
import type { Sentence, Wording } from './sentence.ts'

const byWords = new Map<string, Kind>(kinds.map((kind) => [kindWords[kind], kind]))
/** The longest first, so that `layer group` is not taken for a layer called `group`. */
const kindPattern = [...byWords.keys()].toSorted((left, right) => right.length - left.length).join('|')
const objectPattern = new RegExp(`^(${kindPattern})(?: (of )?(.+))?$`, 's')

/**
 * An event in the English words it is logged, stored and searched by (`layer topp:roads modified: default style`), or
 * an object (`layer topp:roads`), as a sentence that can be said in any language. Other words stay as they are.
 */
export function eventSentence(words: string): Wording {
  if (words === 'a message that cannot be read') return say('events.unreadable')
  const file = /^style file (.+)$/s.exec(words)?.[1]
  if (file !== undefined) return say('events.styleFile', { file })
  const [, name, value] = /^(default workspace|default data store) is (.+)$/s.exec(words) ?? []
  if (name !== undefined && value !== undefined) {
    const what = value === 'none' ? say('events.none') : value
    return say('events.default', { property: propertySentence(name), name: what })
  }
  const [, object = words, verb, names] =
    /^(.+?) (?:(added|saved|removed)|modified: (.+))$/s.exec(words) ?? []
  const what = objectSentence(object)
  if (what === undefined) return words
  if (names !== undefined) return say('events.modified', { what, properties: propertyList(names) })
  if (verb === undefined) return what
  return say(verb === 'added' ? 'events.added' : verb === 'saved' ? 'events.saved' : 'events.removed', {
    what,
  })
}

function objectSentence(words: string): Sentence | undefined {
  const [, kindName = '', of, title] = objectPattern.exec(words) ?? []
  const kind = byWords.get(kindName)
  if (kind === undefined) return undefined
  if (title === undefined) return say(`kinds.${kind}`)
  return say(of === undefined ? 'events.object' : 'events.objectOf', { kind: say(`kinds.${kind}`), title })
}

/** `default style, title` as the names of properties. */
export function propertyList(words: string): readonly Wording[] {
  return words.split(', ').map(propertySentence)
}

/** A property by the words it is called in English: `default style` is `defaultStyle`. */
function propertySentence(words: string): Sentence {
  const name = words.replaceAll(/ ([a-z0-9])/gi, (_, letter: string) => letter.toUpperCase())
  return { key: `properties.${name}`, values: {} }
}
