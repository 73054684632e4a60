import { serveOwner } from '../../channel/thread.ts'
import { compareStates } from '../../engine/resync/compare.ts'
import { withParted } from '../../engine/resync/stock/stock-reader.ts'
import { NodeDirectory } from '../../engine/resync/node-directory.ts'
import { DirectoryRoot } from '../../storage/directory-root.ts'
import { localFileSystem } from '../../storage/files.ts'
import { comparisonContract } from './comparison-contract.ts'
import { driftForm } from './drift-form.ts'
import { say } from '../../sentences/say.ts'

serveOwner(comparisonContract, {
  services: {
    comparison: {
      compare: async ({ reference, slave, at }, { progress }) => {
        const read = async ({ directory, splits }: typeof reference) =>
          withParted(await new NodeDirectory(new DirectoryRoot(directory, localFileSystem)).read(), splits)
        progress({ message: say('comparison.reading', { node: reference.directory }) })
        const left = await read(reference)
        progress({ message: say('comparison.reading', { node: slave.directory }) })
        const right = await read(slave)
        progress({ message: say('comparison.comparing') })
        return driftForm(compareStates(left, right), left, right, at)
      },
    },
  },
  sources: {},
})
