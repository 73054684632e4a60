/** What is said of findings by somebody who knows them. */
export const findingsCentreSentences = {
  accepted: '{count} of {total} differences is accepted. | {count} of {total} differences are accepted.',
} as const
