import type { NodeStatusForm } from '../contract/node-control.ts'
import { green, red, yellow, type Piece } from './styled-text.ts'

export type HealthWord = NodeStatusForm['health'] | 'pending' | 'not running' | 'error'

/**
 * How a running node is, in one word. One that is well but has not finished what it received or accepted is pending.
 */
export function healthOf({ health, inbox, outbox }: NodeStatusForm): HealthWord {
  const open = (inbox.received ?? 0) + (outbox.accepted ?? 0) + (outbox.applied ?? 0)
  return health === 'ok' && open > 0 ? 'pending' : health
}

/** Whether nothing has to be done about it. */
export function isWell(health: HealthWord): boolean {
  return health === 'ok' || health === 'pending'
}

/** Shape and word, so that neither colour nor shape alone has to be told apart. */
export function healthPiece(health: HealthWord): Piece {
  const padded = health.padEnd(13)
  switch (health) {
    case 'ok':
      return green(`● ${padded}`)
    case 'pending':
    case 'starting':
      return yellow(`◐ ${padded}`)
    case 'diverged':
    case 'gap':
    case 'trouble':
      return red(`▲ ${padded}`)
    case 'disconnected':
    case 'stopped':
    case 'not running':
    case 'error':
      return red(`✕ ${padded}`)
  }
}
