import type { ErrorDefinitions } from './definition.ts'

export const wireErrors = {} as const satisfies ErrorDefinitions
