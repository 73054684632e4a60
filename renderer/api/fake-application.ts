import type { Application } from '../../electron/contract/application.ts'
import { fakeConfiguration } from './fake/configuration.ts'
import { fakeInventory, fakeInventorySources } from './fake/inventory.ts'
import { fakeMessages, fakeMessageSources } from './fake/messages.ts'
import {
  fakeAudit,
  fakeBrokers,
  fakeDiagnostics,
  fakeOperationSources,
  fakeSettings,
} from './fake/operations.ts'
import { fakeProfiles, fakeProfileSources } from './fake/profiles.ts'
import { fakeResync } from './fake/resync.ts'
import { createWorld } from './fake/world.ts'

/**
 * An application without a core: what it answers is made up, but of the contract's form. For looking at screens and
 * for unit tests; it is no part of what ships.
 */
export function createFakeApplication({
  cluster = 'open',
  messages = 5_000,
  language = 'en',
}: {
  readonly cluster?: 'open' | 'closed'
  readonly messages?: number
  readonly language?: 'en' | 'de'
} = {}): Application {
  const world = createWorld(cluster, messages, language)
  return {
    services: {
      profiles: fakeProfiles(world),
      inventory: fakeInventory(world),
      messages: fakeMessages(world),
      configuration: fakeConfiguration(),
      resync: fakeResync(world),
      brokers: fakeBrokers(),
      audit: fakeAudit(),
      diagnostics: fakeDiagnostics(),
      settings: fakeSettings(world),
    },
    sources: {
      profiles: fakeProfileSources(world),
      inventory: fakeInventorySources(world),
      messages: fakeMessageSources(world),
      operations: fakeOperationSources(world),
    },
  }
}
