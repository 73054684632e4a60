import { z } from 'zod'
import { failureData } from './wording.ts'

/**
 * What travels between the renderer and the application, the same over a WebSocket (one JSON text a message) and over
 * Electron's IPC (one structured clone a message). The forms say nothing of what is called: `input`, `output`, `value`
 * and `items` are checked against the contract by whoever receives them.
 *
 * Calls. Every `call` is answered exactly once, by `result` or by `error`, also after `cancel`: a cancelled procedure
 * may still answer with a result (a resync that stopped half-way reports what it did) or with an error of code
 * `PLB-APP-CANCELLED`. `progress` comes only before the answer.
 *
 * Streams. `items` come until `end` (the source has no more), `error` (it failed) or `unsubscribe`. The server starts
 * with `initialCredit` items a stream it may send; every `credit` adds to that. Without credit left it keeps a bounded
 * number of the newest items and says in `skipped` how many it let go before those it sends.
 *
 * Ids are chosen by the client, once each a connection; calls and streams share them.
 */

/** How many items of a stream the server may send before the client says that it has taken some. */
export const initialCredit = 2_000

/** The longest message either side reads, in UTF-8 octets; longer ones close the connection. */
export const longestMessage = 32 * 1024 * 1024

const id = z.number().int().positive()
const name = z.string().min(1).max(100)

export const clientMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('call'), id, feature: name, procedure: name, input: z.unknown() }),
  z.object({ type: z.literal('cancel'), id }),
  z.object({ type: z.literal('subscribe'), id, feature: name, stream: name, input: z.unknown() }),
  z.object({ type: z.literal('unsubscribe'), id }),
  z.object({ type: z.literal('credit'), id, items: z.number().int().positive().max(1_000_000) }),
])

export const serverMessage = z.discriminatedUnion('type', [
  z.object({ type: z.literal('result'), id, output: z.unknown() }),
  z.object({
    type: z.literal('error'),
    /** 0 when what was received had no id that could be read, or one that is in use. */
    id: z.number().int().nonnegative(),
    error: failureData,
  }),
  z.object({ type: z.literal('progress'), id, value: z.unknown() }),
  z.object({
    type: z.literal('items'),
    id,
    items: z.array(z.unknown()),
    /** Items let go just before these because the client was behind. */
    skipped: z.number().int().nonnegative().optional(),
  }),
  z.object({ type: z.literal('end'), id }),
])

export type ClientMessage = z.output<typeof clientMessage>
export type ServerMessage = z.output<typeof serverMessage>

/** Path of the WebSocket of `serve`, relative to the page. */
export const webSocketPath = 'socket'
