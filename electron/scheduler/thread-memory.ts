import type { ResourceLimits } from 'node:worker_threads'

/**
 * What a thread may take for objects that are not going to live long. By itself V8 takes ten times as much before it
 * clears them away, for a few per cent of speed, and the process does not get all of it back when the thread ends.
 */
export const threadMemory: ResourceLimits = { maxYoungGenerationSizeMb: 12 }
