import audit from './screens/audit.ts'
import brokers from './screens/brokers.ts'
import common from './screens/common.ts'
import configuration from './screens/configuration.ts'
import diagnostics from './screens/diagnostics.ts'
import findings from './screens/findings.ts'
import format from './screens/format.ts'
import maps from './screens/maps.ts'
import messages from './screens/messages.ts'
import nodes from './screens/nodes.ts'
import overview from './screens/overview.ts'
import resync from './screens/resync.ts'
import settings from './screens/settings.ts'
import shell from './screens/shell.ts'
import welcome from './screens/welcome.ts'

/** The texts of the screens, by feature. */
export const screens = {
  audit,
  brokers,
  common,
  configuration,
  diagnostics,
  findings,
  format,
  maps,
  messages,
  nodes,
  overview,
  resync,
  settings,
  shell,
  welcome,
}
