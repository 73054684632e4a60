export const clusterPropertiesSentences = {
  path: 'ein Pfad von 1 bis 4096 Zeichen',
  trueOrFalse: 'true oder false',
  enabledOrDisabled: 'enabled oder disabled',
  wholeNumber: 'eine ganze Zahl von 0 bis {largest}',
  instanceName: '1 bis 200 Zeichen, darunter weder Leerraum noch eines von . , * > ? / \\',
  oneLine: 'höchstens 255 Zeichen in einer Zeile',
  virtualTopic:
    'VirtualTopic. und ein Name aus Teilen ohne Leerraum und ohne , * > ? / \\, höchstens 255 Zeichen',
  clientUrl: 'eine ActiveMQ-Client-URL von höchstens 4096 Zeichen in einer Zeile, oder nichts',
  notLegal: 'nicht zulässig',
  allowed: '{key} ist {shown}, zulässig ist {allowed}',
  byteOrderMark: 'eine UTF-8-Bytereihenfolgemarke, die Java als Teil des ersten Schlüssels liest',
  controlCharacter: 'ein Steuerzeichen, wie in einer Datei, die kein Text in ISO-8859-1 ist',
  escapeWithoutDigits: '\\u ohne vier folgende Hexadezimalziffern',
  ofHazelcast: 'GeoServers Hazelcast-Modul (gs-cluster-hazelcast)',
  ofOther: 'etwas anderem',
  atLine: 'Zeile {line}: {problem}',
} as const
