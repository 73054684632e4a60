import { isSecretName, longestName } from './names.ts'
import { read, type Reading } from './reading.ts'

/** Where a secret stands in a text. */
export interface Place {
  readonly start: number
  readonly end: number
}

/**
 * What is looked for: `anything` that looks like a secret, as in logs; or, in texts that people wrote and get back,
 * `addresses` alone: the passwords in them and in their options, and headers that go with them.
 */
export type Scope = 'anything' | 'addresses'

/** The longest password in an address, and the longest tag of an element. */
const longestPassword = 512
const longestTag = 600
const longestUser = 200

const nameCharacter = /[\w.$-]/
const blank = /[ \t]/
const encodings = new Set(['plain', 'crypt1', 'crypt2', 'digest1', 'digest2'])
/** Headers of HTTP that hold secrets, as people write them where a value is asked for. */
const secretHeader = /^(?:(?:proxy-)?authorization|(?:set-)?cookie|x-[\w-]{0,60}(?:token|key|auth|secret))$/i
const oracleDrivers = new Set(['thin', 'oci', 'oci8'])

/** What leads to a secret, and what may be one of these escaped; most texts hold nothing of it. */
const leads = /[=:<\\%&]|--|Bearer |Basic /

/** Whether a text can hold a secret at all, which costs far less to tell than where. */
export function mayHoldSecret(text: string): boolean {
  return leads.test(text)
}

/**
 * One pass over a text for the secrets in it. Every look-back and look-ahead is bounded or ends where the next one
 * begins, so that the work grows with the length of the text and with nothing else.
 */
export class SecretSearch {
  readonly places: readonly Place[]
  /** How many characters were looked at. */
  #steps = 0
  readonly #reading: Reading
  readonly #text: string
  readonly #scope: Scope
  readonly #isAddress: boolean
  /** The depths at which a quote of the line stands open. */
  readonly #openQuotes = new Set<number>()

  constructor(text: string, scope: Scope) {
    this.#reading = read(text)
    this.#text = this.#reading.text
    this.#scope = scope
    this.#isAddress = /^\s{0,9}(?:jdbc:|failover:|[a-z][a-z\d+.-]{0,30}:\/\/)/i.test(this.#text)
    this.places = this.#run()
  }

  get steps(): number {
    return this.#steps
  }

