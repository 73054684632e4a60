import { say } from '../sentences/say.ts'
import { failure } from '../errors/failure.ts'
import { fileFailure } from '../storage/file-failure.ts'
import { localFileSystem } from '../storage/files.ts'

/**
 * The text of a file someone named on the command line.
 * @param path `-` for standard input
 * @param limit bytes it may have
 * @throws PLB-STORAGE-…
 */
export async function readText(path: string, limit: number): Promise<string> {
  if (path !== '-') return localFileSystem.readFile(path, limit).toString('utf8')
  const parts: Buffer[] = []
  let size = 0
  try {
    for await (const part of process.stdin) {
      const bytes = Buffer.from(part as Uint8Array)
      size += bytes.length
      if (size > limit) throw failure('PLB-STORAGE-FILE-TOO-LARGE', { path: say('cli.standardInput'), limit })
      parts.push(bytes)
    }
  } catch (error) {
    throw fileFailure(error, 'read', say('cli.standardInput'))
  }
  return Buffer.concat(parts).toString('utf8')
}
