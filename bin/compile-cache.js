import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import { env } from 'node:process'

/**
 * Keeps what Node makes of the sources, stripped of their types and compiled, for the next start, which then takes a
 * third of the time and far less memory; threads and processes started by this one do the same. It lies within the
 * installation, because what others can write must not be run; where that cannot be written, nothing is kept.
 *
 * The files in this directory are plain JavaScript, so that Node need not load what strips types for them alone.
 */
env.NODE_COMPILE_CACHE ||= join(import.meta.dirname, '../node_modules/.cache/compile')
enableCompileCache()
