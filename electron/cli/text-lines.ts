import { createReadStream } from 'node:fs'
import { resolve } from 'node:path'
import { failure } from '../errors/failure.ts'
import { fileFailure } from '../storage/file-failure.ts'
import { localFileSystem } from '../storage/files.ts'
import type { Wording } from '../sentences/sentence.ts'
import { say } from '../sentences/say.ts'

/** Bytes of one line; brokers refuse larger messages by default. */
const longestLine = 128 * 1024 * 1024
const lineFeed = 0x0a

/** A line of a text, or why it is none. */
export type TextLine = { readonly text: string } | { readonly problem: Wording }

/**
 * Reads a file line by line, however large it is; a line that is too long is the last.
 * @param path `-` for standard input
 * @throws PLB-STORAGE-… when the file is missing, cannot be read or is none
 */
export async function* readTextLines(path: string): AsyncGenerator<TextLine> {
  for await (const bytes of linesOf(path === '-' ? standardInput() : fileContent(resolve(path)))) {
    if (bytes === undefined) yield { problem: say('cli.lineTooLong', { limit: longestLine }) }
    else yield decoded(bytes)
  }
}

const utf8 = new TextDecoder('utf-8', { fatal: true })

function decoded(bytes: Buffer): TextLine {
  try {
    return { text: utf8.decode(bytes) }
  } catch {
    return { problem: say('cli.notUtf8') }
  }
}

/** Lines without their ends; undefined, and then nothing more, for one that is too long. */
async function* linesOf(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer | undefined> {
  let parts: Buffer[] = []
  let length = 0
  for await (const chunk of chunks) {
    let start = 0
    for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, start)) {
      yield Buffer.concat([...parts, chunk.subarray(start, end)])
      parts = []
      length = 0
      start = end + 1
    }
    parts.push(chunk.subarray(start))
    length += chunk.length - start
    if (length > longestLine) {
      yield undefined
      return
    }
  }
  if (length > 0) yield Buffer.concat(parts)
}

async function* fileContent(file: string): AsyncGenerator<Buffer> {
  // Reading a pipe twice is not possible, and some callers do.
  const kind = localFileSystem.stat(file)?.kind
  if (kind !== undefined && kind !== 'file') throw failure('PLB-STORAGE-NOT-A-FILE', { path: file })
  yield* chunksOf(createReadStream(file), file)
}

function standardInput(): AsyncGenerator<Buffer> {
  return chunksOf(process.stdin, say('cli.standardInput'))
}

async function* chunksOf(stream: AsyncIterable<unknown>, name: Wording): AsyncGenerator<Buffer> {
  try {
    for await (const chunk of stream) if (Buffer.isBuffer(chunk)) yield chunk
  } catch (error) {
    throw fileFailure(error, 'read', name)
  }
}
