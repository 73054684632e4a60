import { randomUUID } from 'node:crypto'
import type { Protocol } from '../../broker/broker-url.ts'
import { temporaryQueue } from '../../broker/destinations.ts'
import type { Message } from '../../broker/message.ts'
import type { BrokerSession } from '../../broker/sessions/session.ts'
import { isFailure } from '../../errors/failure.ts'
import { say } from '../../sentences/say.ts'
import { comparesClocks } from './broker-clock.ts'
import type { CheckTime } from './connections.ts'
import { failed, ok, type TestStep } from './step.ts'

/** Sends an ObjectMessage to a queue of this connection alone and takes it from there; nothing of it stays behind. */
export async function roundTrip(
  session: BrokerSession,
  protocol: Protocol,
  { signal, clock, now, deadline }: CheckTime,
): Promise<TestStep[]> {
  const name = say('profiles.objectMessages')
  const destination = temporaryQueue(`plumbline-test-${randomUUID()}`)
  let sentAt = 0
  const sent = 'grüße <&> \u0001'
  const { promise, resolve, reject } = Promise.withResolvers<Message>()
  const stop = session.onStatus((status) => {
    if (status.state === 'lost' && status.because.code === 'PLB-BROKER-NO-XSTREAM') reject(status.because)
    if (status.state === 'closed' && status.because !== undefined) reject(status.because)
  })
  const cancel = clock.after(deadline, () => {
    reject(say('profiles.messageDidNotCome', { seconds: Math.round(deadline / 1000) }))
  })
  const onAbort = () => {
    reject(signal.reason)
  }
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    const work = session
      .connect(signal)
      .then(() =>
        session.subscribe({ destination, prefetch: 1 }, (message) => {
          message.ack()
          resolve(message)
        }),
      )
      .then(() => {
        sentAt = now()
        return session.publish({ destination, properties: { test: 'true' }, body: sent, signal })
      })
    work.catch(reject)
    const received = await promise
    const receivedAt = now()
    const { content } = received
    if (content.kind !== 'object' || content.text !== sent)
      return [failed(name, say('profiles.messageCameBackChanged'))]
    return [
      ok(name, say('profiles.messageWentBrokerCame')),
      ...comparesClocks(received, protocol, { sentAt, receivedAt }),
    ]
  } catch (error) {
    signal.throwIfAborted()
    // That every attempt failed says less than why the last one did.
    const because = isFailure(error, 'PLB-BROKER-ATTEMPTS-EXHAUSTED') ? (error.cause ?? error) : error
    return [failed(name, because)]
  } finally {
    cancel()
    stop()
    signal.removeEventListener('abort', onAbort)
  }
}
