/** Was von GeoServern mit dem Cluster-Modul gesagt wird. */
export const stockNodeSentences = {
  notClustered: 'Das Cluster-Modul (jms-cluster) ist dort nicht installiert.',
  partUnknown:
    'Seine cluster.properties liegt außerhalb seines Datenverzeichnisses (CLUSTER_CONFIG_DIR), und sein Cluster-Modul zeigt sie nicht, daher ist seine Rolle nicht bekannt.',
  fileElsewhere:
    'Seine cluster.properties liegt außerhalb seines Datenverzeichnisses (CLUSTER_CONFIG_DIR): Von seinem Platz im Cluster ist bekannt, was sein Cluster-Modul zeigt. Was in der Datei steht, und damit, was er nach dem nächsten Start ist, ist nicht bekannt.',
  otherName: 'Nach eigener Angabe heißt die Instanz {found}, nicht {expected}.',
  create: '{object} wird angelegt.',
  setUri: 'Die URI des Namensraums wird gesetzt.',
  writeRules: 'Die Regeln von {object} werden geschrieben.',
  change: '{object} wird geändert.',
  changeAgain: '{object} wird noch einmal richtiggestellt, weil GeoServer einen Teil davon neu berechnet.',
  remove: '{object} wird entfernt.',
  removeToCreateAgain:
    '{object} wird entfernt, um neu angelegt zu werden, weil GeoServer es nicht ändern kann: Für einen Augenblick fehlt es.',
  tellRoot:
    'Der Wurzel-Layer von {object} wird noch einmal genannt, damit Kartenclients nicht doppelt von ihr erfahren.',
  giveBackTiles: 'Das Zwischenspeichern der Kacheln von {object} wird eingestellt, wie es war.',
  putBack: '{object} konnte nicht neu angelegt werden und wird wiederhergestellt, wie es war.',
  makeDefault: '{object} wird zum Standard.',
  nothing: 'nichts',
  interrupted: '{object}: die Änderung wurde unterbrochen und ist bekannt, wie sie vorgefunden wurde',
  refusedToo: 'abgelehnt wurde auch: {step}',
  notSent: 'nicht mehr verlangt wurde: {step}',
  goneUnknown: 'vielleicht ein Teil dessen, was mitgehen sollte; das ließ sich nicht nachsehen',
  isMissing: 'es fehlt',
  isStillThere: 'es ist noch da',
  otherThan: '{properties} sind nicht, wie sie sein sollten',
  changedBesides: '{properties} haben sich auch geändert',
} as const
