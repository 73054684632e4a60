import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { extname, join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { failure } from '../errors/failure.ts'
import { say } from '../sentences/say.ts'

const largestTotal = 64 * 1024 * 1024
const mostFiles = 2000
/** Below this, compressing saves nothing worth the header. */
const smallestCompressed = 1024

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
}

const compressible = new Set(['.html', '.js', '.css', '.json', '.svg', '.webmanifest'])

export type Encoding = 'br' | 'gzip' | 'identity'

export interface RendererFile {
  readonly type: string
  readonly etag: string
  /** Whether its name changes with its content, so that it may be kept for ever. */
  readonly isImmutable: boolean
  readonly encodings: readonly Encoding[]
  readonly body: (encoding: Encoding) => Promise<Buffer>
}

/**
 * The built renderer, read into memory as a whole: what is not in it cannot be asked for, whatever the path says.
 * Compressed bodies are made when they are first asked for and kept.
 * @throws PLB-SERVE-NO-USER-INTERFACE, and the error of the file system when it cannot be read
 */
export function readRendererFiles(directory: string): ReadonlyMap<string, RendererFile> {
  const files = new Map<string, RendererFile>()
  let total = 0
  for (const name of filesBelow(directory)) {
    const path = join(directory, name)
    total += statSync(path).size
    if (total > largestTotal || files.size >= mostFiles) {
      throw failure('PLB-SERVE-NO-USER-INTERFACE', { reason: say('start.tooLarge', { directory }) })
    }
    files.set(name, rendererFile(name, readFileSync(path)))
  }
  return files
}

/** Paths as addresses have them. Entries of Electron's archives do not say where they lie, so this goes step by step. */
function* filesBelow(directory: string, prefix = ''): Generator<string> {
  for (const entry of readdirSync(join(directory, prefix), { withFileTypes: true })) {
    const name = `${prefix}${entry.name}`
    if (entry.isDirectory()) yield* filesBelow(directory, `${name}/`)
    else if (entry.isFile()) yield name
  }
}

const compress = { br: promisify(brotliCompress), gzip: promisify(gzip) }

function rendererFile(name: string, content: Buffer): RendererFile {
  const extension = extname(name)
  const encodings: readonly Encoding[] =
    compressible.has(extension) && content.length >= smallestCompressed
      ? ['br', 'gzip', 'identity']
      : ['identity']
  const bodies = new Map<Encoding, Promise<Buffer>>([['identity', Promise.resolve(content)]])
  return {
    type: types[extension] ?? 'application/octet-stream',
    etag: `"${createHash('sha256').update(content).digest('base64url').slice(0, 22)}"`,
    // As Vite names what it builds: `index-BfDq0x3k.js`.
    isImmutable: /-[\w-]{8}\.\w+$/.test(name),
    encodings,
    body: (encoding) => {
      const wanted = encodings.includes(encoding) ? encoding : 'identity'
      const made = bodies.get(wanted) ?? compressed(content, wanted)
      bodies.set(wanted, made)
      return made
    },
  }
}

function compressed(content: Buffer, encoding: Encoding): Promise<Buffer> {
  if (encoding === 'br') {
    return compress.br(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } })
  }
  return encoding === 'gzip' ? compress.gzip(content) : Promise.resolve(content)
}
