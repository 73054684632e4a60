import { checkStyle } from '../../catalog/style-languages/check-style.ts'
import type { StyleFinding } from '../../catalog/style-languages/finding.ts'
import { propertyOf, textOfProperty, type CatalogObject } from '../../catalog/object.ts'
import { failure, type Failure } from '../../errors/failure.ts'
import { say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'
import { childText } from '../../xml/element.ts'
import type { Edit } from './edit.ts'

/**
 * What the body of a style has against it after a change of the body, or of the language it is read as.
 * @param after the style as it will be
 * @param current its rules as they are
 */
export function styleFindings(
  edit: Edit,
  after: CatalogObject | undefined,
  current: string | undefined,
): readonly StyleFinding[] {
  if (after?.kind !== 'style' || (edit.verb !== 'add' && edit.verb !== 'modify')) return []
  const language = languageOf(after)
  const isRead = edit.verb === 'add' || edit.styleBody !== undefined
  if (!isRead && isSameLanguage(languageOf(edit.object), language)) return []
  const body = edit.styleBody ?? current
  return body === undefined ? [] : checkStyle(language.format, language.version, body)
}

/** Why a style is refused: the first thing in it GeoServer cannot draw with. */
export function brokenStyle(findings: readonly StyleFinding[]): Failure | undefined {
  const error = firstError(findings)
  return error && failure('PLB-ENGINE-STYLE-BROKEN', { problem: problemOf(error) })
}

/** The first thing in the body of a style GeoServer cannot draw with. */
export function styleProblem(style: CatalogObject, body: string): StyleFinding | undefined {
  const { format, version } = languageOf(style)
  return firstError(checkStyle(format, version, body))
}

function firstError(findings: readonly StyleFinding[]): StyleFinding | undefined {
  return findings.find(({ severity }) => severity === 'error')
}

/** A finding with its place, in words. */
export function problemOf({ place, problem }: StyleFinding): Wording {
  return place === undefined ? problem : say('styles.at', { ...place, problem })
}

interface Language {
  readonly format: string
  readonly version: string | undefined
}

function languageOf(style: CatalogObject): Language {
  const version = propertyOf(style, 'languageVersion')
  return {
    format: textOfProperty(style, 'format') ?? 'sld',
    version: version === undefined ? undefined : childText(version, 'version'),
  }
}

function isSameLanguage(left: Language, right: Language): boolean {
  return left.format === right.format && left.version === right.version
}
