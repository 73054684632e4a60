import { setImmediate } from 'node:timers/promises'
import { expect, it } from 'vitest'
import type { CatalogCall, ClusterNode, ReadableCatalog } from '../../../electron/nodes/face/cluster-node.ts'
import { withBoth } from '../../../electron/services/comparison/with-both.ts'

const call: CatalogCall = { signal: new AbortController().signal }

/** A node that is read when it is let, or when the call is aborted fails for its reason. */
function node(directory: string) {
  const reading = Promise.withResolvers<ReadableCatalog>()
  const log: string[] = []
  const withCatalog: ClusterNode['withCatalog'] = async ({ signal }, action) => {
    log.push('begun')
    signal.addEventListener('abort', () => reading.reject(signal.reason))
    try {
      return await action(await reading.promise)
    } finally {
      log.push('let go')
    }
  }
  const read = () => reading.resolve({ directory } as ReadableCatalog)
  return { withCatalog, read, fail: (because: Error) => reading.reject(because), log }
}

it('reads both at the same time, and holds both while something is done with them', async () => {
  const [left, right] = [node('left'), node('right')]
  const result = withBoth([left, right], call, (one, other) => {
    expect([...left.log, ...right.log]).toEqual(['begun', 'begun'])
    return Promise.resolve(`${one.directory} and ${other.directory}`)
  })
  expect([left.log, right.log]).toEqual([['begun'], ['begun']])
  left.read()
  right.read()
  expect(await result).toBe('left and right')
  expect([left.log, right.log]).toEqual([
    ['begun', 'let go'],
    ['begun', 'let go'],
  ])
})

it.each(['left', 'right'] as const)('ends reading the other when the %s cannot be read', async (failing) => {
  const nodes = { left: node('left'), right: node('right') }
  const result = withBoth([nodes.left, nodes.right], call, () => Promise.resolve('never'))
  if (failing === 'right') nodes.left.read()
  nodes[failing].fail(new Error('unreadable'))
  await expect(result).rejects.toThrow('unreadable')
  for (const { log } of Object.values(nodes)) expect(log).toEqual(['begun', 'let go'])
})

it('lets both go when what is done with them fails', async () => {
  const [left, right] = [node('left'), node('right')]
  left.read()
  right.read()
  const result = withBoth([left, right], call, () => Promise.reject(new Error('not to be done')))
  await expect(result).rejects.toThrow('not to be done')
  for (const { log } of [left, right]) expect(log).toEqual(['begun', 'let go'])
})

it('hears of the right one that fails long before the left one does', async () => {
  const [left, right] = [node('left'), node('right')]
  const result = withBoth([left, right], call, () => Promise.resolve())
  right.fail(new Error('right'))
  // What nobody handles by the end of a turn ends the process.
  await setImmediate()
  left.fail(new Error('left'))
  await expect(result).rejects.toThrow('left')
})
