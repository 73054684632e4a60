import type { ErrorDefinitions } from './definition.ts'

export const configurationErrors = {} as const satisfies ErrorDefinitions
