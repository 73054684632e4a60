import { applicationErrors } from './application.ts'
import { brokerErrors } from './broker.ts'
import { dataErrors } from './data.ts'
import { tlsErrors } from './tls.ts'

export const errors = { ...applicationErrors, ...brokerErrors, ...dataErrors, ...tlsErrors } as const
