import type { Protocol } from '../../broker/broker-url.ts'
import type { Message } from '../../broker/message.ts'
import { say } from '../../sentences/say.ts'
import { warning, ok, type TestStep } from './step.ts'

/** How far two clocks may differ before it is told, in milliseconds. */
const tolerance = 5_000

/**
 * Whether the clock of the broker agrees with ours, from a message of ours it brought back. Over OpenWire it says when it
 * took the message; over STOMP it dates one that has no date itself.
 * @returns nothing where it does not say
 */
export function comparesClocks(
  { takenAt, timestamp }: Pick<Message, 'takenAt' | 'timestamp'>,
  protocol: Protocol,
  { sentAt, receivedAt }: { readonly sentAt: number; readonly receivedAt: number },
): TestStep[] {
  const told = protocol === 'stomp' ? timestamp : takenAt
  if (told === undefined) return []
  const name = say('checks.clock')
  const apart = told > receivedAt ? told - receivedAt : Math.max(sentAt - told, 0)
  if (apart <= tolerance) return [ok(name, say('brokerCheck.clockAgrees'))]
  const seconds = Math.round(apart / 1000)
  const message = say(told > receivedAt ? 'brokerCheck.clockAhead' : 'brokerCheck.clockBehind', { seconds })
  return [warning(name, message, say('brokerCheck.clockRemedy'))]
}
