import { everyMessage } from '../../../../electron/contract/features/messages.ts'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { MessageRow } from '../../../../electron/contract/features/messages.ts'
import { openArchive } from '../../../../electron/services/messages/archive/open-archive.ts'
import { recordedMessages, workspaceMessage } from '../../../support/archive.ts'
import { eventually } from '../../../support/cluster.ts'
import { temporaryDirectory } from '../../../support/temporary-directory.ts'

const opening = () => ({
  path: join(temporaryDirectory(), 'archive.sqlite'),
  environment: {},
  mode: 'append' as const,
})

async function opened(script?: URL) {
  const archive = await openArchive(opening(), script)
  onTestFinished(() => archive.close())
  return archive
}

/** A thread that opens an archive and then answers every call by a statement of its own. */
function scripted(answer: string): URL {
  const source = `
    import { parentPort } from 'node:worker_threads'
    parentPort.on('message', ({ id, procedure }) => {
      if (procedure === 'open') parentPort.postMessage({ type: 'result', id, output: { setAside: null } })
      else { ${answer} }
    })`
  return new URL(`data:text/javascript,${encodeURIComponent(source)}`)
}

describe('an archive in a thread of its own', () => {
  it('answers requests that were made together, each with its own answer', async () => {
    const archive = await opened()
    const stored = [1, 2, 3].map((number) => archive.store([workspaceMessage(number)]))
    expect(await Promise.all([...stored, archive.store(recordedMessages())])).toEqual([
      { stored: 1 },
      { stored: 1 },
      { stored: 1 },
      { stored: 127 },
    ])
    const [page, statistics] = await Promise.all([
      archive.page(everyMessage, null, 500),
      archive.statistics(),
    ])
    expect(page.rows).toHaveLength(66)
    expect(statistics.messages).toBe(130)
    const { message } = await archive.message(1)
    expect(message).toEqual(workspaceMessage(1))
  })

  it('takes filters and comparisons, and tells views what is new', async () => {
    const archive = await opened()
    const told: (readonly MessageRow[])[] = []
    await archive.followSlaves(['geo-2'])
    archive.follow(everyMessage, (rows) => told.push(rows))
    await archive.store([workspaceMessage(1), workspaceMessage(2)])
    await eventually('the view is told', () => told.length === 1)
    expect(told[0]?.map(({ sequence }) => sequence)).toEqual([1, 2])
    await archive.sawQueue('geo-2', { at: Date.now() + 1_000, messageIds: ['ID:made:2'], complete: true })
    await archive.compared('geo-2', Date.now() + 1_000, new Map([['WorkspaceInfoImpl--1', true]]))
    const { rows } = await archive.page({ ...everyMessage, state: 'missing', slave: 'geo-2' }, null, 10)
    expect(rows.map(({ sequence }) => sequence)).toEqual([1])
  })

  it('refuses with the same error the archive itself would', async () => {
    const archive = await opened()
    await expect(archive.details(7)).rejects.toMatchObject({
      code: 'PLB-ARCHIVE-MESSAGE-GONE',
      details: { sequence: 7 },
    })
  })

  it('is not there when its database cannot be opened', async () => {
    const path = temporaryDirectory()
    await expect(openArchive({ ...opening(), path })).rejects.toMatchObject({
      code: 'PLB-STORAGE-DATABASE-UNAVAILABLE',
      details: { path },
    })
  })

  it('keeps its content when it is closed while messages are on their way', async () => {
    const options = opening()
    const first = await openArchive(options)
    const stored = first.store(recordedMessages())
    await first.close()
    expect(await stored).toEqual({ stored: 127 })
    const second = await openArchive(options)
    onTestFinished(() => second.close())
    expect((await second.statistics()).messages).toBe(127)
  })
})

describe('the thread of an archive', () => {
  it('that dies leaves no question open, and says why', async () => {
    const archive = await opened(scripted('process.exit(3)'))
    const questions = [archive.statistics(), archive.facets()]
    for (const question of questions) {
      await expect(question).rejects.toMatchObject({ code: 'PLB-WORKER-FAILED' })
    }
    expect((await archive.failed).message).toContain('it ended with code 3')
    await expect(archive.statistics()).rejects.toMatchObject({ code: 'PLB-WORKER-FAILED' })
  })

  it('that runs into an error says what it was', async () => {
    const archive = await opened(scripted('throw new Error("out of paper")'))
    await expect(archive.statistics()).rejects.toMatchObject({ details: { reason: 'out of paper' } })
  })

  it('that fails at what is no error of the catalogue goes on', async () => {
    const fault = `{ code: 'PLB-APP-UNEXPECTED', message: '', remedy: '', details: { reason: 'a fault' } }`
    const refusal = `{ type: 'error', id, error: ${fault} }`
    const done = `{ type: 'result', id, output: undefined }`
    const archive = await opened(
      scripted(`parentPort.postMessage(procedure === 'close' ? ${done} : ${refusal})`),
    )
    for (const question of [archive.statistics(), archive.facets()]) {
      await expect(question).rejects.toMatchObject({
        code: 'PLB-APP-UNEXPECTED',
        details: { reason: 'a fault' },
      })
    }
  })

  it('that dies before the archive is open is reported to whoever opens it', async () => {
    const script = new URL('data:text/javascript,process.exit(4)')
    await expect(openArchive(opening(), script)).rejects.toMatchObject({ code: 'PLB-WORKER-FAILED' })
  })

  it('is not said to have failed when it was closed', async () => {
    const archive = await openArchive(opening())
    await archive.close()
    const pending = Symbol('pending')
    expect(await Promise.race([archive.failed, Promise.resolve(pending)])).toBe(pending)
    await expect(archive.statistics()).rejects.toMatchObject({ code: 'PLB-WORKER-FAILED' })
  })
})
