import { applicationErrors } from './application.ts'
import { archiveErrors } from './archive.ts'
import { brokerErrors } from './broker.ts'
import { catalogErrors } from './catalog.ts'
import { commandErrors } from './command.ts'
import { configurationErrors } from './configuration.ts'
import { demoErrors } from './demo.ts'
import { editErrors } from './edit.ts'
import { embeddedBrokerErrors } from './embedded-broker.ts'
import { engineErrors } from './engine.ts'
import { geoserverErrors } from './geoserver.ts'
import { serveErrors } from './serve.ts'
import { serviceErrors } from './services.ts'
import { storageErrors } from './storage.ts'
import { tlsErrors } from './tls.ts'
import { transportErrors } from './transport.ts'
import { wireErrors } from './wire.ts'
import { xmlErrors } from './xml.ts'

/** Every error Plumbline can report, by code. docs/errors.md is written from it. */
export const errors = {
  ...applicationErrors,
  ...archiveErrors,
  ...brokerErrors,
  ...catalogErrors,
  ...commandErrors,
  ...configurationErrors,
  ...demoErrors,
  ...editErrors,
  ...embeddedBrokerErrors,
  ...engineErrors,
  ...geoserverErrors,
  ...serveErrors,
  ...serviceErrors,
  ...storageErrors,
  ...tlsErrors,
  ...transportErrors,
  ...wireErrors,
  ...xmlErrors,
} as const
