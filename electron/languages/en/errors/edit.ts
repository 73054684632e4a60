import type { ErrorDefinitions } from './definition.ts'

export const editErrors = {
  'PLB-EDIT-CONFLICT': {
    message: 'The object {object} changed since the edit was begun; nothing was published.',
    cause: 'Someone else published a change of it, or another master did.',
    remedy: 'Look at both changes, decide which value stays where they contradict, and publish the result.',
  },
  'PLB-EDIT-CHANGED-SINCE': {
    message:
      '{object} was changed once more since, in what is to be taken back: {properties}. Nothing was published.',
    cause: 'What was changed later would be taken back along with it.',
    remedy:
      'Take back the later change first, or go back to how it was as a whole: by an earlier state in the history, or plumbline edit undo --whole.',
  },
  'PLB-EDIT-HISTORY-EMPTY': {
    message: 'There is no state {state} that change to go back to.',
    cause: 'The object did not exist then, or the history of the node begins later.',
    remedy: 'Choose another entry of the history.',
  },
} as const satisfies ErrorDefinitions
