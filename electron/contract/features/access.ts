import { z } from 'zod'
import { query } from '../procedure.ts'
import { count, nothing } from '../shared.ts'

/** The browsers an app that is served was opened in. A window of the desktop has none of these. */
export const access = {
  sessions: query(nothing, z.object({ count })),
  /** Ends the session this is asked in, or all others; whoever is ended needs a new address to come back. */
  end: { ...query(z.object({ which: z.enum(['this', 'others']) }), nothing), recorded: true },
} as const
