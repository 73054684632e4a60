/** What the demo says. */
export const demoSentences = {
  startingBrokerThreeNodes: 'Starting the broker and three nodes',
  filesDamaged: '{count} files of {node} were damaged on purpose.',
  makingCatalog: 'Making a sample catalog and three data directories',
  cluster: 'the demo cluster',
} as const
