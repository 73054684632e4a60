import type { GeoServerClient } from '../client.ts'

const deepest = 5
const fileLimit = 5_000
/** What belongs to a style itself, is left over from one, or is put there for a moment by Plumbline. */
const ofStyles = /\.(xml|sld|css|ysld|yaml|yml|json|mbstyle|bak)$|^plumbline-.*\.txt$/i

/**
 * Files that lie beside the styles of a node and that these draw with, such as icons and fonts; no message carries them.
 * @throws PLB-GEOSERVER-…; the signal's reason
 */
export async function styleAttachments(
  client: GeoServerClient,
  workspaces: readonly string[],
  signal?: AbortSignal,
): Promise<readonly (readonly string[])[]> {
  const found: string[][] = []
  const open = [['styles'], ...workspaces.map((name) => ['workspaces', name, 'styles'])].map((path) => ({
    path,
    depth: 0,
  }))
  for (const { path, depth } of open) {
    for (const { name, isDirectory } of (await client.list(path, signal)) ?? []) {
      if (found.length >= fileLimit) return found
      if (!isDirectory && !isOfStyle(name)) found.push([...path, name])
      // A list goes through what is added to it on the way as well.
      if (isDirectory && depth < deepest) open.push({ path: [...path, name], depth: depth + 1 })
    }
  }
  return found
}

/** Whether a file in a directory of styles is one of a style itself. */
export function isOfStyle(name: string): boolean {
  return ofStyles.test(name)
}
