import { z } from 'zod'
import { compareStates, readNodeState } from '../../engine/resync/compare.ts'
import { DirectoryRoot } from '../../storage/directory-root.ts'
import { localFileSystem } from '../../storage/files.ts'
import { driftForm } from './drift-form.ts'
import { runThread, threadData } from './thread.ts'

const { reference, slave, at } = threadData(
  z.object({ reference: z.string(), slave: z.string(), at: z.number() }),
)

await runThread(({ progress }) => {
  const read = (directory: string) => readNodeState(new DirectoryRoot(directory, localFileSystem))
  progress(`Reading ${reference}`)
  const left = read(reference)
  progress(`Reading ${slave}`)
  const right = read(slave)
  progress('Comparing')
  return driftForm(compareStates(left, right), left, right, at)
})
