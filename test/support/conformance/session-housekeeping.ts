import { randomUUID } from 'node:crypto'
import { expect } from 'vitest'
import { systemClock } from '../../../electron/scheduler/clock.ts'
import { queue, type Destination } from '../../../electron/broker/destinations.ts'
import type { Message } from '../../../electron/broker/message.ts'
import type { BrokerSession } from '../../../electron/broker/sessions/session.ts'
import { english } from '../../../electron/sentences/english.ts'
import { changeMessages, type QueueChange } from '../../../electron/services/brokers/queue-changes.ts'
import { exported, readMessages } from '../../../electron/services/brokers/queue-contents.ts'
import { connectionTo } from '../broker-session.ts'
import type { SessionTrials } from './session-trials.ts'

/** What is done with messages that lie in queues, abandoned ones and those of dead letters. */
export function sessionHousekeeping({ trial, connect, url }: SessionTrials): void {
  trial('reads, searches and exports what waits', async () => {
    const session = await connect()
    const waiting = await filled(session)
    const browsed = session.browse(waiting, { withBodies: true })
    const found = await all(readMessages(browsed, { text: 'node two', now: 0 }))
    expect(found.map(({ row }) => row.sender)).toEqual(['node two'])
    expect(exported(found, 'jsonl', english)).toContain('layer two')
  })

  trial('moves waiting messages to another queue', async () => {
    const session = await connect()
    const waiting = await filled(session)
    const target = queue(`portable-${randomUUID()}`)
    const kept = await changed(url(), waiting, await chosen(session, waiting), { moveTo: target })
    expect(kept).toEqual(['one', 'two'].map(bodyOf))
    expect(await textsIn(session, target)).toEqual(kept)
    expect(await textsIn(session, waiting)).toEqual([bodyOf('three')])
  })

  trial('discards waiting messages', async () => {
    const session = await connect()
    const waiting = await filled(session)
    const kept = await changed(url(), waiting, await chosen(session, waiting), 'discard')
    expect(kept).toEqual(['one', 'two'].map(bodyOf))
    expect(await textsIn(session, waiting)).toEqual([bodyOf('three')])
  })
}

const bodyOf = (name: string): string => `<layer><name>layer ${name}</name></layer>`

/** Asked for as well; its quote must not end the selector. */
const quoted = "ID:o'clock"

async function filled(session: BrokerSession): Promise<Destination> {
  const destination = queue(`portable-${randomUUID()}`)
  for (const name of ['one', 'two', 'three'])
    await session.publish({
      destination,
      properties: { instanceName: `node ${name}`, JMSEventHandlerSPI: 'JMSCatalogModifyEventHandlerSPI' },
      body: bodyOf(name),
    })
  return destination
}

/** All but the last. */
async function chosen(session: BrokerSession, waiting: Destination): Promise<string[]> {
  const messages = await all(session.browse(waiting))
  return messages.slice(0, -1).map(({ messageId }) => messageId)
}

/** @returns what was kept before */
async function changed(
  url: string,
  waiting: Destination,
  ids: readonly string[],
  change: QueueChange['change'],
): Promise<string[]> {
  const kept: string[] = []
  const connection = await connectionTo(url)
  try {
    const outcomes = await changeMessages({
      ...{ connection, queue: waiting, ids: [...ids, quoted], change, clock: systemClock },
      keep: (message) => Promise.resolve(void kept.push(textOf(message))),
      signal: new AbortController().signal,
      onDone: () => undefined,
    })
    expect(outcomes.at(-1)).toMatchObject({ messageId: quoted, outcome: 'gone' })
    const undone = outcomes.slice(0, -1).find(({ outcome }) => outcome !== 'done')
    if (undone !== undefined)
      throw new Error(`${undone.outcome}${undone.because === null ? '' : `: ${english(undone.because)}`}`)
    return kept
  } finally {
    await connection.close()
  }
}

async function textsIn(session: BrokerSession, waiting: Destination): Promise<string[]> {
  return (await all(session.browse(waiting, { withBodies: true }))).map(textOf)
}

function textOf({ content }: Message): string {
  return content.kind === 'object' || content.kind === 'text' ? content.text : content.kind
}

async function all<Value>(values: AsyncIterable<Value>): Promise<Value[]> {
  const gathered: Value[] = []
  for await (const value of values) gathered.push(value)
  return gathered
}
