import { createHash } from 'node:crypto'
import { isFailure } from '../errors/failure.ts'
import type { DirectoryRoot, RelativePath } from '../storage/directory-root.ts'
import { childOf, type XmlElement } from '../xml/element.ts'
import { parseXmlFile } from '../xml/parse.ts'
import { unlistedMark, type Unsent } from './unsent.ts'

/** What tells each thing of an area from another one of its name; null where only that it is there is known. */
export type UnsentItems = ReadonlyMap<string, string | null>

const longestFile = 1024 * 1024
const mostItems = 20_000
const deepest = 3
/** Files of rules, a line each. */
export const ruleFiles: readonly string[] = ['layers.properties', 'services.properties', 'rest.properties']
/** Where the configuration of tiles is, as far as it is no tile. */
export const tileFiles: readonly RelativePath[] = [['gwc-gs.xml'], ['gwc', 'geowebcache.xml']]

/**
 * What lies in an area no message carries, thing by thing: users, roles and rules by their names and without anything
 * secret, tile layers, templates and graphics by their contents. Data and what extensions keep are known by name alone.
 */
export function unsentItems(root: DirectoryRoot, { area, places }: Unsent): UnsentItems {
  const items = new Items(root)
  if (area === 'security') items.security()
  else if (area === 'tiles') {
    for (const path of tileFiles) items.file(path)
    items.below(['gwc-layers'], deepest)
  } else {
    for (const place of places) {
      if (place.endsWith(unlistedMark)) items.add(place.slice(0, -unlistedMark.length), null)
      else if (area === 'templates' || area === 'graphics') items.below(place.split('/'), 0)
      else items.add(place, null)
    }
  }
  return items.found
}

/** Names of what one side has alone, or has otherwise than the other. */
export function unlikeItems(left: UnsentItems, right: UnsentItems): readonly string[] {
  const names = [...new Set([...left.keys(), ...right.keys()])]
  // What all names of some things begin with stands for all of these, which could not be read.
  const unread = names.filter((name) => name === '' || /\/$|^security\/.* $/.test(name))
  return names
    .filter((name) => {
      if (unread.some((each) => name.startsWith(each))) return false
      const [one, other] = [left.get(name), right.get(name)]
      if (one === undefined || other === undefined) return true
      return one !== null && other !== null && one !== other
    })
    .toSorted()
}

class Items {
  readonly found = new Map<string, string | null>()
  readonly #root: DirectoryRoot

  constructor(root: DirectoryRoot) {
    this.#root = root
  }

  add(name: string, value: string | null): void {
    if (this.found.size < mostItems) this.found.set(name, value)
  }

  file(path: RelativePath): void {
    const content = this.#read(path)
    if (content === undefined) return
    // An empty file stands for one that was seen and not read.
    this.add(path.join('/'), content === null || content.length === 0 ? null : digestOf(content))
  }

  below(path: RelativePath, depth: number): void {
    const entries = this.#list(path)
    if (entries === undefined) this.file(path)
    for (const { name, kind } of entries ?? []) {
      if (kind !== 'directory') this.file([...path, name])
      else if (depth < deepest) this.below([...path, name], depth + 1)
    }
  }

  security(): void {
    for (const name of ruleFiles) this.#rules(name)
    for (const { name } of this.#list(['security', 'role']) ?? [])
      this.#registry(['security', 'role', name, 'roles.xml'], (root) => {
        for (const { attributes } of childOf(root, 'roleList')?.children ?? [])
          this.add(`security/role/${name}/${attributes.id ?? ''}`, attributes.parentID ?? '-')
        for (const list of ['userList', 'groupList'])
          for (const { attributes, children } of childOf(root, list)?.children ?? []) {
            const whose = attributes.username ?? attributes.groupname ?? ''
            const roles = children.map((each) => each.attributes.roleID ?? '').toSorted()
            this.add(`security/role/${name}/${list}/${whose}`, roles.join(' '))
          }
      })
    for (const { name } of this.#list(['security', 'usergroup']) ?? [])
      this.#registry(['security', 'usergroup', name, 'users.xml'], (root) => {
        for (const { attributes } of childOf(root, 'users')?.children ?? [])
          this.add(`security/usergroup/${name}/${attributes.name ?? ''}`, attributes.enabled ?? 'true')
        for (const { attributes, children } of childOf(root, 'groups')?.children ?? []) {
          const members = children.map((each) => each.attributes.username ?? '').toSorted()
          this.add(`security/usergroup/${name}/group/${attributes.name ?? ''}`, members.join(' '))
        }
      })
  }

  #rules(name: string): void {
    const content = this.#read(['security', name])
    if (content === undefined) return
    if (content === null || content.length === 0) this.add(`security/${name}: `, null)
    for (const line of content?.toString('utf8').split(/\r?\n/) ?? []) {
      const [, rule, value] = /^\s*([^#!\s][^=]*?)\s*=\s*(.*?)\s*$/.exec(line) ?? []
      if (rule === undefined || value === undefined) continue
      const roles = value.split(',').map((role) => role.trim())
      this.add(`security/${name}: ${rule}`, roles.toSorted().join(','))
    }
  }

  #registry(path: RelativePath, read: (root: XmlElement) => void): void {
    const content = this.#read(path)
    if (content === undefined) return
    if (content === null || content.length === 0) {
      this.add(`${path.slice(0, -1).join('/')}/`, null)
      return
    }
    try {
      read(parseXmlFile(content))
    } catch (error) {
      if (!isFailure(error)) throw error
      this.add(path.join('/'), digestOf(content))
    }
  }

  /** Undefined of what is not there, null of what is not to be read. */
  #read(path: RelativePath): Buffer | undefined | null {
    try {
      if (!this.#root.exists(path)) return undefined
      return this.#root.readFile(path, longestFile)
    } catch (error) {
      if (isFailure(error)) return null
      throw error
    }
  }

  #list(path: RelativePath): ReturnType<DirectoryRoot['list']> | undefined {
    try {
      return this.#root.stat(path)?.kind === 'directory' ? this.#root.list(path) : undefined
    } catch (error) {
      if (isFailure(error)) return undefined
      throw error
    }
  }
}

function digestOf(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('base64')
}
