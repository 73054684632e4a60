import { abandonedQueue } from './detectors/abandoned-queue.ts'
import { appliesNothing } from './detectors/applies-nothing.ts'
import { applyFailureSwallowed } from './detectors/apply-failure-swallowed.ts'
import { connectionDisabled } from './detectors/connection-disabled.ts'
import { idleConsumer } from './detectors/idle-consumer.ts'
import { differentCapabilities, differentMaps, failingMaps } from './detectors/maps.ts'
import { misleadingRest } from './detectors/misleading-rest.ts'
import { mixedReleases } from './detectors/mixed-releases.ts'
import { neverConnected } from './detectors/never-connected.ts'
import { oneNameTwice } from './detectors/one-name-twice.ts'
import { publishingSlave } from './detectors/publishing-slave.ts'
import { reloadOnMaster } from './detectors/reload-on-master.ts'
import { secretsInHeaders } from './detectors/secrets-in-headers.ts'
import { severalBrokers } from './detectors/several-brokers.ts'
import { sharedDirectory } from './detectors/shared-directory.ts'
import { silentDrift } from './detectors/silent-drift.ts'
import { startUpHang } from './detectors/start-up-hang.ts'
import { storeFull } from './detectors/store-full.ts'
import { styleFiles } from './detectors/style-files.ts'
import { swallowingToggle } from './detectors/swallowing-toggle.ts'
import { topicMismatch } from './detectors/topic-mismatch.ts'
import { uncoveredAreas } from './detectors/uncovered-areas.ts'
import type { FindingFacts } from './detectors/facts.ts'
import type { Finding } from './detectors/finding.ts'

/** What is looked for, in the order it is shown. */
export const detectors: readonly ((facts: FindingFacts) => readonly Finding[])[] = [
  applyFailureSwallowed,
  appliesNothing,
  connectionDisabled,
  neverConnected,
  startUpHang,
  silentDrift,
  styleFiles,
  uncoveredAreas,
  failingMaps,
  differentMaps,
  differentCapabilities,
  abandonedQueue,
  idleConsumer,
  storeFull,
  severalBrokers,
  swallowingToggle,
  oneNameTwice,
  topicMismatch,
  mixedReleases,
  sharedDirectory,
  reloadOnMaster,
  misleadingRest,
  secretsInHeaders,
  publishingSlave,
]
