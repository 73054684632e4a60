import type { ErrorDefinitions } from './definition.ts'

export const engineErrors = {} as const satisfies ErrorDefinitions
