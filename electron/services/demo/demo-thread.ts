import { cpSync } from 'node:fs'
import { serveOwner } from '../../channel/thread.ts'
import { createFileSystem } from '../../storage/files.ts'
import { nodeFileSystemCalls } from '../../storage/file-system-calls.ts'
import { buildDemoCatalog } from './build-catalog.ts'
import { demoContract } from './sample-directories.ts'
import { makeSeedDirectory } from './seed.ts'

/** Should the power fail while the demo is made, it is made again: waiting for the disk some thousand times is not worth it. */
const hastyFileSystem = createFileSystem({
  ...nodeFileSystemCalls,
  sync: () => undefined,
  syncDirectory: () => undefined,
})

serveOwner(demoContract, {
  services: {
    demo: {
      makeDirectories: ({ first, others }) => {
        makeSeedDirectory(first)
        buildDemoCatalog(first, hastyFileSystem, Date.now)
        for (const other of others) cpSync(first, other, { recursive: true })
        return {}
      },
    },
  },
  sources: {},
})
