import type { ErrorDefinitions } from './definition.ts'

export const storageErrors = {} as const satisfies ErrorDefinitions
