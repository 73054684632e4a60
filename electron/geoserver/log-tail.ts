import { isFailure } from '../errors/failure.ts'
import { hideSecrets } from '../secrets/text.ts'
import type { GeoServerClient } from './client.ts'

const path = ['logs', 'geoserver.log']
const longestLine = 300

/**
 * What a node wrote into its log since a moment. The log comes whole, so that it is only asked for when there is a
 * question it may answer.
 */
export class LogTail {
  readonly #client: Pick<GeoServerClient, 'file'>
  #mark: number | undefined

  constructor(client: Pick<GeoServerClient, 'file'>) {
    this.#client = client
  }

  /** Takes note of where the log ends now. */
  async mark(): Promise<void> {
    this.#mark = (await this.#read())?.length
  }

  /** The first error since then; undefined when there is none, or the log cannot be read. */
  async since(): Promise<string | undefined> {
    if (this.#mark === undefined) return undefined
    const log = await this.#read()
    if (log === undefined) return undefined
    // One that is shorter was begun anew.
    const fresh = log.subarray(log.length < this.#mark ? 0 : this.#mark).toString('utf8')
    const lines = fresh.split('\n')
    const line = lines.find(
      (each, at) => saysError(each) && !isAnswer(each) && !isAnswer(lines[at + 1] ?? ''),
    )
    return line === undefined ? undefined : hideSecrets(line.trim().slice(0, longestLine))
  }

  async #read(): Promise<Buffer | undefined> {
    try {
      return await this.#client.file(path)
    } catch (error) {
      if (isFailure(error)) return undefined
      throw error
    }
  }
}

function saysError(line: string): boolean {
  return /\b(ERROR|SEVERE|FATAL)\b|Exception\b/.test(line)
}

/** A node logs as an error, with an exception below, that something asked for is not there: it is asked for on purpose. */
function isAnswer(line: string): boolean {
  return / 404 NOT_FOUND\b/.test(line)
}
