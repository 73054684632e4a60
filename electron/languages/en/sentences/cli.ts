/** What the command line says of its own. */
export const cliSentences = {
  operation: '{phase} {done}/{total} {operation}',
  nodeState: 'It is {state}.',
  withCode: '{what} ({code})',
  standardInput: 'standard input',
  standardOutput: 'standard output',
  goesAlong: 'goes along, {effect}: {object}',
  waitingForBroker: 'waiting for the broker: {reason}',
} as const
