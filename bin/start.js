import './require-node.js'

import('./run-start.js')
