import { z } from 'zod'
import { arrivedObject } from '../../contract/features/configuration.ts'
import { settings } from '../../contract/features/settings.ts'
import { wording } from '../../contract/wording.ts'
import { objectWords } from '../../engine/words.ts'
import { kinds } from '../../sentences/kinds.ts'
import type { Wording } from '../../sentences/sentence.ts'
import { property, say } from '../../sentences/say.ts'

/** An action in words, and what it was done to. */
export interface DescribedAction {
  readonly summary: Wording
  readonly target: string | null
  /** The objects it was done to, and where, by their ids. */
  readonly subject?: { readonly node: string | null; readonly ids: string[] }
  /** Why, as far as that is asked for. */
  readonly reason?: string
  /** The saved cluster that came of it. */
  readonly made?: string
}

type Fields = Readonly<Record<string, unknown>>

/** Events of one change that are told of. */
const mostEvents = 10

const fields = z.record(z.string(), z.unknown())

/**
 * Of each procedure that changes something: what to say, from its input and from its answer, which is empty unless it
 * was done. Only fields named here are ever said.
 */
const words: Readonly<
  Record<string, (input: Fields, output: Fields, cluster: string | undefined) => DescribedAction>
> = {
  'profiles.save': (input) => of(say('audit.saveProfile', { name: text(input['name']) }), input['name']),
  'profiles.remove': (input, _output, cluster) =>
    of(say('audit.removeProfile', { name: cluster ?? text(input['id']) }), input['id']),
  'profiles.makeQueue': (input) =>
    of(say('audit.makeQueue', { queue: text(input['queue']) }), input['queue']),
  'profiles.open': (input, output, cluster) => {
    const { name } = fieldsOf(output['profile'])
    return of(say('audit.openProfile', { name: text(name ?? cluster ?? input['id']) }), input['id'])
  },
  'access.end': (input) =>
    of(say(input['which'] === 'this' ? 'audit.endSession' : 'audit.endOtherSessions'), null),
  'profiles.close': () => of(say('audit.closeCluster'), null),
  'profiles.importFile': (_input, { name }) =>
    of(
      name === undefined ? say('audit.importProfileFile') : say('audit.importProfile', { name: text(name) }),
      name,
    ),
  'profiles.duplicate': (input, { name }, cluster) =>
    of(say('audit.duplicateProfile', { name: cluster ?? text(name ?? input['id']) }), name ?? input['id']),
  'profiles.exportFile': (input, _output, cluster) => {
    const sentence = input['passphrase'] === undefined ? 'audit.exportProfile' : 'audit.exportProfileSecrets'
    return of(say(sentence, { name: cluster ?? text(input['id']) }), input['id'])
  },
  'profiles.startDemo': () => of(say('audit.startDemoCluster'), 'demo'),
  'profiles.startImitation': () => of(say('audit.startImitation'), 'demo'),
  'profiles.breakDemoSlave': () => of(say('audit.damageFilesDemoSlave'), 'demo'),
  'inventory.saveProperties': (input) => {
    const changes = fieldsOf(input['changes'])
    const keys = namesOf(changes)
    return of(say('audit.changeClusterProperties', { node: nodeOf(input), keys }), input['instanceName'])
  },
  'inventory.start': (input) => of(say('checks.start', { node: nodeOf(input) }), input['instanceName']),
  'inventory.stop': (input) => of(say('audit.stop', { node: nodeOf(input) }), input['instanceName']),
  'inventory.pause': (input) => of(say('audit.pause', { node: nodeOf(input) }), input['instanceName']),
  'inventory.resume': (input) => of(say('audit.resume', { node: nodeOf(input) }), input['instanceName']),
  'inventory.reload': (input) =>
    of(say('audit.readDataDirectoryAgain', { node: nodeOf(input) }), input['instanceName']),
  'inventory.forget': (input) => of(say('audit.forget', { node: nodeOf(input) }), input['instanceName']),
  'inventory.acknowledge': (input) =>
    of(
      say('audit.acknowledgeConflict', { number: text(input['conflict']), node: nodeOf(input) }),
      input['instanceName'],
    ),
  'messages.saveFilter': (input) => of(say('audit.saveFilter', { name: text(input['name']) }), input['name']),
  'messages.removeFilter': (input) =>
    of(say('audit.removeFilter', { name: text(input['name']) }), input['name']),
  'messages.import': () => of(say('audit.importMessagesIntoArchive'), null),
  'messages.replay': (input) =>
    of(
      say('audit.sendMessageAgain', { number: text(input['sequence']), node: nodeOf(input) }),
      input['instanceName'],
    ),
  'configuration.publish': (input, output) => {
    const draft = fieldsOf(input['draft'])
    const asked = ['verb', 'kind', 'id'].flatMap((name) => text(draft[name]) || []).join(' ')
    const done = events(output) ?? asked
    const agreed = fieldsOf(input['agreed'])
    const published =
      agreed['publishAnyway'] === true
        ? say('audit.publishAnyway', { node: nodeOf(input), what: done })
        : say('audit.publish', { node: nodeOf(input), what: done })
    const edited: readonly unknown[] = Array.isArray(output['edited']) ? output['edited'] : []
    const ids = [output['id'], draft['id'], ...edited].flatMap((id) => text(id) || [])
    return {
      ...of(published, draft['id'] ?? input['instanceName']),
      subject: { node: nodeOf(input), ids: [...new Set(ids)] },
      ...reasonIn(agreed),
    }
  },
  'configuration.mend': (input, output) => {
    const node = nodeOf(input)
    const nodes = z.array(z.string()).safeParse(input['slaves']).data ?? []
    const summary = say('audit.mend', {
      nodes: firstOf(nodes),
      node,
      what: mendedIn(output) ?? text(input['id']),
    })
    return { ...of(summary, input['id']), subject: { node, ids: [text(input['id'])] } }
  },
  'configuration.exportTo': (input) =>
    of(
      say('audit.exportConfiguration', { node: nodeOf(input), path: text(input['path']) }),
      input['instanceName'],
    ),
  'configuration.collect': (input) => {
    const edits = fieldsIn(input['edits'])
    return of(say('audit.collectEdits', { count: edits.length }), edits[0]?.['instanceName'])
  },
  'configuration.drop': (input) =>
    of(say('audit.dropEdits', { count: Array.isArray(input['ids']) ? input['ids'].length : 0 }), null),
  'resync.run': (input) => {
    const left = Array.isArray(input['leaveOut']) ? input['leaveOut'].length : 0
    const node = nodeOf(input)
    const summary =
      left === 0 ? say('audit.resync', { node }) : say('audit.resyncWithout', { node, count: left })
    return of(summary, input['instanceName'])
  },
  'several.act': (input) => {
    const action = severalAction.safeParse(input['action']).data
    const nodes = nodesOf(input['nodes'])
    return of(action === undefined ? 'several.act' : say(severalActions[action], { nodes }), null)
  },
  'maps.schedule': (input) => {
    const minutes = input['everyMinutes']
    return of(
      typeof minutes === 'number' ? say('audit.mapSchedule', { minutes }) : say('audit.mapScheduleOff'),
      null,
    )
  },
  'several.resync': (input) => of(say('audit.severalResync', { nodes: nodesOf(input['plans']) }), null),
  'findings.acknowledge': (input) => {
    const isForGood = input['until'] === null
    const summary = say(isForGood ? 'audit.acknowledge' : 'audit.snooze', { finding: aboutOf(input) })
    return { ...of(summary, input['id']), ...reasonIn(input) }
  },
  'findings.reopen': (input) => of(say('audit.reopen', { finding: aboutOf(input) }), input['id']),
  'findings.accept': (input) => {
    const { kind, title, property: name } = accepted.parse(input)
    const object = kind === undefined ? title : objectWords(kind, title)
    const named = {
      object: name === null ? object : say('audit.propertyOf', { property: property(name), object }),
      node: text(input['instanceName']) || '*',
    }
    return {
      ...of(say('audit.acceptDifference', named), input['object']),
      subject: { node: text(input['instanceName']) || null, ids: [text(input['object'])] },
      ...reasonIn(input),
    }
  },
  'findings.endAcceptance': (input) => of(say('audit.endAcceptance', { what: aboutOf(input) }), input['id']),
  'brokers.resend': (input, output) =>
    of(
      say('audit.resendMessages', {
        count: doneIn(output),
        queue: text(input['queue']),
        to: text(input['to']),
      }),
      input['queue'],
    ),
  'brokers.discard': (input, output) =>
    of(say('audit.discardMessages', { count: doneIn(output), queue: text(input['queue']) }), input['queue']),
  'brokers.deleteQueue': (input) =>
    of(say('audit.deleteQueue', { queue: text(input['queue']) }), input['queue']),
  'brokers.makeQueue': (input) => of(say('audit.makeQueue', { queue: text(input['queue']) }), input['queue']),
  'diagnostics.fix': (input) => of(say('audit.fix', { check: aboutOf(input) }), input['id']),
  'diagnostics.mute': (input) =>
    of(say(input['muted'] === true ? 'audit.mute' : 'audit.unmute', { check: aboutOf(input) }), input['id']),
  'settings.set': (input) => of(say('audit.changeSettings', { names: settingsIn(input) }), null),
}