  #run(): Place[] {
    const places: Place[] = []
    let index = 0
    while (index < this.#text.length) {
      this.#noteQuote(index)
      const found = this.#secretAt(index)
      if (found === undefined || found.end <= found.start || this.#isHidden(found)) {
        index += 1
        continue
      }
      const reading = this.#reading
      places.push({ start: reading.origin(found.start), end: reading.origin(found.end) })
      index = found.end
    }
    return places
  }

  #noteQuote(index: number): void {
    const character = this.#text[index]
    const depth = this.#reading.depth(index)
    if (character === '\n' && depth === 0) this.#openQuotes.clear()
    if (character === '"' && !this.#openQuotes.delete(depth)) this.#openQuotes.add(depth)
  }

  /** The secret that the character at a place leads to. */
  #secretAt(index: number): Place | undefined {
    switch (this.#at(index)) {
      case '=':
        return this.#afterEquals(index)
      case ':':
        if (this.#at(index + 1) === '/' && this.#at(index + 2) === '/') return this.#inAddress(index + 3)
        return this.#afterColon(index)
      case '<':
        return this.#scope === 'anything' ? this.#inElement(index) : undefined
      case 'B':
        return this.#afterScheme(index)
      case '-':
        return this.#scope === 'anything' ? (this.#privateKey(index) ?? this.#afterFlag(index)) : undefined
      default:
        return undefined
    }
  }

  /** `name=value`, `name = "value"`, `?name=value&`. */
  #afterEquals(index: number): Place | undefined {
    const anything = this.#scope === 'anything'
    const nameEnd = anything ? this.#backOver(/["' \t]/, index, 4) : index
    const nameStart = this.#backOver(nameCharacter, nameEnd, longestName)
    const isOption = /[?&;(]/.test(this.#at(nameStart - 1))
    if (!anything && !isOption) return undefined
    if (!this.#isSecretName(nameStart, nameEnd)) return undefined
    const start = this.#over(/[=> \t]/, index + 1, anything ? 6 : 0)
    if (this.#isQuote(start)) return this.#quoted(start)
    if (this.#at(start) === '{') return { start, end: this.#upTo(/[}\n]/, start, 0) + 1 }
    const end = isOption && this.#isAddress ? /[&;\n<]/ : /[&;\s<]/
    return this.#unquoted(start, end, this.#reading.depth(index))
  }

  /** `name: value`, `"name":"value"`, `plain:value`. */
  #afterColon(index: number): Place | undefined {
    const afterBlanks = this.#backOver(blank, index, 4)
    const isQuoted = this.#isQuote(afterBlanks - 1)
    const nameEnd = isQuoted ? afterBlanks - 1 : index
    const nameStart = this.#backOver(isQuoted ? /[\w.$ -]/ : nameCharacter, nameEnd, longestName)
    const name = this.#text.slice(nameStart, nameEnd)
    if (oracleDrivers.has(name)) return this.#inOracleAddress(index + 1)
    if (this.#scope === 'addresses' && !secretHeader.test(name)) return undefined
    if (encodings.has(name)) return { start: index + 1, end: this.#upTo(/[\s<>"',;&)]/, index + 1, 0) }
    if (!this.#isSecretName(nameStart, nameEnd)) return undefined
    const start = this.#over(blank, index + 1, 8)
    if (this.#isQuote(start)) return this.#quoted(start)
    if (!isQuoted) return this.#unquoted(start, /[\n]/, this.#reading.depth(index))
    if (this.#at(start) === '[') return { start: start + 1, end: this.#upTo(/[\]\n]/, start, 0) }
    if (/[{tfn]/.test(this.#at(start))) return undefined
    return { start, end: this.#upTo(/[,}\]\s]/, start, 0) }
  }

  /**
   * `scheme://user:password@host`, whatever the password holds: what is no port is a password up to the last @ of
   * the line before the next address, and what may be either is one when an @ follows without a blank.
   */
  #inAddress(start: number): Place | undefined {
    if (this.#at(start) === '[') return undefined
    const userEnd = this.#upTo(/[\s/:@?#"'<>(),]/, start, Infinity, longestUser)
    if (this.#at(userEnd) !== ':') return undefined
    const begin = userEnd + 1
    const portEnd = this.#over(/\d/, begin, 6)
    const isPort =
      portEnd > begin && portEnd <= begin + 5 && /^(?:[/?#,;&|()<>"'\s\]}*\\.]|$)/.test(this.#at(portEnd))
    const at = this.#lastAt(begin, isPort ? /[\s"'<>,]/ : /\n/)
    if (at !== undefined) return { start: begin, end: at }
    if (isPort || begin === userEnd) return undefined
    // Cut off before its host, or the word port itself.
    const end = this.#upTo(/[\s"'<>,)]/, begin, Infinity, longestPassword)
    return /^(?:port|\$.*|\{.*|\*+)?$/i.test(this.#text.slice(begin, end)) ? undefined : { start: begin, end }
  }

  /** `jdbc:oracle:thin:user/password@host`. */
  #inOracleAddress(start: number): Place | undefined {
    const slash = this.#upTo(/[\s/:@?#"'<>]/, start, Infinity, longestUser)
    if (slash === start || this.#at(slash) !== '/') return undefined
    const at = this.#lastAt(slash + 1, /[\s"'<>]/)
    return at === undefined ? undefined : { start: slash + 1, end: at }
  }

  /** The last @ before an end and before the next address; a quote ends the search once there was one. */
  #lastAt(start: number, end: RegExp): number | undefined {
    let last: number | undefined
    for (let index = start; index < Math.min(this.#text.length, start + longestPassword); index += 1) {
      const character = this.#at(index)
      if (end.test(character)) break
      if (last !== undefined && this.#isQuote(index)) break
      if (last !== undefined && character === ':' && this.#text.startsWith('//', index + 1)) break
      if (character === '@') last = index
    }
    return last
  }

  /** `<name>value<`, `<entry key="name">value<`, `<string>name</string><string>value<`. */
  #inElement(index: number): Place | undefined {
    const nameEnd = this.#over(/[\w.:-]/, index + 1, longestName)
    if (nameEnd === index + 1) return undefined
    const tagEnd = this.#upTo(/[<>]/, nameEnd, Infinity, longestTag)
    if (this.#at(tagEnd) !== '>' || this.#at(tagEnd - 1) === '/') return undefined
    const tag = this.#text.slice(nameEnd, tagEnd)
    const named = /[\s:](?:key|name)\s?=\s?["']([^"']{1,120})["']/.exec(tag)?.[1] ?? ''
    const start = tagEnd + 1
    if (this.#isSecretName(index + 1, nameEnd) || isSecretName(named)) return this.#content(start)
    if (this.#text.slice(index + 1, nameEnd) !== 'string') return undefined
    const end = this.#upTo(/</, start, Infinity, longestName)
    if (!this.#text.startsWith('</string>', end) || !this.#isSecretName(start, end)) return undefined
    const next = this.#over(/\s/, end + '</string>'.length, 80)
    return this.#text.startsWith('<string>', next) ? this.#content(next + '<string>'.length) : undefined
  }

  #content(start: number): Place | undefined {
    const cdata = '<![CDATA['
    if (this.#text.startsWith(cdata, start)) {
      const end = this.#text.indexOf(']]>', start)
      return { start: start + cdata.length, end: end < 0 ? this.#text.length : end }
    }
    const end = this.#upTo(/</, start, Infinity)
    return this.#text.slice(start, end).trim() === '' ? undefined : { start, end }
  }

  /** `Bearer …`, `Basic …`. */
  #afterScheme(index: number): Place | undefined {
    const scheme = ['Bearer ', 'Basic '].find((each) => this.#text.startsWith(each, index))
    if (scheme === undefined) return undefined
    const start = index + scheme.length
    const end = this.#over(/[\w+/=.~-]/, start, Infinity)
    const value = this.#text.slice(start, end)
    const isToken = this.#scope === 'anything' ? /[^a-z]/ : scheme === 'Bearer ' ? /\d/ : undefined
    const isSecret = isToken === undefined ? holdsLogin(value) : isToken.test(value)
    return value.length >= 8 && isSecret ? { start, end } : undefined
  }

  /** `--name value`, and `"--name", "value"` as lists of arguments have it. */
  #afterFlag(index: number): Place | undefined {
    if (this.#at(index + 1) !== '-' || nameCharacter.test(this.#at(index - 1))) return undefined
    const nameEnd = this.#over(nameCharacter, index + 2, longestName)
    const start = this.#over(/[\s"',]/, nameEnd, 6)
    if (start === nameEnd || this.#at(start) === '-' || !this.#isSecretName(index + 2, nameEnd))
      return undefined
    if (this.#isQuote(start - 1)) return this.#quoted(start - 1)
    return { start, end: this.#upTo(/[\s"',]/, start, 0) }
  }

  /** A private key as PEM has it. */
  #privateKey(index: number): Place | undefined {
    if (!this.#text.startsWith('-----BEGIN ', index)) return undefined
    const [head] = /^-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----/.exec(this.#text.slice(index, index + 80)) ?? []
    if (head === undefined) return undefined
    const start = index + head.length
    const end = this.#text.indexOf('-----END', start)
    return { start, end: end < 0 ? this.#text.length : end }
  }

  /** A value up to an end, the quote around it all or a closing tag; what closes a list behind it is none of it. */
  #unquoted(start: number, stop: RegExp, depth: number): Place {
    const isInQuotes = [...this.#openQuotes].some((open) => open <= depth)
    const whole = this.#upTo(isInQuotes ? new RegExp(`${stop.source}|"`) : stop, start, depth)
    const tag = this.#text.slice(start, whole).indexOf('</')
    let end = tag < 0 ? whole : start + tag
    while (end > start + 1 && /[,.)|>'\]}]/.test(this.#at(end - 1))) end -= 1
    return { start, end }
  }

  /** What stands between a quote and its like, as often escaped or less. */
  #quoted(quote: number): Place {
    const like = this.#at(quote) === '"' ? /["\n]/ : /['\n]/
    const start = quote + 1
    return { start, end: this.#upTo(like, start, this.#reading.depth(quote)) }
  }

  #isQuote(index: number): boolean {
    const character = this.#at(index)
    return character === '"' || character === "'"
  }

  #isSecretName(start: number, end: number): boolean {
    const name = this.#text.slice(start, end)
    // Of several words, the one before says what key it is.
    const before = /^key$/i.test(name) ? this.#backOver(nameCharacter, start - 1, longestName) : start
    return isSecretName(this.#text.slice(before, end))
  }

  #isHidden({ start, end }: Place): boolean {
    return /^•*$/.test(this.#text.slice(start, end))
  }

  #at(index: number): string {
    this.#steps += 1
    return this.#text[index] ?? ''
  }

  /** The first place from `index` on whose character is another; at most `limit` further. */
  #over(characters: RegExp, index: number, limit: number): number {
    let end = index
    while (end < this.#text.length && end < index + limit && characters.test(this.#at(end))) end += 1
    return end
  }

  /** The first place before which there are others; at most `limit` back. */
  #backOver(characters: RegExp, index: number, limit: number): number {
    let start = index
    while (start > 0 && start > index - limit && characters.test(this.#at(start - 1))) start -= 1
    return start
  }

  /** The next place with one of these characters that is escaped at most so often. */
  #upTo(characters: RegExp, index: number, depth: number, limit = Infinity): number {
    let end = index
    while (end < this.#text.length && end < index + limit) {
      if (characters.test(this.#at(end)) && this.#reading.depth(end) <= depth) break
      end += 1
    }
    return end
  }
}

/** Whether it is the user and password of a Basic authorization. */
function holdsLogin(value: string): boolean {
  const digits = value
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .replaceAll(/[^A-Za-z0-9+/]/g, '')
  // One digit over is no octet; also browsers have this function, and no Buffer.
  return atob(digits.length % 4 === 1 ? digits.slice(0, -1) : digits).includes(':')
}
