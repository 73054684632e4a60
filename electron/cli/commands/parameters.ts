import { z } from 'zod'

/** The data directory of a node. */
export const dataDirectory = {
  option: { key: 'dataDir', syntax: '--data-dir <directory>', description: 'the data directory of the node' },
  schema: z.string({ error: 'is required' }).min(1, 'must name a directory'),
} as const

/** A TCP port as typed; 0 for any that is free. */
export const portNumber = z
  .string()
  .regex(/^\d{1,5}$/, 'must be a port number')
  .transform(Number)
  .pipe(z.number().max(65_535, 'must be a port number'))
