/** A release of GeoServer as the table of kinds names it: a whole line (`2.28`), or one of a line (`2.27.3`). */
export type Release = `${number}.${number}` | `${number}.${number}.${number}`

/** Whether a release is that one or a later one; a whole line counts as its first release. */
export function isSince(release: Release, first: Release): boolean {
  const [left, right] = [release, first].map((each) => each.split('.').map(Number))
  for (let place = 0; place < 3; place += 1) {
    const difference = (left?.[place] ?? 0) - (right?.[place] ?? 0)
    if (difference !== 0) return difference > 0
  }
  return true
}
