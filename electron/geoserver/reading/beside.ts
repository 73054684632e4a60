import { z } from 'zod'
import { ruleFiles, tileFiles } from '../../catalog/unsent-items.ts'
import { isFailure } from '../../errors/failure.ts'
import { parseJson } from '../../text/json.ts'
import { parentElement, type XmlElement } from '../../xml/element.ts'
import { writeXml } from '../../xml/write.ts'
import type { GeoServerClient, ResourceEntry, ResourceFile } from '../client.ts'
import { inParallel } from '../in-parallel.ts'
import type { Beside } from './read-files.ts'

type Path = readonly string[]

interface Asking {
  readonly width: number
  readonly signal?: AbortSignal | undefined
  /** As they were read before, by path with `/`. */
  readonly known: ReadonlyMap<string, ResourceFile>
  /** The node's configuration, by path with `/`. */
  readonly configuration: ReadonlyMap<string, ResourceFile>
}

/** Contents of each area that are read; of the others the names are known. */
const mostFiles = 200
/** Directories within each other that are looked into for graphics. */
const deepest = 3
const users = z.object({
  users: z.array(z.object({ userName: z.string().max(1000), enabled: z.boolean() })).max(100_000),
})
const groups = z.object({ groups: z.array(z.string().max(1000)).max(1000) })
const limits = { values: 500_000, depth: 8 }

/**
 * What lies beside the configuration of a node and can be compared: its rules and roles, the names of its users and who is in which group, tile
 * layers, templates and graphics. Files that hold secrets are never asked for: neither passwords nor keys, nor the file
 * the users are in. What is there and was not read is empty.
 * @throws PLB-GEOSERVER-… when the node does not answer; the signal's reason
 */
export async function readBeside(
  client: GeoServerClient,
  beside: readonly Beside[],
  { width, signal, known, configuration }: Asking,
): Promise<ReadonlyMap<string, ResourceFile>> {
  const list = async (path: Path): Promise<readonly ResourceEntry[] | undefined> =>
    orNothing(() => client.list(path, signal))
  const namesIn = async (path: Path, isWanted: (entry: ResourceEntry) => boolean): Promise<readonly Path[]> =>
    ((await list(path)) ?? []).filter(isWanted).map(({ name }) => [...path, name])
  const isFile = ({ isDirectory }: ResourceEntry): boolean => !isDirectory
  const directories = beside.flatMap(({ path, isDirectory }) => (isDirectory ? [path] : []))
  const has = (name: string): boolean => directories.some((path) => path.length === 1 && path[0] === name)

  const wanted: Path[] = []
  if (has('security')) {
    const roles = await namesIn(['security', 'role'], ({ isDirectory }) => isDirectory)
    wanted.push(
      ...ruleFiles.map((name) => ['security', name]),
      ...roles.map((path) => [...path, 'roles.xml']),
    )
  }
  wanted.push(...tileFiles.filter(([first = '', ...rest]) => rest.length === 0 || has(first)))
  const tiles = has('gwc-layers') ? await namesIn(['gwc-layers'], isFile) : []
  const templates = await Promise.all(
    directories.filter((path) => path.at(-1) === 'templates').map((path) => namesIn(path, isFile)),
  )
  const ofResources: Path[] = []
  for await (const paths of inParallel(resourcesIn(configuration), width, (path) =>
    namesIn(path, isTemplate),
  ))
    ofResources.push(...paths)
  const ofStyles: Path[] = []
  const directoriesOfStyles = directories.filter((path) => path.at(-2) === 'styles')
  for (let depth = 0; directoriesOfStyles.length > 0 && depth < deepest; depth += 1) {
    const lists = inParallel(directoriesOfStyles.splice(0, mostFiles), width, async (path) => ({
      path,
      entries: (await list(path)) ?? [],
    }))
    for await (const { path, entries } of lists)
      for (const { name, isDirectory } of entries)
        (isDirectory ? directoriesOfStyles : ofStyles).push([...path, name])
  }
  const files = beside.flatMap(({ path, isDirectory }) => (isDirectory ? [] : [path]))
  const inAreas = [
    tiles,
    [
      ...templates.flat(),
      ...ofResources.toSorted(),
      ...files.filter((path) => path.at(-1)?.endsWith('.ftl') === true),
    ],
    [...files.filter((path) => path.at(-2) === 'styles'), ...ofStyles.toSorted()],
  ]
  wanted.push(...inAreas.flatMap((paths) => paths.slice(0, mostFiles)))

  const found = new Map<string, ResourceFile>()
  const seen = { content: Buffer.alloc(0), lastModified: undefined }
  for (const path of inAreas.flat()) found.set(path.join('/'), seen)
  const read = inParallel(wanted, width, async (path) => ({
    path: path.join('/'),
    file: await orNothing(() => client.read(path, known.get(path.join('/')), signal), seen),
  }))
  for await (const { path, file } of read) if (file !== undefined) found.set(path, file)
  if (has('security')) for (const [path, file] of await userNames(client, list, signal)) found.set(path, file)
  return found
}

