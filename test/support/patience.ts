/**
 * How long a test waits for what has to come, in milliseconds. Nothing is to depend on speed: only a test that fails
 * waits so long, however busy the machine is.
 */
export const patience = 240_000
