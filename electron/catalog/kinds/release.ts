/** A release of GeoServer as the table of kinds names it: a whole line (`2.28`), or one of a line (`2.27.3`). */
export type Release = `${number}.${number}` | `${number}.${number}.${number}`

/** The release a GeoServer says it is (`2.27.6`, `2.28-SNAPSHOT`, `3.0-RC`); undefined when it says nothing of the kind. */
export function parseRelease(text: string): Release | undefined {
  const [, major, minor, patch] = /^\s*(\d{1,3})\.(\d{1,3})(?:\.(\d{1,3}))?(?!\d)/.exec(text) ?? []
  if (major === undefined || minor === undefined) return undefined
  const line: Release = `${Number(major)}.${Number(minor)}`
  return patch === undefined ? line : `${line}.${Number(patch)}`
}

/** Whether a release is that one or a later one; a whole line counts as its first release. */
export function isSince(release: Release, first: Release): boolean {
  const [left, right] = [release, first].map((each) => each.split('.').map(Number))
  for (let place = 0; place < 3; place += 1) {
    const difference = (left?.[place] ?? 0) - (right?.[place] ?? 0)
    if (difference !== 0) return difference > 0
  }
  return true
}
