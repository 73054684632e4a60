import type { HandlersOf } from '../../contract/procedure.ts'
import { compareStates } from '../../engine/resync/compare.ts'
import type { NodeDirectory } from '../../engine/resync/node-directory.ts'
import { withParted } from '../../engine/resync/stock/stock-reader.ts'
import { say } from '../../sentences/say.ts'
import type { directoriesContract } from './directories-contract.ts'
import { driftData } from './drift-data.ts'
import { knownDirectory, openedDirectory } from './known-directories.ts'

/** What the thread does for comparisons. */
export const comparing: HandlersOf<(typeof directoriesContract)['procedures']['comparison']> = {
  compare: async ({ reference, slave, at }, { progress }) => {
    // Of a node elsewhere there is a copy, which is gone the next time.
    const open = reference.isCopy || slave.isCopy ? openedDirectory : knownDirectory
    const read = async (reader: NodeDirectory, { splits }: typeof reference) => {
      progress({ message: say('comparison.reading', { node: reader.place }) })
      const state = await reader.read()
      return splits.length === 0 ? state : withParted(state, splits)
    }
    const master = open(reference.directory)
    const left = await read(master, reference)
    const right = await read(open(slave.directory, master), slave)
    progress({ message: say('comparison.comparing') })
    return driftData(compareStates(left, right), left, right, at)
  },
}
