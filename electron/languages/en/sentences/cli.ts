/** What the command line says of its own. */
export const cliSentences = {
  withCode: '{what} ({code})',
} as const
