import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { z } from 'zod'
import type { Service } from '../../electron/contract/features/application.ts'
import type { Profile } from '../../electron/contract/features/profiles.ts'
import { isFailure } from '../../electron/errors/failure.ts'
import { english } from '../../electron/sentences/english.ts'
import { eventually } from './cluster.ts'
import { finished, plumbline, startPlumbline } from './command-line.ts'
import { openRemoteApplication } from './remote-application.ts'
import { RunningCommand } from './running-command.ts'
import { openApplication, plainCall, profileOf } from './services.ts'
import { temporaryDirectory } from './temporary-directory.ts'

/** A master and a slave that run, each with its name and its data directory. */
export interface Pair {
  readonly brokerUrl: string
  readonly master: { readonly name: string; readonly directory: string }
  readonly slave: { readonly name: string; readonly directory: string }
}

/** What an operator does to a pair, through whichever door. */
export interface Door {
  /** What differs, as `missing workspace topp`; nothing when they are equal. */
  compare(): Promise<readonly string[]>
  /** Adds a workspace on one of the two; the events that publishes, or the code of the refusal. */
  addWorkspace(node: 'master' | 'slave', name: string): Promise<readonly string[]>
  /** Brings the slave back to the master; what was done, as `add workspace topp`, and whether it was proved equal. */
  resync(): Promise<{ readonly operations: readonly string[]; readonly verified: boolean }>
}

/** Every door there is, by name. */
export const doors: Readonly<Record<string, (pair: Pair) => Promise<Door>>> = {
  'the app': async (pair) => {
    const { services } = await openApplication()
    return applicationDoor(pair, {
      save: async (draft) => services.profiles.save(draft, plainCall()),
      open: async (input) => services.profiles.open(input, plainCall()),
      nodes: async (input) => services.inventory.nodes(input, plainCall()),
      compare: async (input) => services.inventory.compare(input, plainCall()),
      preview: async (input) => services.configuration.preview(input, plainCall()),
      publish: async (input) => services.configuration.publish(input, plainCall()),
      plan: async (input) => services.resync.plan(input, plainCall()),
      run: async (input) => services.resync.run(input, plainCall()),
    })
  },
  serve: async (pair) => {
    const command = new RunningCommand([
      'serve',
      '--json',
      ...['--port', '0'],
      ...['--state-dir', temporaryDirectory()],
    ])
    await command.says('"type":"ready"')
    const line = command.lines.find((each) => each.includes('"type":"ready"')) ?? ''
    const { link } = z.object({ link: z.string() }).parse(JSON.parse(line))
    const client = await openRemoteApplication(link)
    onTestFinished(() => client.close())
    return applicationDoor(pair, {
      save: (draft) => client.call('profiles', 'save', draft),
      open: (input) => client.call('profiles', 'open', input),
      nodes: (input) => client.call('inventory', 'nodes', input),
      compare: (input) => client.call('inventory', 'compare', input),
      preview: (input) => client.call('configuration', 'preview', input),
      publish: (input) => client.call('configuration', 'publish', input),
      plan: (input) => client.call('resync', 'plan', input),
      run: (input) => client.call('resync', 'run', input),
    })
  },
  'the command line, on directories': async ({ master, slave }) =>
    commandLineDoor({ master: master.directory, slave: slave.directory }, (words) => plumbline(...words)),
  'the command line, on a saved cluster': async ({ brokerUrl, master, slave }) => {
    const stateDirectory = temporaryDirectory()
    const saved = profileOf([], { brokerUrl, nodes: nodesOf(master, slave) })
    writeFileSync(
      join(stateDirectory, 'profiles.json'),
      JSON.stringify({ version: 1, profiles: [{ ...saved, name: 'Saved' }] }),
    )
    return commandLineDoor({ master: master.name, slave: slave.name }, (words) =>
      finished(startPlumbline([...words, '--profile', 'Saved'], { PLUMBLINE_STATE_DIR: stateDirectory })),
    )
  },
}

type InputOf<Handler extends (input: never, call: never) => unknown> = Parameters<Handler>[0]
type OutputOf<Handler extends (input: never, call: never) => unknown> = Promise<Awaited<ReturnType<Handler>>>
type Asked<Handler extends (input: never, call: never) => unknown> = (
  input: InputOf<Handler>,
) => OutputOf<Handler>

