import { z } from 'zod'
import { unsentAreas } from '../sentences/kinds.ts'
import { wording } from './wording.ts'

/** Milliseconds since 1970. */
export const instant = z.number().int().nonnegative()
export const nothing = z.object({})
export const count = z.number().int().nonnegative()

/** A file on this machine, by its absolute path. */
const file = z.string().max(4096).nullable().optional()

/** How a server proves itself over TLS, and how we do; what is null or absent is as the machine has it. */
export const trustFields = {
  /** Authorities to trust in place of those the machine trusts, as PEM. */
  authority: file,
  /** What we show where we are asked for it: certificate and key as PEM, or both as PKCS#12. */
  certificate: file,
  key: file,
  pkcs12: file,
  /** Whose first line unlocks the key. */
  unlockFile: file,
  /** The name its certificate must hold, where it differs from the host. */
  serverName: z.string().max(253).nullable().optional(),
  hostCheck: z.literal('off').nullable().optional(),
  /** SHA-256 of the one certificate to accept, whoever signed it. */
  fingerprint: z
    .string()
    .regex(/^(?:(?:[0-9a-f]{2}:?){31}[0-9a-f]{2})?$/i, 'must be 64 hexadecimal digits')
    .nullable()
    .optional(),
}

export const trustFieldNames = z.object(trustFields).keyof().options

/** The machine to go through by ssh, as `user@host` or as the ssh configuration of this account calls it. */
export const via = z
  .string()
  .max(255)
  .regex(/^(?:(?:[A-Za-z0-9_][\w.-]*@)?[A-Za-z0-9_][\w.-]*)?$/, 'must be a host, or user@host')
  .nullable()
  .optional()

/** What a request for a change is known by, chosen by whoever asks: repeated under the same id, it is made once only. */
export const requestId = z.string().regex(/^[\w-]{8,64}$/, 'must be an id')

/** How bad something is; the renderer gives each a shape, a word and a colour. Ordered from good to bad. */
export const severity = z.enum(['ok', 'stale', 'unknown', 'pending', 'attention', 'failed'])
export type Severity = z.output<typeof severity>

export const objectTitle = z.object({
  kind: z.string(),
  id: z.string(),
  /** As operators name it: `topp:roads`. */
  title: z.string(),
})

const propertyDifference = z.object({
  property: z.string(),
  left: z.string().nullable(),
  right: z.string().nullable(),
  /** Only a password in it differs; both texts look alike. */
  secret: z.boolean(),
})

/** Why somebody knows of something and leaves it; until a time, or until it is taken back. */
export const note = z.object({ reason: z.string(), by: z.string(), at: instant, until: instant.nullable() })
export type Note = z.output<typeof note>

/** A difference that is left as it is: an object or one property of it, on one node or on all. */
export const acceptedDifference = z.object({
  id: z.string(),
  instanceName: z.string().nullable(),
  kind: z.string(),
  object: z.string(),
  title: z.string(),
  property: z.string().nullable(),
  ...note.shape,
})
export type AcceptedDifference = z.output<typeof acceptedDifference>

export const driftEntry = z.object({
  type: z.enum(['missing', 'extra', 'different', 'sameNameOtherId', 'defaultWorkspace']),
  kind: z.string(),
  id: z.string(),
  title: z.string(),
  workspace: z.string().nullable(),
  otherId: z.string().nullable(),
  properties: z.array(propertyDifference),
  /** Since when it is known to differ; absent until a verdict keeps it. */
  since: instant.optional(),
  /** What somebody accepted of it, and whether that is all of it; absent where nobody did. */
  accepted: z.object({ all: z.boolean(), notes: z.array(acceptedDifference) }).optional(),
})
export type DriftEntry = z.output<typeof driftEntry>

export const drift = z.object({
  equal: z.boolean(),
  compared: count,
  at: instant,
  entries: z.array(driftEntry),
  unknowable: z.array(z.object({ kind: z.string(), property: z.string(), reason: wording, objects: count })),
  problems: z.array(
    z.object({
      side: z.enum(['reference', 'slave']),
      path: z.string(),
      message: wording,
      /** `unread`: nothing is known of what lies there. `ignored`: a GeoServer does not load it either. */
      effect: z.enum(['unread', 'ignored', 'remark']),
    }),
  ),
  /** Areas of a data directory no message carries, with how many places there are in them. */
  /** How many of an area differ, as far as they can be read, and which. */
  unsent: z
    .array(
      z.object({
        ...{ area: z.enum(unsentAreas), reference: count, slave: count },
        ...{ differ: count.optional(), found: wording.optional() },
      }),
    )
    .optional(),
})
export type DriftData = z.output<typeof drift>

/** What whoever asks was shown and means; the service refuses when it is not what it is done to. */
export const agreed = z.string().max(4096)

/** How many of something lie in each of several equally long times, one after the other. */
export const timeBuckets = z.object({
  /** When the first one begins; null where there is nothing. */
  from: instant.nullable(),
  /** Milliseconds each lasts. */
  width: count,
  counts: z.array(count),
})
export type TimeBuckets = z.output<typeof timeBuckets>

/** Parts of a span that is counted, at most. */
export const mostBuckets = z.number().int().min(1).max(200)
