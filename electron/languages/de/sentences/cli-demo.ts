/** Was die Demo der Befehlszeile um ihre Schritte herum sagt. */
export const cliDemoSentences = {
  title: 'Demo von Plumbline',
  ownNodes: 'ein Broker, ein Master und zwei Slaves, alle auf diesem Rechner',
  imitations:
    'ein Broker und Nachbildungen dreier GeoServer, eines Masters und zweier Slaves, alle auf diesem Rechner',
  in: 'in {path}',
  didNotHold: 'misslang',
  proofsHeld: '{held} von {count} Beweis gelang | {held} von {count} Beweisen gelangen',
  keptRunning: 'Der Cluster läuft weiter bis Strg-C.',
  inAnotherTerminal: 'In einem anderen Terminal:',
  brokerInAnotherTerminal: 'Sein Broker ist {url}. In einem anderen Terminal:',
  seeNodes: 'sehen, wie es den Knoten geht',
  followSlave: 'einen Slave verfolgen',
  followTopic: 'das Topic verfolgen',
  changeMaster: 'etwas auf dem Master ändern',
  tryOnSlave: 'es auf einem Slave versuchen',
  makeDrift: 'einen Slave abweichen lassen',
  compare: 'ihn mit dem Master vergleichen',
  bringBack: 'ihn zurückholen',
  duration: '{milliseconds}',
  findIt: 'ihn finden',
  left: 'gestoppt; {path} blieb zurück',
} as const
