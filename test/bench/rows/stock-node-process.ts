import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeLargeDirectory } from '../../support/large-directory.ts'
import { listen } from '../../../electron/imitation/serve.ts'
import { StockNode } from '../../../electron/imitation/stock-node.ts'

/* An imitation of a stock node with so many layers, in a process of its own; it says where it is and ends with its input. */

const layers = Number(process.argv[2] ?? '500')
const seed = mkdtempSync(join(tmpdir(), 'plumbline-bench-'))
writeLargeDirectory(seed, { workspaces: 1, layers, styles: 28 })
const node = new StockNode({ properties: { instanceName: 'bench' }, seed })
rmSync(seed, { recursive: true })
const { url, close } = await listen(node)
process.stdout.write(`${url}\n`)
process.stdin.resume().once('end', close)
