export const comparisonSentences = {
  reading: 'Reading {node}',
  failed: '{node} could not be compared: {reason}',
  waitingForNode: 'Waiting for {node}, which does not answer yet or is being changed',
  readingFiles: 'Reading {node}: {files} files',
  directories: 'the work on data directories',
  comparing: 'Comparing',
  somethingChangedMeanwhileComparing: 'Something changed meanwhile; comparing again',
  failedWith: '{node} could not be compared with {reference}: {reason}',
  unsentSame: 'the same on both, as far as they can be read',
  unsentDiffer: '{count} differs: {names} | {count} differ: {names}',
  unsentDifferMore: '{count} differ, among them {names}',
  comparedEqual: '{node} was compared with {reference}: equal.',
  comparedDiffers:
    '{node} was compared with {reference}: {count} object differs. | {node} was compared with {reference}: {count} objects differ.',
} as const
