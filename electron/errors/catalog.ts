import type { ErrorDefinitions } from './definition.ts'

export const catalogErrors = {} as const satisfies ErrorDefinitions
