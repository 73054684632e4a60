import { isDeepStrictEqual } from 'node:util'
import { failure } from './failure.ts'
import type { Wording } from '../sentences/sentence.ts'

/**
 * What cannot simply be taken back, or takes effect on something else than Plumbline's own, is done for nobody who does
 * not name what was shown: neither by a script or a page by mistake, nor to something that is another by now.
 * @param agreed what whoever asks names
 * @param shown what it is done to, as it is shown
 * @throws PLB-APP-NOT-AGREED
 */
export function demandAgreement(agreed: Wording, shown: Wording): void {
  if (!isDeepStrictEqual(agreed, shown)) throw failure('PLB-APP-NOT-AGREED', { shown })
}
