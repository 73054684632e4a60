import type { CatalogCall, ClusterNode, ReadableCatalog } from '../../nodes/face/cluster-node.ts'

type Readable = Pick<ClusterNode, 'withCatalog'>

/**
 * Reads two nodes side by side, since over REST each may take minutes. When one cannot be read, the other is not read
 * to its end.
 * @throws what reading either throws; what the action throws
 */
export async function withBoth<Result>(
  [left, right]: readonly [Readable, Readable],
  call: CatalogCall,
  action: (left: ReadableCatalog, right: ReadableCatalog) => Promise<Result>,
): Promise<Result> {
  const failed = new AbortController()
  const both = { ...call, signal: AbortSignal.any([call.signal, failed.signal]) }
  const readRight = Promise.withResolvers<ReadableCatalog>()
  const done = Promise.withResolvers<void>()
  const holding = right.withCatalog(both, (catalog) => {
    readRight.resolve(catalog)
    return done.promise
  })
  holding.catch((error: unknown) => readRight.reject(error))
  // The left one may fail before anybody waits for the right one.
  readRight.promise.catch(() => undefined)
  try {
    return await left.withCatalog(both, async (catalog) => action(catalog, await readRight.promise))
  } catch (error) {
    failed.abort(error)
    throw error
  } finally {
    done.resolve()
    await Promise.allSettled([holding, readRight.promise])
  }
}
