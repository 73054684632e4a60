import type { ErrorDefinitions } from './definition.ts'

/** Errors of the way between the renderer and the application. */
export const transportErrors = {
  'PLB-APP-MESSAGE-MALFORMED': {
    message: 'A message from the user interface was not understood: {reason}.',
    cause: 'The page is of another version than the program behind it, or something else is talking to it.',
    remedy: 'Reload the page; if that does not help, restart Plumbline.',
  },
  'PLB-APP-TOO-MANY': {
    message: '{feature}.{name} was refused: {limit} requests of this page are still under way.',
    cause: 'The page asks faster than the answers come, which a page of Plumbline does not do.',
    remedy: 'Wait until what runs has ended, or reload the page.',
  },
} as const satisfies ErrorDefinitions
