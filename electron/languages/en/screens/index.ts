import audit from './audit.ts'
import brokers from './brokers.ts'
import common from './common.ts'
import configuration from './configuration.ts'
import diagnostics from './diagnostics.ts'
import format from './format.ts'
import messages from './messages.ts'
import nodes from './nodes.ts'
import overview from './overview.ts'
import resync from './resync.ts'
import settings from './settings.ts'
import shell from './shell.ts'
import welcome from './welcome.ts'

/** The texts of the screens, by feature. */
export const screens = {
  audit,
  brokers,
  common,
  configuration,
  diagnostics,
  format,
  messages,
  nodes,
  overview,
  resync,
  settings,
  shell,
  welcome,
}
