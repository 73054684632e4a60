import type { ErrorDefinitions } from './definition.ts'

export const brokerErrors = {} as const satisfies ErrorDefinitions
