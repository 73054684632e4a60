import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { z } from 'zod'
import type { Sealer } from '../../../storage/secrets.ts'
import type { ArchivableMessage } from './archivable-message.ts'

/** What of a message holds passwords, and so is kept under seal. */
type Content = Pick<ArchivableMessage, 'properties' | 'headers' | 'problem' | 'body'>

const head = z.object({
  properties: z.record(z.string(), z.string()),
  headers: z.record(z.string(), z.string()),
  problem: z.string().nullable(),
  hasBody: z.boolean(),
})

/** XML shrinks to a quarter; more effort would not gain much. */
const compression = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }
const longestContent = 256 * 1024 * 1024
const lineFeed = 0x0a

/** One line of JSON and the body, compressed and sealed together. */
export function sealContent({ properties, headers, problem, body }: Content, sealer: Sealer): Buffer {
  const line = JSON.stringify({ properties, headers, problem, hasBody: body !== null })
  return sealer.sealBytes(zstdCompressSync(Buffer.from(`${line}\n${body ?? ''}`, 'utf8'), compression))
}

/** @throws PLB-STORAGE-SECRET-… */
export function openContent(sealed: Uint8Array, sealer: Sealer): Content {
  const bytes = zstdDecompressSync(sealer.openBytes(sealed), { maxOutputLength: longestContent })
  const end = bytes.indexOf(lineFeed)
  const { hasBody, ...rest } = head.parse(JSON.parse(bytes.toString('utf8', 0, end)))
  return { ...rest, body: hasBody ? bytes.toString('utf8', end + 1) : null }
}
