import { resourceKinds } from '../../catalog/kinds/property.ts'
import { childText } from '../../xml/element.ts'
import type { ResourceFile } from '../client.ts'
import { documentIn } from '../document-in.ts'
import type { Split } from './files-to-read.ts'

type Files = ReadonlyMap<string, ResourceFile>

/**
 * Directories of workspaces that lost their workspace.xml. A GeoServer says that it ignores one, and loads what lies in
 * its stores all the same, in place of what has the same ids.
 */
export function halfWorkspaces(files: Files): readonly string[] {
  return [...files.keys()].flatMap((path) => {
    const directory = /^(workspaces\/[^/]+)\/namespace\.xml$/.exec(path)?.[1]
    return directory === undefined || files.has(`${directory}/workspace.xml`) ? [] : [directory]
  })
}

/**
 * Paths of files a copy may be served in place of: in the workspace a half one was copied from, and in a store with a
 * resource nobody serves by its place, of which a GeoServer loads the one its disk lists first.
 */
export function copiedOver(files: Files, splits: readonly Split[]): readonly string[] {
  const places = [
    ...halfWorkspaces(files).flatMap((directory) => {
      const body = files.get(`${directory}/namespace.xml`)?.content
      const root = body === undefined ? undefined : documentIn({ body })
      const prefix = root && childText(root, 'prefix')
      return prefix === undefined ? [] : `workspaces/${prefix}/`
    }),
    ...splits.flatMap(({ side, kind, path }) =>
      side === 'files' && resourceKinds.some((each) => each === kind)
        ? `${path.split('/').slice(0, -2).join('/')}/`
        : [],
    ),
  ]
  return places.length === 0
    ? []
    : [...files.keys()].filter((path) => places.some((place) => path.startsWith(place)))
}
