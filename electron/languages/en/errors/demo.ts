import type { ErrorDefinitions } from './definition.ts'

export const demoErrors = {
  'PLB-DEMO-STANDSTILL': {
    message: 'The demo did not get on for {seconds} s.',
    cause: 'The machine is very busy or its disk very slow; or a node of the demo came to a halt.',
    remedy: 'Run the demo again, on a local disk. If it happens again, report it with its output.',
  },
  'PLB-DEMO-DIRECTORY-NOT-EMPTY': {
    message: 'The directory {path} is not empty, so the demo does not use it.',
    cause: 'The demo removes what it made when it ends, and would not know its own files from others.',
    remedy: 'Name a directory that does not exist or is empty, or none for a temporary one.',
  },
} as const satisfies ErrorDefinitions