/** What somebody had before their eyes, or else its id. */
function aboutOf(input: Fields): Wording {
  return wording.safeParse(input['about']).data ?? text(input['id'])
}

const severalActions = {
  start: 'audit.severalStart',
  stop: 'audit.severalStop',
  pause: 'audit.severalPause',
  resume: 'audit.severalResume',
  reload: 'audit.severalReload',
  forget: 'audit.severalForget',
} as const
const severalAction = z.enum(['start', 'stop', 'pause', 'resume', 'reload', 'forget'])

/**
 * Says in words what a procedure was asked to do. It names targets alone, never contents, so that no secret of an
 * input gets into the audit log.
 * @param action `feature.procedure`
 * @param output what it answered; undefined when it was not done
 * @param cluster the name of the cluster it was asked of
 */
export function describeAction(
  action: string,
  input: unknown,
  output: unknown,
  cluster?: string,
): DescribedAction {
  const describe = words[action]
  return describe === undefined
    ? { summary: action, target: null }
    : { ...describe(fieldsOf(input), fieldsOf(output), cluster), ...madeBy(action, output) }
}

/** What makes or opens a saved cluster answers with it. */
function madeBy(action: string, output: unknown): { readonly made?: string } {
  if (!action.startsWith('profiles.')) return {}
  const { name, profile } = fieldsOf(output)
  const made = text(name ?? fieldsOf(profile)['name'])
  return made === '' ? {} : { made }
}

