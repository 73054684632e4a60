/** Why something cannot be done with a node here. */
export const nodeActionSentences = {
  unreachable:
    'Neither its data directory nor its REST interface is known here. Add one of them to the profile.',
  noAnswerYet: 'It did not answer yet.',
  isReference: '{node} takes no messages: it is what others are compared with.',
  noMasterToCompare: 'There is no master here to compare it with.',
  isMaster: 'It is a master; its slaves are brought to it, not it to them.',
  disabled: 'connection=disabled: it would not take the messages.',
  noMasterToResync: 'There is no master here to bring it to.',
  notOnThisMachine: 'It does not run on this machine.',
  notToRunHere:
    'The profile says that its engine does not run here. Run it with: plumbline node --data-dir {directory}',
  running: 'It runs already.',
  notRunningHere: 'Its engine does not run here.',
  stopped: 'It is stopped already.',
  reloadOnMaster: '{node} is a master: what a reload finds in its files would never be published.',
  isSlave: '{node} is a slave. Edit on its master.',
  isSlaveOf: '{node} is a slave. Edit on {master}.',
  notRunning: 'Its engine does not run. Start it first.',
  inProfile: 'It is in the profile; remove it there.',
  hasQueue: 'It has a queue at the broker; delete that first.',
  runItElsewhere: 'Its engine does not run. Start it with: plumbline node --data-dir {directory}',
  runsElsewhere: 'It runs already, in another process of this machine.',
  paused: 'It is paused already.',
  notPaused: 'It is not paused.',
  resumeFirst: 'It is paused, so that it would apply nothing. Resume it first.',
  geoServerNeverPaused:
    'A GeoServer that stops taking messages does not take them up again by itself; Plumbline never disconnects one.',
  noMaps: 'A data directory draws no maps; only GeoServers do.',
  noAnswer: 'The process that runs it does not answer.',
  noProperties: 'It has no cluster.properties yet; start it once.',
  noVersion: 'It did not say which version it is.',
  readOnlyMaster:
    'readOnly=enabled: it writes no files, so that a change would be lost. Set readOnly=disabled and start it again.',
  readOnlySlave:
    'readOnly=enabled: its files do not show what it holds. Set readOnly=disabled and start it again.',
  noBroker: 'It has no broker ({broker}); look at the broker first.',
  brokerUnknown: 'It was started with a broker URL that holds a password. Name the broker yourself.',
  trouble: 'It cannot work at the moment: {reasons}',
  noConnectionOverRest: 'A GeoServer does not say over REST whether it has its broker.',
  noEngine: 'It is a GeoServer: what it did with events it does not say.',
  propertiesElsewhere: 'Its cluster.properties does not lie on this machine; change it where it runs.',
} as const
