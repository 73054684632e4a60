import type { KeyObject } from 'node:crypto'
import { z } from 'zod'
import { wordingOf } from '../errors/failure.ts'
import { say } from '../sentences/say.ts'
import type { Wording } from '../sentences/sentence.ts'
import { localFileSystem } from '../storage/files.ts'
import { parseJson } from '../text/json.ts'
import { publicKeyFrom } from './update-signature.ts'

/** Where newer versions come from, and whose they must be. */
export interface UpdateSource {
  readonly feed: string
  readonly key: KeyObject
}

const feedVariable = 'PLUMBLINE_UPDATE_FEED'
const packaged = z.object({ feed: z.string(), key: z.string() })
const longestFile = 16_384

/** There is a source, or none, and then a reason for it unless none is named. */
export interface FoundSource {
  readonly source?: UpdateSource
  readonly reason?: Wording
}

/**
 * The source whoever packed the app put into it. The feed may be another one, named in the environment variable
 * PLUMBLINE_UPDATE_FEED; the key may not. No page has a say in either.
 */
export function findUpdateSource(
  path: string,
  environment: Readonly<Record<string, string | undefined>>,
): FoundSource {
  try {
    const { feed, key } = packaged.parse(
      parseJson(localFileSystem.readFile(path, longestFile).toString('utf8')),
    )
    const named = environment[feedVariable] ?? ''
    const address = named === '' ? feed : named
    if (address === '') return {}
    if (!isUsable(address)) return { reason: say('log.feedUnusable') }
    if (key === '') return { reason: say('log.noKey') }
    const publicKey = publicKeyFrom(key)
    if (publicKey === undefined) return { reason: say('log.wrongKey') }
    return { source: { feed: address, key: publicKey } }
  } catch (error) {
    return { reason: wordingOf(error) }
  }
}

function isUsable(feed: string): boolean {
  const url = URL.parse(feed)
  return url?.protocol === 'https:' && url.username === '' && url.password === ''
}
