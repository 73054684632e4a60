/** Why what somebody typed is no address of a GeoServer. */
export const addressSentences = {
  tooLong: 'it is longer than {limit} characters',
  tooMany: 'these are more than {limit} addresses',
  nothing: 'there is nothing',
  brace: 'a brace has no other half',
  pattern: '“{found}” in braces is no pattern such as 1..5 or north,south',
  backwards: '{found} goes backwards',
  words: 'these are words, and no addresses',
  noUrl: 'it is no URL',
  scheme: 'it begins neither with http:// nor with https://',
  login: 'it holds a login; user name and password have fields of their own',
  unknownOption: 'there is no option {option}',
} as const
