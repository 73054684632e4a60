import type { ErrorDefinitions } from './definition.ts'

export const commandErrors = {} as const satisfies ErrorDefinitions
