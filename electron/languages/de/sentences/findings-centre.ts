export const findingsCentreSentences = {
  accepted:
    '{count} von {total} Unterschieden ist hingenommen. | {count} von {total} Unterschieden sind hingenommen.',
} as const