/**
 * Directories of resources, in which templates may lie; each is a request, so that of a node with many of them none is
 * looked into.
 */
function resourcesIn(configuration: ReadonlyMap<string, ResourceFile>): readonly Path[] {
  const found = [...configuration.keys()].filter((path) =>
    /^(workspaces\/([^/]+\/){3})layer\.xml$/.test(path),
  )
  return found.length > mostFiles ? [] : found.map((path) => path.split('/').slice(0, -1))
}

function isTemplate({ name, isDirectory }: ResourceEntry): boolean {
  return !isDirectory && name.endsWith('.ftl')
}

/** The users and groups of each service, as a node shows them: without passwords. */
async function userNames(
  client: GeoServerClient,
  list: (path: Path) => Promise<readonly ResourceEntry[] | undefined>,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, ResourceFile>> {
  const found = new Map<string, ResourceFile>()
  const services = (await list(['security', 'usergroup']))?.filter(({ isDirectory }) => isDirectory)
  for (const { name } of services ?? []) {
    const of = name === 'default' ? '' : `service/${encodeURIComponent(name)}/`
    const shown = async <Shape extends z.ZodType>(path: string, shape: Shape) => {
      const address = `rest/security/usergroup/${of}${path}.json`
      const answer = await orNothing(() => client.connection.get(address, { signal }))
      return answer && shape.safeParse(parsedJson(answer.body)).data
    }
    const content = Buffer.from((await registryOf(shown)) ?? '')
    found.set(`security/usergroup/${name}/users.xml`, { content, lastModified: undefined })
  }
  return found
}

/** Who is there, in the form the file of a node has it; nothing when it does not show all of it. */
async function registryOf(
  shown: <Shape extends z.ZodType>(path: string, shape: Shape) => Promise<z.output<Shape> | undefined>,
): Promise<string | undefined> {
  const all = await shown('users', users)
  if (all === undefined) return undefined
  const named = await shown('groups', groups)
  if (named === undefined) return undefined
  const memberships: XmlElement[] = []
  for (const name of named.groups) {
    const members = await shown(`group/${encodeURIComponent(name)}/users`, users)
    if (members === undefined) return undefined
    const each = members.users.map(({ userName }) => parentElement('member', [], { username: userName }))
    memberships.push(parentElement('group', each, { name }))
  }
  const each = all.users.map(({ userName, enabled }) =>
    parentElement('user', [], { name: userName, enabled: String(enabled) }),
  )
  return writeXml(
    parentElement('userRegistry', [parentElement('users', each), parentElement('groups', memberships)]),
  )
}

function parsedJson(answer: Buffer): unknown {
  try {
    return parseJson(answer.toString('utf8'), limits)
  } catch {
    return undefined
  }
}

const unreadable = [
  'PLB-GEOSERVER-UNEXPECTED',
  'PLB-GEOSERVER-NOT-ADMINISTRATOR',
  'PLB-GEOSERVER-TOO-LARGE',
] as const

/** What a node does not show, for whatever reason, keeps nothing else from being read. */
async function orNothing<Result>(
  ask: () => Promise<Result>,
  otherwise?: Result,
): Promise<Result | undefined> {
  try {
    return await ask()
  } catch (error) {
    if (unreadable.some((code) => isFailure(error, code))) return otherwise
    throw error
  }
}
