import { MemoryOfTexts } from '../text/memory-of-texts.ts'

/**
 * Which names have values that are nobody's business. Rather too many than too few: what is hidden wrongly is a
 * nuisance, what is shown wrongly cannot be taken back.
 */

/** Parts of a name that give a secret away wherever they stand in it. */
const telling = words(
  'passw kennwort passcode passphrase passkey secret credential oauth signature sessionid setcookie ' +
    'apikey accesskey privatekey accountkey authkey sharedkey signingkey subscriptionkey encryptionkey masterkey',
)

/** Words that are a secret's name by themselves, as one of the words a name is made of. */
const wholeWords = new Set(words('pass pwd pw passwd pin otp sig hmac jwt bearer cookie cookies auth'))

/** Ends of words, as in `userpass`, `dbpwd` and `basicauth`. */
const wordEnds = words('pass pwd auth token')
const innocentEnds = /(?:com|by|tres|sur|under|over|en)pass$/

/** The longest name that is looked at; longer ones are no names. */
export const longestName = 120

/**
 * Whether what goes by this name is a secret: a property, parameter, option, header, element, key of an object or
 * variable of the environment.
 */
export function isSecretName(name: string): boolean {
  return name.length <= longestName && remembered.of(name)
}

/** Most are asked for again and again. */
const remembered = new MemoryOfTexts({ texts: 2_000, length: longestName }, givesSecretAway)

function givesSecretAway(name: string): boolean {
  const parts = partsOf(name)
  const joined = parts.join('').replace('passwordless', '')
  if (joined.endsWith('tokens') || telling.some((part) => joined.includes(part))) return true
  return parts.some(isSecretWord)
}

function isSecretWord(word: string): boolean {
  if (wholeWords.has(word)) return true
  if (wordEnds.some((end) => word.endsWith(end)) && !innocentEnds.test(word)) return true
  // auth, authn, authorization, authtoken …, but neither author nor authority.
  return word.startsWith('auth') && !/^author(?!i[sz])|^authorit/.test(word)
}

/** The words of a name in lower case, without digits: `keyStorePwd1` is key, store and pwd. */
function partsOf(name: string): string[] {
  return name
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '')
}

function words(list: string): readonly string[] {
  return list.split(' ')
}
