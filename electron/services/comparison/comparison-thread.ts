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
        const read = async (reader: NodeDirectory, { splits }: typeof reference) => {
          progress({ message: say('comparison.reading', { node: reader.place }) })
          return withParted(await reader.read(), splits)
        }
        const directoryOf = ({ directory }: typeof reference, other?: NodeDirectory) =>
          new NodeDirectory(new DirectoryRoot(directory, localFileSystem), undefined, other)
        const master = directoryOf(reference)
        const left = await read(master, reference)
        const right = await read(directoryOf(slave, master), slave)
        progress({ message: say('comparison.comparing') })
        return driftForm(compareStates(left, right), left, right, at)
      },
    },
  },
  sources: {},
})
