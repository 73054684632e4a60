import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { isFailure, type Failure } from '../../../electron/errors/failure.ts'
import { readArchivedMessages, type ArchivedMessage } from '../../../electron/cli/archived-messages.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'
import { saying } from '../../support/saying.ts'

const message = (seq: number, body: string | null = 'b'): ArchivedMessage => ({
  seq,
  type: 'ActiveMQObjectMessage',
  properties: { group: 'g' },
  body,
})

function archive(content: string | Buffer): string {
  const path = join(temporaryDirectory(), 'messages.jsonl')
  writeFileSync(path, content)
  return path
}

async function read(content: string | Buffer, until?: number): Promise<ArchivedMessage[]> {
  return readFile(archive(content), until)
}

async function readFile(path: string, until?: number): Promise<ArchivedMessage[]> {
  const messages: ArchivedMessage[] = []
  for await (const each of readArchivedMessages(path, until)) messages.push(each)
  return messages
}

async function failureOf(content: string | Buffer): Promise<Failure> {
  try {
    await read(content)
  } catch (error) {
    if (isFailure(error)) return error
    throw error
  }
  throw new Error('Expected the archive to be refused, but it was not.')
}

const lines = (...values: unknown[]) => values.map((value) => JSON.stringify(value)).join('\n')

describe('Archived messages', () => {
  it('are read one a line, with any line end, and without one after the last', async () => {
    const messages = [message(1), message(2, null), message(7, 'ü\n')]
    expect(await read(lines(...messages))).toEqual(messages)
    expect(await read(`\ufeff${lines(...messages).replaceAll('\n', '\r\n')}\r\n\r\n`)).toEqual(messages)
    expect(await read('')).toEqual([])
  })

  it('are whole when a line is longer than what is read at once', async () => {
    const messages = [message(1, 'é'.repeat(200_000)), message(2, 'x'.repeat(70_000)), message(3)]
    expect(await read(lines(...messages))).toEqual(messages)
  })

  it('are read up to the one wanted, and nothing is said of what comes later', async () => {
    const text = `${lines(message(1), message(5), message(6))}\ndamaged`
    expect((await read(text, 5)).map(({ seq }) => seq)).toEqual([1, 5])
    expect((await read(text, 0)).length).toBe(0)
  })

  it.each([
    { what: 'no JSON', line: '{"seq": 2, "body": "top-secret"', reason: 'it is not JSON' },
    { what: 'another form', line: '[]', reason: /expected object/ },
    { what: 'no body', line: JSON.stringify({ ...message(2), body: undefined }), reason: /^body: / },
    {
      what: 'a number for a property',
      line: lines({ ...message(2), properties: { a: 1 } }),
      reason: /^properties\.a: /,
    },
    { what: 'a seq that is no count', line: lines({ ...message(2), seq: 1.5 }), reason: /^seq: / },
    { what: 'a seq that goes back', line: lines(message(1)), reason: 'its seq 1 follows 1' },
  ])('are refused with the number of the line that holds $what', async ({ line, reason }) => {
    const { code, details } = await failureOf(`${lines(message(1))}\n${line}\n${lines(message(3))}`)
    expect(code).toBe('PLB-COMMAND-LINE-DAMAGED')
    expect(details['line']).toBe(2)
    expect(details['reason']).toEqual(saying(reason))
  })

  it('are refused when they are not UTF-8', async () => {
    const { details } = await failureOf(Buffer.from([0x7b, 0xff, 0x7d]))
    expect(details).toMatchObject({ line: 1, reason: 'it is not UTF-8' })
  })

  it('never appear in the error, since they may hold passwords', async () => {
    const refusal = await failureOf('{"seq": 1, "body": "top-secret" oh}')
    expect(`${refusal.message} ${String(refusal.cause)} ${refusal.stack}`).not.toContain('secret')
  })

  it('cannot be read from a directory or a missing file', async () => {
    const directory = temporaryDirectory()
    mkdirSync(join(directory, 'inside'))
    const codeOf = async (path: string) => {
      const error: unknown = await readFile(path).catch((reason: unknown) => reason)
      return isFailure(error) ? error.code : error
    }
    expect(await codeOf(join(directory, 'inside'))).toBe('PLB-STORAGE-NOT-A-FILE')
    expect(await codeOf(join(directory, 'missing'))).toBe('PLB-STORAGE-FILE-MISSING')
  })
})