/** The calls of the application's contract an operator's work takes. */
interface Asking {
  readonly save: Asked<Service<'profiles'>['save']>
  readonly open: Asked<Service<'profiles'>['open']>
  readonly nodes: Asked<Service<'inventory'>['nodes']>
  readonly compare: Asked<Service<'inventory'>['compare']>
  readonly preview: Asked<Service<'configuration'>['preview']>
  readonly publish: Asked<Service<'configuration'>['publish']>
  readonly plan: Asked<Service<'resync'>['plan']>
  readonly run: Asked<Service<'resync'>['run']>
}

async function applicationDoor({ brokerUrl, master, slave }: Pair, asking: Asking): Promise<Door> {
  const {
    passcodeReference: _reference,
    demo: _demo,
    ...draft
  } = profileOf([], {
    brokerUrl,
    nodes: nodesOf(master, slave),
  })
  const { id } = await asking.save({ ...draft, id: null, passcode: null })
  await asking.open({ id })
  await eventually('both are noticed', async () =>
    (await asking.nodes({})).every(({ connection }) => connection.effective === 'connected'),
  )
  const names = { reference: master.name, instanceName: slave.name }
  return {
    compare: async () => {
      const { entries } = await asking.compare(names)
      return entries.map(differenceInWords)
    },
    addWorkspace: async (node, name) => {
      const target = {
        instanceName: (node === 'master' ? master : slave).name,
        draft: {
          verb: 'add' as const,
          kind: 'workspace',
          service: null,
          id: null,
          input: JSON.stringify({ name }),
          styleBody: null,
          recurse: false,
          version: null,
        },
      }
      try {
        const { plan } = await asking.preview(target)
        const agreed = { plan, name: null, publishAnyway: false }
        const { events } = await asking.publish({ ...target, agreed, requestId: randomUUID() })
        return events.map(english)
      } catch (error) {
        return [codeOf(error)]
      }
    },
    resync: async () => {
      const { id: plan, operations } = await asking.plan(names)
      const { verified } = await asking.run({ plan, instanceName: slave.name, leaveOut: [] })
      return { operations: operations.map(({ title }) => english(title)), verified }
    },
  }
}

/** As the profile of a cluster has nodes other processes run. */
function nodesOf(...nodes: readonly Pair['master'][]): Profile['nodes'] {
  return nodes.map(({ directory }) => ({ type: 'local', dataDirectory: directory, run: false }))
}

const differing = z.object({
  entries: z.array(z.object({ type: z.string(), kind: z.string().optional(), title: z.string().optional() })),
})
const edited = z.union([
  z.object({ events: z.array(z.string()) }),
  z.object({ error: z.object({ code: z.string() }) }),
])
const resynced = z.object({ plan: z.array(z.object({ title: z.string() })), verified: z.boolean() })

/** @param names what the two are called where the words are typed */
function commandLineDoor(
  names: Readonly<Record<'master' | 'slave', string>>,
  run: (words: readonly string[]) => Promise<{ readonly stdout: string }>,
): Door {
  const { master, slave } = names
  return {
    compare: async () => {
      const { stdout } = await run(['diff', '--json', master, slave])
      return differing.parse(JSON.parse(stdout)).entries.map(differenceInWords)
    },
    addWorkspace: async (node, name) => {
      const { stdout } = await run(['edit', 'add', 'workspace', name, '--data-dir', names[node], '--json'])
      const said = edited.parse(JSON.parse(stdout))
      return 'events' in said ? said.events : [said.error.code]
    },
    resync: async () => {
      const { stdout } = await run(['resync', '--slave', slave, '--from', master, '--yes', '--json'])
      const { plan, verified } = resynced.parse(JSON.parse(stdout))
      return { operations: plan.map(({ title }) => title), verified }
    },
  }
}

function differenceInWords(entry: {
  readonly type: string
  readonly kind?: string | undefined
  readonly title?: string | undefined
}): string {
  const { type, kind = '', title = '' } = entry
  return type === 'defaultWorkspace' ? 'another default workspace' : `${type} ${kind} ${title}`
}

/** The code of a failure, on whichever side of the channel it was made. */
function codeOf(error: unknown): string {
  if (isFailure(error)) return error.code
  if (error instanceof Error && 'code' in error && typeof error.code === 'string') return error.code
  throw error
}
