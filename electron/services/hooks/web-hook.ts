import { failure, textOf } from '../../errors/failure.ts'
import { exchangeTrusting, type Reply } from '../../geoserver/exchange.ts'
import { say } from '../../sentences/say.ts'
import type { Wording } from '../../sentences/sentence.ts'
import type { Hook } from './hook.ts'

const exchange = exchangeTrusting({})

/** Posts each event as JSON. The address may be a secret, so nothing that is said names it. */
export function webHook(address: string): Hook {
  const refused = (reason: Wording, cause?: unknown) =>
    failure('PLB-HOOK-REFUSED', { hook: say('hooks.webhook'), reason }, cause)
  return {
    kind: 'webhook',
    tell: async (event, signal) => {
      const body = JSON.stringify(event)
      let reply: Reply
      try {
        reply = await exchange(address, {
          ...{ method: 'POST', body, redirect: 'manual', signal },
          headers: { 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)) },
        })
      } catch (error) {
        signal.throwIfAborted()
        throw refused(textOf(error).replaceAll(address, '…'), error)
      }
      await drained(reply)
      if (reply.status < 200 || reply.status > 299)
        throw refused(say('hooks.status', { status: reply.status }))
    },
  }
}

/** What it answers is of no interest, however much it is. */
async function drained({ body }: Reply): Promise<void> {
  let octets = 0
  for await (const part of body ?? []) {
    octets += part instanceof Uint8Array ? part.byteLength : 0
    if (octets > 64 * 1024) return
  }
}
