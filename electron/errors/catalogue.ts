import { brokerErrors } from './broker.ts'
import { catalogErrors } from './catalog.ts'
import { commandErrors } from './command.ts'
import { configurationErrors } from './configuration.ts'
import { embeddedBrokerErrors } from './embedded-broker.ts'
import { engineErrors } from './engine.ts'
import { serviceErrors } from './services.ts'
import { storageErrors } from './storage.ts'
import { wireErrors } from './wire.ts'
import { xmlErrors } from './xml.ts'

/** Every error Plumbline can report, by code. docs/errors.md is written from it. */
export const errorCatalogue = {
  ...brokerErrors,
  ...catalogErrors,
  ...commandErrors,
  ...configurationErrors,
  ...embeddedBrokerErrors,
  ...engineErrors,
  ...serviceErrors,
  ...storageErrors,
  ...wireErrors,
  ...xmlErrors,
} as const

export type ErrorCode = keyof typeof errorCatalogue
