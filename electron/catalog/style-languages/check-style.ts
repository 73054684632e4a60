import { say } from '../../sentences/say.ts'
import { checkCss } from './css.ts'
import { Findings, type StyleFinding } from './finding.ts'
import { checkMapboxStyle } from './mapbox-style.ts'
import { checkSld } from './sld.ts'
import { checkYsld } from './ysld.ts'

/**
 * What the body of a style has against it, by its language.
 * @param format what the style says its language is
 * @param version the version of the language the style names, if it does; GeoServer reads the body by it
 */
export function checkStyle(
  format: string,
  version: string | undefined,
  body: string,
): readonly StyleFinding[] {
  const findings = new Findings(body)
  if (body.trim() === '') findings.error(say('styles.empty'))
  else if (format === 'sld') checkSld(body, version, findings)
  else if (format === 'css') checkCss(body, findings)
  else if (format === 'ysld') checkYsld(body, findings)
  else if (format === 'mbstyle') checkMapboxStyle(body, findings)
  else findings.doubt(say('styles.unknownLanguage', { format }))
  return findings.all()
}
