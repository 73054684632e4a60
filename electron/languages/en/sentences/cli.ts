/** What the command line says of its own. */
export const cliSentences = {
  operation: '{phase} {done}/{total} {operation}',
  withCode: '{what} ({code})',
  standardInput: 'standard input',
  standardOutput: 'standard output',
  goesAlong: 'goes along, {effect}: {object}',
} as const
