import type { RelativePath } from '../storage/directory-root.ts'
import type { DirectoryEntry } from '../storage/files.ts'
import { fileNames } from './locations.ts'
import type { UnsentArea } from '../sentences/kinds.ts'

/** What a data directory holds of an area no message carries. */
export interface Unsent {
  readonly area: UnsentArea
  /** Files and directories, below the root, names joined by `/`. */
  readonly places: readonly string[]
}

/** Files and directories of the root by what they are; what a node keeps or makes for itself alone is left out. */
const ofTheRoot: Readonly<Record<string, UnsentArea | null>> = {
  security: 'security',
  gwc: 'tiles',
  'gwc-layers': 'tiles',
  'gwc-gs.xml': 'tiles',
  'geowebcache.xml': 'tiles',
  templates: 'templates',
  data: 'data',
  coverages: 'data',
  workspaces: null,
  layergroups: null,
  styles: null,
  cluster: null,
  logs: null,
  legendsamples: null,
  monitoring: null,
  temp: null,
  tmp: null,
}

/** Stands for all in a directory that could not be listed. */
export const unlistedMark = '.plumbline-unlisted'

/** Collects what lies in a data directory besides its configuration: it is never sent, and so never compared. */
export class UnsentFiles {
  readonly #places = new Map<UnsentArea, string[]>()
  readonly #besideStyles: string[] = []

  addRoot(entries: readonly DirectoryEntry[]): void {
    for (const { name, kind } of entries) {
      if (name === unlistedMark) this.#unlisted([])
      const area = Object.hasOwn(ofTheRoot, name) ? ofTheRoot[name] : otherOfTheRoot(name, kind)
      if (area !== null && area !== undefined) this.#add(area, [name])
    }
  }

  /** A directory among the configuration that holds none. */
  addDirectory(path: RelativePath): void {
    this.#add(path.at(-1) === 'templates' ? 'templates' : 'data', path)
  }

  /** The files that lie beside the configuration of a workspace, store or resource. */
  addOthers(path: RelativePath, entries: readonly DirectoryEntry[]): void {
    for (const { name, kind } of entries) {
      if (name === unlistedMark) {
        this.#unlisted(path)
        continue
      }
      // In the directory of a workspace, any may be the configuration of a service.
      const isConfiguration = name.endsWith('.xml') && (path.length === 2 || configurationFiles.has(name))
      if (kind === 'directory' || isConfiguration) continue
      this.#add(name.endsWith('.ftl') ? 'templates' : 'data', [...path, name])
    }
  }

  /** What lies beside styles; their rules are taken out in the end. */
  addStyles(path: RelativePath, entries: readonly DirectoryEntry[]): void {
    for (const { name } of entries) {
      // A style that is removed leaves its rules behind as a backup.
      if (!/\.bak(?:\.\d+)?$/.test(name)) this.#besideStyles.push([...path, name].join('/'))
    }
  }

  /** @param styleFiles paths of the configuration and the rules of styles */
  all(styleFiles: ReadonlySet<string>): readonly Unsent[] {
    const graphics = this.#besideStyles.filter((place) => !styleFiles.has(place))
    const found = [...this.#places].map(([area, places]) => ({ area, places }))
    return graphics.length === 0 ? found : [...found, { area: 'graphics', places: graphics }]
  }

  #unlisted(path: RelativePath): void {
    for (const area of ['templates', 'data', 'other'] as const) this.#add(area, [...path, unlistedMark])
  }

  #add(area: UnsentArea, path: RelativePath): void {
    const places = this.#places.get(area)
    if (places === undefined) this.#places.set(area, [path.join('/')])
    else places.push(path.join('/'))
  }
}

const configurationFiles: ReadonlySet<string> = new Set([...Object.values(fileNames), 'layer.xml'])

/** Files in the root that are no configuration of ours belong to extensions; so do directories. */
function otherOfTheRoot(name: string, kind: DirectoryEntry['kind']): UnsentArea | null {
  if (name.endsWith('.ftl')) return 'templates'
  const isConfiguration = kind !== 'directory' && (name.endsWith('.xml') || name.startsWith('.'))
  return isConfiguration ? null : 'other'
}
