import { applicationErrors } from './application.ts'
import { brokerErrors } from './broker.ts'
import { dataErrors } from './data.ts'

export const errors = { ...applicationErrors, ...brokerErrors, ...dataErrors } as const
