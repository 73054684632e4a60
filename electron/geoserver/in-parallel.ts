/**
 * Does something with each item, several at once, and hands over what came of it as it comes. Who stops listening, or a
 * failure, keeps the rest from being begun.
 */
export async function* inParallel<Item, Result>(
  items: Iterable<Item>,
  width: number,
  task: (item: Item) => Promise<Result>,
): AsyncGenerator<Result, void, undefined> {
  const source = items[Symbol.iterator]()
  const running = new Map<number, Promise<{ readonly key: number; readonly result: Result }>>()
  let key = 0
  const begin = (): void => {
    while (running.size < width) {
      const next = source.next()
      if (next.done === true) return
      const own = key
      key += 1
      running.set(
        own,
        task(next.value).then((result) => ({ key: own, result })),
      )
    }
  }
  try {
    begin()
    while (running.size > 0) {
      const finished = await Promise.race(running.values())
      running.delete(finished.key)
      begin()
      yield finished.result
    }
  } finally {
    // Nobody waits for these any more; what becomes of them is not an error of its own.
    await Promise.allSettled(running.values())
  }
}
