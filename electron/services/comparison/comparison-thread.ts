import { serveOwner } from '../../channel/thread.ts'
import { compareStates } from '../../engine/resync/compare.ts'
import { withParted } from '../../engine/resync/stock/stock-reader.ts'
import { NodeDirectory } from '../../engine/resync/node-directory.ts'
import { DirectoryRoot } from '../../storage/directory-root.ts'
import { localFileSystem } from '../../storage/files.ts'
import { comparisonContract } from './comparison-contract.ts'
import { driftData } from './drift-data.ts'
import { say } from '../../sentences/say.ts'

/** Directories that are there the next time as well, by their paths, with what is remembered of them. */
const known = new Map<string, NodeDirectory>()

serveOwner(comparisonContract, {
  services: {
    comparison: {
      compare: async ({ reference, slave, at }, { progress }) => {
        const isLasting = !reference.isCopy && !slave.isCopy
        const directoryOf = ({ directory }: typeof reference, other?: NodeDirectory) => {
          const found = isLasting ? known.get(directory) : undefined
          const opened =
            found ?? new NodeDirectory(new DirectoryRoot(directory, localFileSystem), undefined, other)
          if (isLasting) known.set(directory, opened)
          return opened
        }
        const read = async (reader: NodeDirectory, { splits }: typeof reference) => {
          progress({ message: say('comparison.reading', { node: reader.place }) })
          const state = await reader.read()
          return splits.length === 0 ? state : withParted(state, splits)
        }
        const master = directoryOf(reference)
        const left = await read(master, reference)
        const right = await read(directoryOf(slave, master), slave)
        progress({ message: say('comparison.comparing') })
        return driftData(compareStates(left, right), left, right, at)
      },
    },
  },
  sources: {},
})
