import { cpSync } from 'node:fs'
import { z } from 'zod'
import { createFileSystem } from '../../storage/files.ts'
import { nodeFileSystemCalls } from '../../storage/file-system-calls.ts'
import { runThread, threadData } from '../comparison/thread.ts'
import { buildDemoCatalog } from './build-catalog.ts'
import { makeSeedDirectory } from './seed.ts'

const { first, others } = threadData(z.object({ first: z.string(), others: z.array(z.string()) }))

/** Should the power fail while the demo is made, it is made again: waiting for the disk some thousand times is not worth it. */
const hastyFileSystem = createFileSystem({
  ...nodeFileSystemCalls,
  sync: () => undefined,
  syncDirectory: () => undefined,
})

await runThread(() => {
  makeSeedDirectory(first)
  buildDemoCatalog(first, hastyFileSystem, Date.now)
  for (const other of others) cpSync(first, other, { recursive: true })
  return null
})
