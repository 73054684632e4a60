import { hiddenPassword } from '../../catalog/passwords.ts'

/** Names whose values are nobody's business, wherever they stand. */
const secretNames =
  'pass(?:word|code|wd|phrase)?|secret|token|authorization|cookie|api[-_]?key|private[-_]?key'

const rules: readonly (readonly [RegExp, string])[] = [
  // Bearer …, Basic …
  [/\b(Bearer|Basic)\s+[\w+/=.~-]{8,}/g, `$1 ${hiddenPassword}`],
  // "password": "…", as JSON has it.
  [
    new RegExp(`("[\\w.-]*(?:${secretNames})[\\w.-]*"\\s*:\\s*)"(?:[^"\\\\]|\\\\.)*"`, 'gi'),
    `$1"${hiddenPassword}"`,
  ],
  // password=…, password: …, up to what ends a value.
  [
    new RegExp(`\\b([\\w.-]*(?:${secretNames})[\\w.-]*\\s*[=:]\\s*)(?!["•])[^\\s&;,<>'"]+`, 'gi'),
    `$1${hiddenPassword}`,
  ],
  // <passwd>…</passwd> and <entry key="passwd">…</entry>
  [new RegExp(`(<(?:[\\w.:-]*(?:${secretNames})[\\w.-]*)>)[^<]+`, 'gi'), `$1${hiddenPassword}`],
  [new RegExp(`(<entry key="[\\w.-]*(?:${secretNames})[\\w.-]*">)[^<]+`, 'gi'), `$1${hiddenPassword}`],
  // Passwords as GeoServer keeps them.
  [/\b(plain|crypt[12]|digest1):[^\s<"',;]+/g, `$1:${hiddenPassword}`],
  // scheme://user:password@host
  [/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@:]*:[^\s/@]*@/gi, `$1${hiddenPassword}@`],
]

/** A text without what looks like a secret, for logs and support bundles. Rather too much goes than too little. */
export function redactedLog(text: string): string {
  return rules.reduce((clean, [pattern, replacement]) => clean.replaceAll(pattern, replacement), text)
}
