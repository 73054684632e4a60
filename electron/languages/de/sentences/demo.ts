/** What the demo says. */
export const demoSentences = {
  startingBrokerThreeNodes: 'Der Broker und drei Knoten werden gestartet',
  filesDamaged: '{count} Dateien von {node} wurden absichtlich beschädigt.',
  makingCatalog: 'Ein Beispielkatalog und drei Datenverzeichnisse werden angelegt',
  cluster: 'der Demo-Cluster',
} as const
