import { z } from 'zod'
import { tail } from '../procedure.ts'
import { wording } from '../wording.ts'
import { instant, nothing, severity } from '../shared.ts'

export const activityStreams = {
  /** What happened, newest last, for recent activity and notifications. */
  recent: tail(
    nothing,
    z.object({ at: instant, instanceName: z.string().nullable(), severity, message: wording }),
  ),
}
