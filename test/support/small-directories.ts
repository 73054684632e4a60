import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { compareStates, readNodeState, type StateComparison } from '../../electron/engine/resync/compare.ts'
import { directoryRoot } from './data-directories.ts'
import { temporaryDirectory } from './temporary-directory.ts'

export type Files = Readonly<Record<string, string>>

/** The folder of a case from the field. */
export function casePath(name: string): string {
  return join(import.meta.dirname, '../fixtures/cases', name)
}

/** A copy of a case from the field, to be changed. */
export function copyOfCase(name: string): string {
  const path = temporaryDirectory()
  cpSync(casePath(name), path, { recursive: true })
  return path
}

/** A workspace called alpha with a store, a feature type and its layer, each in the usual place. */
export const alpha: Files = {
  'workspaces/default.xml': '<workspace><id>ws1</id><name>alpha</name></workspace>',
  'workspaces/alpha/workspace.xml': '<workspace><id>ws1</id><name>alpha</name></workspace>',
  'workspaces/alpha/namespace.xml':
    '<namespace><id>ns1</id><prefix>alpha</prefix><uri>http://alpha.example</uri></namespace>',
  'workspaces/alpha/store1/datastore.xml':
    '<dataStore><id>ds1</id><name>store1</name><enabled>true</enabled><workspace><id>ws1</id></workspace></dataStore>',
  'workspaces/alpha/store1/roads/featuretype.xml': featureType('ft1', 'roads'),
  'workspaces/alpha/store1/roads/layer.xml': layer('l1', 'ft1'),
}

export function featureType(id: string, name: string, title = 'Roads'): string {
  return `<featureType><id>${id}</id><name>${name}</name><nativeName>${name}</nativeName><namespace><id>ns1</id></namespace><title>${title}</title><enabled>true</enabled><store class="dataStore"><id>ds1</id></store></featureType>`
}

export function layer(id: string, resource: string): string {
  return `<layer><id>${id}</id><type>VECTOR</type><resource class="featureType"><id>${resource}</id></resource></layer>`
}

export function style(id: string, name: string, more = ''): string {
  return `<style><id>${id}</id><name>${name}</name>${more}<filename>${name}.sld</filename></style>`
}

/** The same files under other names: each path that begins with a key begins with its value instead. */
export function renamed(files: Files, names: Readonly<Record<string, string>>): Files {
  return Object.fromEntries(
    Object.entries(files).map(([path, content]) => {
      const from = Object.keys(names).find((name) => path.startsWith(name))
      return [from === undefined ? path : (names[from] ?? '') + path.slice(from.length), content]
    }),
  )
}

/** Makes a data directory of these files; one undefined is left out. */
export function directoryOf(
  files: Readonly<Record<string, string | Buffer | undefined>>,
  path?: string,
): string {
  const root = path ?? temporaryDirectory()
  for (const [name, content] of Object.entries(files)) {
    if (content === undefined) continue
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), content)
  }
  return root
}

/** Compares two data directories as the faces do. */
export function compare(left: string, right: string): StateComparison {
  return compareStates(readNodeState(directoryRoot(left)), readNodeState(directoryRoot(right)))
}

/** What a comparison found, one line each. */
export function findings({ entries, unread }: StateComparison): readonly string[] {
  return [
    ...entries.map((entry) =>
      entry.type === 'defaultWorkspace'
        ? `default workspace ${entry.left ?? 'none'} -> ${entry.right ?? 'none'}`
        : `${entry.type} ${entry.kind} ${entry.title}${
            entry.type === 'different'
              ? `: ${entry.properties.map(({ property }) => property).join(', ')}`
              : ''
          }`,
    ),
    ...unread.map(({ side, path }) => `unread ${side} ${path}`),
  ]
}

/** What is said of a directory, one line each. */
export function remarks(path: string): readonly string[] {
  return readNodeState(directoryRoot(path)).problems.map(
    ({ effect, path: place, failure }) => `${effect} ${place}: ${failure.code}`,
  )
}
