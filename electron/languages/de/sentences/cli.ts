export const cliSentences = {
  operation: '{phase} {done}/{total} {operation}',
  nodeState: 'Zustand: {state}.',
  withCode: '{what} ({code})',
  standardInput: 'Standardeingabe',
  standardOutput: 'Standardausgabe',
  goesAlong: 'geht mit, {effect}: {object}',
  waitingForBroker: 'der Broker wird erwartet: {reason}',
} as const
