import { failure } from '../errors/failure.ts'
import { say } from '../sentences/say.ts'

/**
 * Languages of international texts. On the wire Java's `Locale` writes itself (`pt_BR`, `zh_TW_#Hant`); files name
 * elements by the language tag (`pt-BR`, `zh-Hant-TW`).
 */

/** @throws PLB-WIRE-UNREADABLE when nothing could be an element of that name */
export function languageTagOf(javaLocale: string): string {
  const [base = '', script = '', ...extensions] = javaLocale.split(/_?#|(?<=#.*)_/)
  const [language = '', country = '', ...variants] = base.split('_')
  const isScript = /^[A-Za-z]{4}$/.test(script)
  const parts = isScript
    ? [language, script, country, ...variants, ...extensions]
    : [language, country, ...variants, script, ...extensions]
  const tag = [parts[0] === '' ? 'und' : parts[0], ...parts.slice(1)].filter((part) => part !== '').join('-')
  if (/^[A-Za-z][A-Za-z0-9-]*$/.test(tag)) return tag
  throw failure('PLB-WIRE-UNREADABLE', {
    reason: say('wire.textLanguageDoesNot', { locale: JSON.stringify(javaLocale.slice(0, 40)) }),
  })
}

export function javaLocaleOf(languageTag: string): string {
  const [first = '', ...rest] = languageTag.split('-')
  const language = first === 'und' ? '' : first
  const script = rest.find((part) => /^[A-Za-z]{4}$/.test(part))
  const country = rest.find((part) => /^(?:[A-Za-z]{2}|\d{3})$/.test(part))
  const variants = rest.filter((part) => part !== script && part !== country)
  const base = [language, country ?? (variants.length > 0 ? '' : undefined), ...variants].filter(
    (part) => part !== undefined,
  )
  if (script === undefined) return base.join('_')
  return `${language}_${country ?? ''}_${variants.length > 0 ? `${variants.join('_')}_` : ''}#${script}`
}
