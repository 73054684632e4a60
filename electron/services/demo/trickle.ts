import { randomUUID } from 'node:crypto'
import type { Clock } from '../../scheduler/clock.ts'
import type { EditRequest } from '../../engine/master/master.ts'
import { isFailure } from '../../errors/failure.ts'
import { hasRole } from '../../nodes/face/facts.ts'
import type { ApplicationEvents } from '../events/application-events.ts'
import type { ClusterAccess } from '../cluster/open-cluster.ts'
import type { EventHub } from '../events/event-hub.ts'
import { countries } from './places.ts'
import { styleRules } from './style-rules.ts'

export interface TrickleOptions {
  readonly cluster: ClusterAccess
  readonly hub: EventHub<ApplicationEvents>
  readonly clock: Clock
  /** Read-only mode keeps these edits back, too. */
  readonly isReadOnly: () => boolean
  /** Milliseconds between two edits. */
  readonly interval?: number
}

const defaultInterval = 6_000
const author = 'demo'

/**
 * Makes a small, harmless change on the demo's master every few seconds while the demo is open, so that there is
 * something to see. It keeps away from the objects whose files are damaged on purpose, and begins when every slave has
 * its queue: what is published before that reaches nobody.
 */
export class Trickle {
  readonly #options: TrickleOptions
  #cancel: (() => void) | undefined
  #count = 0

  constructor(options: TrickleOptions) {
    this.#options = options
    options.hub.on('cluster', ({ state, profile }) => {
      if (state === 'open' && profile?.demo === true) this.#schedule()
      else this.stop()
    })
  }

  stop(): void {
    this.#cancel?.()
    this.#cancel = undefined
  }

  /** Makes the next change, unless there is no demo's master to make it on. */
  async editOnce(): Promise<void> {
    const { cluster, isReadOnly } = this.#options
    const open = cluster.current
    if (open?.profile.demo !== true || isReadOnly()) return
    const master = open.nodes.all.find((each) => each.why('edit') === null)
    // What only publishes need not have a queue.
    const slaves = open.nodes.all.filter(({ facts }) => hasRole(facts, 'slave'))
    const haveQueues = slaves.every((each) => open.known.get(each.instanceName)?.hasQueue === true)
    if (master === undefined || slaves.length === 0 || !haveQueues) return
    this.#count += 1
    try {
      const request = nextEdit(this.#count)
      const { digest: plan, asksForName: name } = await master.configuration.plan(request)
      await master.configuration.publish(request, { plan, name }, author, randomUUID())
    } catch (error) {
      // Someone renamed or removed what this edit is about; that is what the demo is for.
      if (!isFailure(error)) throw error
    }
  }

  #schedule(): void {
    const { clock, interval = defaultInterval } = this.#options
    this.#cancel ??= clock.after(interval, () => {
      this.#cancel = undefined
      // On a slow machine, one is made before the next.
      void this.editOnce().finally(() => {
        if (this.#options.cluster.current?.profile.demo === true) this.#schedule()
      })
    })
  }
}

const widths = [1, 1.2, 1.5, 1.8]
const colors = ['#2e86c1', '#2874a6', '#1f618d', '#3498db']

/** A different kind of change each time, over and over. */
function nextEdit(number: number): EditRequest {
  const country = countries[number % countries.length]?.name ?? 'austria'
  switch (number % 5) {
    case 0:
      return {
        verb: 'modify',
        kind: 'style',
        name: 'ferry',
        styleBody: styleRules('Ferry', {
          shape: 'line',
          color: colors[number % colors.length] ?? '#2e86c1',
          width: widths[number % widths.length] ?? 1,
          dashes: '2 4',
        }),
      }
    case 1:
      return {
        verb: 'modify',
        kind: 'layer',
        name: `transport:railways_${country}`,
        input: JSON.stringify({ defaultStyle: number % 2 === 0 ? 'railway' : 'main_road' }),
      }
    case 2:
      return {
        verb: 'modify',
        kind: 'settings',
        name: 'water',
        input: JSON.stringify({ numDecimals: 4 + (number % 4) }),
      }
    default:
      return {
        verb: 'modify',
        kind: 'featureType',
        name: `transport:railways_${country}`,
        input: JSON.stringify({ abstract: `Railways, revision ${number}.`, maxFeatures: 1000 + number }),
      }
  }
}
