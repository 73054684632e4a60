import type { Clock } from '../../broker/clock.ts'
import type { Multicast } from '../../broker/discovery/multicast.ts'
import { NearbyBrokers } from '../../broker/discovery/nearby-brokers.ts'
import type { Sources } from '../../contract/application.ts'
import { textOf } from '../../errors/failure.ts'
import { say } from '../../sentences/say.ts'

/** Brokers nearby, listened to for as long as somebody looks, and never longer. */
export function nearbySource(multicast: Multicast, clock: Clock): Sources<'connect'>['nearby'] {
  return (_input, emit, signal) => {
    const nearby = new NearbyBrokers(multicast, clock, (brokers) => {
      emit([
        {
          brokers: brokers.map(({ name, ...rest }) => ({ ...rest, name: name ?? null })),
          deafBecause: null,
        },
      ])
    })
    signal.addEventListener('abort', () => nearby.stop(), { once: true })
    emit([{ brokers: [], deafBecause: null }])
    nearby.start().catch((error: unknown) => {
      emit([{ brokers: [], deafBecause: say('connect.deaf', { reason: textOf(error) }) }])
    })
  }
}
