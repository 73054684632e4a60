export const clusterPropertiesSentences = {
  path: 'a path of 1 to 4096 characters',
  trueOrFalse: 'true or false',
  enabledOrDisabled: 'enabled or disabled',
  wholeNumber: 'a whole number from 0 to {largest}',
  instanceName: '1 to 200 characters, none of them white space or one of . , * > ? / \\',
  oneLine: 'at most 255 characters on one line',
  virtualTopic:
    'VirtualTopic. and a name of parts without white space or , * > ? / \\, at most 255 characters',
  clientUrl: 'an ActiveMQ client URL of at most 4096 characters on one line, or nothing',
  notLegal: 'not legal',
  allowed: '{key} is {shown}, allowed is {allowed}',
  byteOrderMark: 'a UTF-8 byte order mark, which Java reads as part of the first key',
  controlCharacter: 'a control character, as in a file that is not text in ISO-8859-1',
  escapeWithoutDigits: '\\u without four hexadecimal digits after it',
  ofHazelcast: "GeoServer's Hazelcast module (gs-cluster-hazelcast)",
  ofOther: 'something else',
  atLine: 'line {line}: {problem}',
} as const
