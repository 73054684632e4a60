/** A GeoServer whose log can be looked at. */
export interface LoggingNode {
  readonly instanceName: string
  /**
   * When its log was written last, to the millisecond.
   * @param stirs whether it is asked first for something it does not have, of which it writes down that it has not
   * @returns undefined when it does not tell
   */
  logTime(stirs: boolean): Promise<string | undefined>
}

/**
 * Nodes on one data directory, of some that may be: what one of them has just written into its log, the others see at the
 * same millisecond. Copies of one directory have logs of their own.
 * @returns for each of which that can be told, those it shares its directory with
 */
export async function sharingDirectory(
  nodes: readonly LoggingNode[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, readonly string[]>()
  for (let open = nodes; open.length > 1;) {
    const [first, ...others] = open
    if (first === undefined) break
    const before = await first.logTime(false)
    const time = await first.logTime(true)
    // What does not move says nothing: a log may lie elsewhere, and an old one be a copy.
    const isStirred = time !== undefined && time !== before
    const times = await Promise.all(isStirred ? others.map(async (each) => each.logTime(false)) : [])
    const same = others.filter((_, at) => isStirred && times[at] === time)
    const names = [first, ...same].map(({ instanceName }) => instanceName)
    for (const name of isStirred ? names : [])
      found.set(
        name,
        names.filter((each) => each !== name),
      )
    open = others.filter((each) => !same.includes(each))
  }
  return found
}
