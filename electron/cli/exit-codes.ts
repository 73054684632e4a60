/** What the process says to the script that started it. */
export const exitCodes = {
  ok: 0,
  /** The command did its work, and the answer is no: drift, or something that could not be applied. */
  no: 1,
  /** The command could not do its work. */
  error: 2,
  /** Stopped by SIGINT or SIGTERM, as shells report it. */
  interrupted: 130,
} as const

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]
