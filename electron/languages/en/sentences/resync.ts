export const resyncSentences = {
  notLookedAt: 'what it has cannot be looked at from here',
  noReference:
    'It is neither a master nor was it compared equal to one, so that nothing can be brought to it.',
  resumed: 'The resync of {node} from {reference}, which was broken off, goes on.',
  brokenOff: 'The resync of {node} from {reference} ended: {reason}',
  verified: '{node} was resynced from {reference}: verified equal.',
  left: '{node} was resynced from {reference}: {count} difference left. | {node} was resynced from {reference}: {count} differences left.',
  cancelled:
    '{node} was resynced from {reference}: cancelled, {count} difference left. | {node} was resynced from {reference}: cancelled, {count} differences left.',
  doneBefore: 'done before it was broken off',
  comparing: 'comparing',
  sending: 'sending',
  applying: 'applying',
  waiting: 'waiting',
  verifying: 'comparing again',
  progress: '{phase} {done}/{total}',
} as const
