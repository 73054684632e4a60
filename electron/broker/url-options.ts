import { isAbsolute } from 'node:path'
import { say } from '../sentences/say.ts'
import type { Wording } from '../sentences/sentence.ts'
import { hasControlCharacter } from '../text/control-characters.ts'
import { isFingerprint } from '../tls/fingerprint.ts'
import { trustNames, type Trust } from '../tls/trust.ts'
import { isBastion } from '../tunnel/bastion.ts'

/** Options behind a URL, and those of them that say how a server is come to and trusted: of a broker, and of a GeoServer. */

/** Makes the error a URL is refused with. */
export type Refuse = (reason: Wording) => Error

/** The option that names the machine to go through. */
const viaOption = 'plumbline.via'
const trustOptions: Readonly<Record<keyof Trust, string>> = {
  authority: 'plumbline.ca',
  certificate: 'plumbline.certificate',
  key: 'plumbline.key',
  pkcs12: 'plumbline.pkcs12',
  unlockFile: 'plumbline.unlockFile',
  passphrase: 'plumbline.passphrase',
  serverName: 'plumbline.serverName',
  hostCheck: 'plumbline.hostCheck',
  fingerprint: 'plumbline.fingerprint',
}
const fileNames: readonly string[] = ['authority', 'certificate', 'key', 'pkcs12', 'unlockFile']

/** Reads what stands behind the question mark of a URL. */
export function parseQuery(query: string, refuse: Refuse): Record<string, string> {
  const options: Record<string, string> = {}
  for (const pair of query.split('&')) {
    if (pair === '') continue
    const equals = pair.indexOf('=')
    const name = decode(equals === -1 ? pair : pair.slice(0, equals), refuse)
    if (name === '' || name === '__proto__') throw refuse(say('broker.optionNoUsableName'))
    options[name] = equals === -1 ? '' : decode(pair.slice(equals + 1), refuse)
  }
  return options
}

/** With its question mark; empty without options. */
export function formatQuery(options: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(options).map(([name, value]) => `${encode(name)}=${encode(value)}`)
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`
}

/** Takes the options that say how a server proves itself out of the others. */
export function takeTrust(options: Record<string, string>, isTls: boolean, refuse: Refuse): Trust {
  const given: Record<string, string> = {}
  for (const name of trustNames) {
    const option = trustOptions[name]
    const value = options[option]
    if (value === undefined) continue
    delete options[option]
    if (!isTls) throw refuse(say('broker.withoutTls', { option }))
    if (value === '' || hasControlCharacter(value) || !isPossible(name, value))
      throw refuse(say('broker.noUsableValue', { option }))
    // What it is relative to would be another place for each program that reads the URL.
    if (fileNames.includes(name) && !isAbsolute(value)) throw refuse(say('broker.noAbsolutePath', { option }))
    given[name] = value
  }
  const { hostCheck, ...others } = given
  return Object.freeze({ ...others, ...(hostCheck === 'off' ? { hostCheck } : {}) })
}

/** Takes the option that names the machine to go through out of the others. */
export function takeVia(options: Record<string, string>, refuse: Refuse): string | undefined {
  const via = options[viaOption]
  delete options[viaOption]
  if (via !== undefined && !isBastion(via)) throw refuse(say('broker.noUsableValue', { option: viaOption }))
  return via
}

/** What a web address says of how it is come to and trusted. What else a page has behind its question mark is nobody's business. */
export function accessIn(
  { protocol, search }: Pick<URL, 'protocol' | 'search'>,
  refuse: Refuse,
): { readonly trust: Trust; readonly via: string | undefined } {
  const ours = search
    .slice(1)
    .split('&')
    .filter((each) => /^plumbline\./i.test(each))
  const options = parseQuery(ours.join('&'), refuse)
  const trust = takeTrust(options, protocol === 'https:', refuse)
  const via = takeVia(options, refuse)
  const [unknown] = Object.keys(options)
  if (unknown !== undefined) throw refuse(say('addresses.unknownOption', { option: unknown }))
  return { trust, via }
}

/** What {@link takeTrust} and {@link takeVia} read. */
export function accessOptions(trust: Trust, via: string | undefined): Record<string, string> {
  const trusting = trustNames.flatMap((name): [string, string][] => {
    const value = trust[name]
    return value === undefined ? [] : [[trustOptions[name], value]]
  })
  return { ...Object.fromEntries(trusting), ...(via === undefined ? {} : { [viaOption]: via }) }
}

function isPossible(name: keyof Trust, value: string): boolean {
  if (name === 'hostCheck') return value === 'off' || value === 'on'
  return name !== 'fingerprint' || isFingerprint(value)
}

/** Encodes what would end a part early; parentheses and quotes are left alone by encodeURIComponent but nest here. */
export function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[()'!*]/g,
    (character) => `%${character.charCodeAt(0).toString(16)}`,
  )
}

/** A part of a URL without its escapes. @throws what `refuse` makes where they are not UTF-8 */
export function decode(text: string, refuse: Refuse): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw refuse(say('broker.escapeNotUtf8'))
  }
}