function fieldsOf(value: unknown): Fields {
  return fields.safeParse(value).data ?? {}
}

/** The events that were published; they name properties and hold none of their values. */
function events(output: Fields): readonly Wording[] | undefined {
  return z.array(wording).safeParse(output['events']).data?.slice(0, mostEvents)
}

const accepted = z.object({
  kind: z.enum(kinds).optional().catch(undefined),
  title: z.string().catch(''),
  property: z.string().nullable().catch(null),
})
const mended = arrivedObject.extend({ kind: z.enum(kinds) })

/** What was set right, each object once. */
function mendedIn(output: Fields): readonly Wording[] | undefined {
  const objects = z.array(mended).safeParse(output['objects']).data ?? []
  const titles = new Map(objects.map(({ kind, title }) => [`${kind} ${title}`, { kind, title }]))
  if (titles.size === 0) return undefined
  return [...titles.values()].slice(0, mostEvents).map(({ kind, title }) => objectWords(kind, title))
}

/** Why something is done, as the longest that is asked for; nothing where nobody said. */
function reasonIn(given: Fields): { readonly reason?: string } {
  const reason = typeof given['reason'] === 'string' ? given['reason'].trim().slice(0, 1_000) : ''
  return reason === '' ? {} : { reason }
}

/** How many messages it was done to. */
function doneIn(output: Fields): number {
  const outcomes = z.array(z.object({ outcome: z.string() })).safeParse(output['outcomes']).data ?? []
  return outcomes.filter(({ outcome }) => outcome === 'done').length
}

function fieldsIn(value: unknown): readonly Fields[] {
  return z.array(fields).safeParse(value).data ?? []
}

/** The names of fields; there may be any number of any length. */
function namesOf(fieldsGiven: Fields): readonly string[] {
  return Object.keys(fieldsGiven)
    .slice(0, 50)
    .map((name) => name.slice(0, 50))
}

function settingsIn(fieldsGiven: Fields): readonly Wording[] {
  const names = settings.keyof().options
  return names.filter((name) => Object.hasOwn(fieldsGiven, name)).map((name) => say(`settings.${name}`))
}

function of(summary: Wording, target: unknown): DescribedAction {
  return { summary, target: target === null || target === undefined ? null : text(target) }
}

/** The nodes something was done to, the first of many by name. */
function nodesOf(value: unknown): Wording | readonly string[] {
  const names = z.array(z.object({ instanceName: z.string() })).safeParse(value).data ?? []
  return firstOf(names.map(({ instanceName }) => instanceName))
}

function firstOf(names: readonly string[]): Wording | readonly string[] {
  const nodes = names.slice(0, 50).map(text)
  const count = names.length - nodes.length
  return count === 0 ? nodes : say('audit.andOthers', { nodes, count })
}

function nodeOf(input: Fields): string {
  return text(input['instanceName'])
}

function text(value: unknown): string {
  if (typeof value === 'string') return value.slice(0, 200)
  return typeof value === 'number' ? String(value) : ''
}
