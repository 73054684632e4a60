import { serveOwner } from '../../channel/thread.ts'
import { compareStates, readNodeState } from '../../engine/resync/compare.ts'
import { DirectoryRoot } from '../../storage/directory-root.ts'
import { localFileSystem } from '../../storage/files.ts'
import { comparisonContract } from './comparison-contract.ts'
import { driftForm } from './drift-form.ts'

serveOwner(comparisonContract, {
  services: {
    comparison: {
      compare: ({ reference, slave, at }, { progress }) => {
        const read = (directory: string) => readNodeState(new DirectoryRoot(directory, localFileSystem))
        progress({ message: `Reading ${reference}` })
        const left = read(reference)
        progress({ message: `Reading ${slave}` })
        const right = read(slave)
        progress({ message: 'Comparing' })
        return driftForm(compareStates(left, right), left, right, at)
      },
    },
  },
  sources: {},
})
