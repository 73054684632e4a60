import type { ErrorDefinitions } from './definition.ts'

/** Errors between the renderer and the application behind it. */
export const applicationErrors = {
  'PLB-APP-CONNECTION-LOST': {
    message: 'The connection to Plumbline was lost before the answer came.',
    cause:
      'Plumbline was stopped or restarted, the machine slept, or the network between it and this window broke.',
    remedy:
      'The window connects again by itself as soon as Plumbline answers. Look at what was asked for before you ask again: it may have been done.',
  },
  'PLB-APP-UNKNOWN-PROCEDURE': {
    message: 'Plumbline has no {feature}.{name}.',
    cause: 'The window and the application behind it are of different versions.',
    remedy: 'Reload the window; if that changes nothing, quit Plumbline and start it again.',
  },
  'PLB-APP-INPUT': {
    message: '{feature}.{name} was asked for something it does not understand: {reason}.',
    cause:
      'The window and the application behind it are of different versions, or something else spoke to it.',
    remedy: 'Reload the window; if it happens again, report it with this text.',
  },
  'PLB-APP-OUTPUT': {
    message: 'The answer of {feature}.{name} was not of the form it should have: {reason}.',
    cause:
      'The window and the application behind it are of different versions, or this is a fault in Plumbline.',
    remedy: 'Reload the window; if it happens again, report it with this text.',
  },
  'PLB-APP-CANCELLED': {
    message: '{feature}.{name} was cancelled.',
    cause: 'The operator cancelled it or left the screen that needed it.',
    remedy: 'Start it again when it is wanted.',
  },
  'PLB-APP-READ-ONLY': {
    message: '{feature}.{name} changes something, and Plumbline is in read-only mode.',
    cause: 'Read-only mode was turned on in the settings; it refuses everything that changes anything.',
    remedy: 'Turn read-only mode off in the settings or in the top bar, then try again.',
  },
  'PLB-APP-UNEXPECTED': {
    message: 'Something went wrong that Plumbline does not know: {reason}.',
    cause: 'This is a fault in Plumbline itself.',
    remedy: 'Try again; if it happens again, report it with this text and with what you did.',
  },
} as const satisfies ErrorDefinitions
