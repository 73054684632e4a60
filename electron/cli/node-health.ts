import type { NodeView } from '../contract/features/inventory.ts'
import type { NodeStatusData } from '../contract/node-control.ts'
import { green, red, yellow, type Piece } from './styled-text.ts'
import { stateWord } from './state-word.ts'
import { say } from '../sentences/say.ts'
import type { Output } from './output.ts'
import type { Wording } from '../sentences/sentence.ts'

export type HealthWord =
  NodeStatusData['health'] | 'pending' | 'drifted' | 'not running' | 'no answer' | 'error'

/**
 * How a running node is, in one word. One that is well but has not finished what it received or accepted is pending.
 */
export function healthOf({ health, inbox, outbox }: NodeStatusData): HealthWord {
  const open = (inbox.received ?? 0) + (outbox.accepted ?? 0) + (outbox.applied ?? 0)
  return health === 'ok' && open > 0 ? 'pending' : health
}

/** How it is, given what a comparison found: one that applied everything may differ from its master all the same. */
export function healthGiven(health: HealthWord, comparison: NodeView['drift'] | null): HealthWord {
  return isWell(health) && comparison?.state === 'drifted' ? 'drifted' : health
}

/** `equal to geo-1 on Nov 28, 2026, 12:00:00; stale (change)` */
export function comparisonInWords({
  state,
  objects,
  accepted,
  at,
  reference,
  stale,
}: NodeView['drift']): Wording {
  const named = reference ?? say('attention.itsMaster')
  const found =
    state === 'drifted'
      ? say('cliNodes.unlike', { count: objects, reference: named })
      : say('cliNodes.equalTo', { reference: named })
  const told = at === null ? found : say('cliNodes.comparedAt', { found, at })
  const whole = stale === null ? told : say('cliNodes.stale', { found: told, because: stale.because })
  return accepted === 0 ? whole : say('cliNodes.accepted', { found: whole, accepted })
}

/** Whether nothing has to be done about it. */
export function isWell(health: HealthWord): boolean {
  return health === 'ok' || health === 'pending'
}

/** Shape and word, so that neither colour nor shape alone has to be told apart. */
export function healthPiece(health: HealthWord, output: Output): Piece {
  const padded = output.words(stateWord(health)).padEnd(13)
  switch (health) {
    case 'ok':
      return green(`● ${padded}`)
    case 'pending':
    case 'starting':
      return yellow(`◐ ${padded}`)
    case 'diverged':
    case 'drifted':
    case 'gap':
    case 'trouble':
      return red(`▲ ${padded}`)
    case 'disconnected':
    case 'stopped':
    case 'not running':
    case 'no answer':
    case 'error':
      return red(`✕ ${padded}`)
  }
}
