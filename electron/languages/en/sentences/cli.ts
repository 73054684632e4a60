/** What the command line says of its own. */
export const cliSentences = {
  operation: '{phase} {done}/{total} {operation}',
  withCode: '{what} ({code})',
} as const
