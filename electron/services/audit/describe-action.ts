import { z } from 'zod'
import { wording } from '../../contract/wording.ts'
import { english } from '../../sentences/english.ts'

/** An action in words, and what it was done to. */
export interface DescribedAction {
  readonly summary: string
  readonly target: string | null
}

type Fields = Readonly<Record<string, unknown>>

const fields = z.record(z.string(), z.unknown())

/**
 * Of each procedure that changes something: what to say, from its input and from its answer, which is empty unless it
 * was done. Only fields named here are ever said.
 */
const words: Readonly<Record<string, (input: Fields, output: Fields) => DescribedAction>> = {
  'profiles.save': (input) => of(`Save the profile ${text(input['name'])}`, input['name']),
  'profiles.remove': (input) => of(`Remove the profile ${text(input['id'])}`, input['id']),
  'profiles.open': (input, output) => {
    const { name } = fieldsOf(output['profile'])
    return of(`Open the profile ${text(name ?? input['id'])}`, input['id'])
  },
  'access.end': (input) =>
    of(input['which'] === 'this' ? 'End this session' : 'End all other sessions', null),
  'profiles.close': () => of('Close the cluster', null),
  'profiles.importFile': (_input, { name }) =>
    of(name === undefined ? 'Import a profile from a file' : `Import the profile ${text(name)}`, name),
  'profiles.startDemo': () => of('Start the demo cluster', 'demo'),
  'profiles.breakDemoSlave': () => of('Damage files of a demo slave', 'demo'),
  'inventory.saveProperties': (input) => {
    const changes = fieldsOf(input['changes'])
    const keys = Object.keys(changes).join(', ')
    return of(`Change cluster.properties of ${node(input)}: ${keys.slice(0, 200)}`, input['instanceName'])
  },
  'inventory.start': (input) => of(`Start ${node(input)}`, input['instanceName']),
  'inventory.stop': (input) => of(`Stop ${node(input)}`, input['instanceName']),
  'inventory.reload': (input) => of(`Read the data directory of ${node(input)} again`, input['instanceName']),
  'inventory.forget': (input) => of(`Forget ${node(input)}`, input['instanceName']),
  'messages.saveFilter': (input) => of(`Save the filter ${text(input['name'])}`, input['name']),
  'messages.removeFilter': (input) => of(`Remove the filter ${text(input['name'])}`, input['name']),
  'messages.import': () => of('Import messages into the archive', null),
  'messages.replay': (input) =>
    of(`Send message ${text(input['sequence'])} to ${node(input)} again`, input['instanceName']),
  'configuration.publish': (input, output) => {
    const draft = fieldsOf(input['draft'])
    const asked = ['verb', 'kind', 'id'].flatMap((name) => text(draft[name]) || []).join(' ')
    const done = events(output) ?? asked
    const isAnyway = fieldsOf(input['agreed'])['publishAnyway'] === true
    const what = isAnyway ? `Publish anyway on ${node(input)}: ${done}` : `Publish on ${node(input)}: ${done}`
    return of(what, draft['id'] ?? input['instanceName'])
  },
  'resync.run': (input) => {
    const left = Array.isArray(input['leaveOut']) ? input['leaveOut'].length : 0
    const without = left === 0 ? '' : `, ${left} operations left out`
    return of(`Resync ${node(input)}${without}`, input['instanceName'])
  },
  'brokers.deleteQueue': (input) => of(`Delete the queue ${text(input['queue'])}`, input['queue']),
  'diagnostics.fix': (input) => of(`Fix ${text(input['id'])}`, input['id']),
  'diagnostics.mute': (input) =>
    of(`${input['muted'] === true ? 'Mute' : 'Unmute'} the check ${text(input['id'])}`, input['id']),
  'settings.set': (input) => of(`Change settings: ${Object.keys(input).join(', ').slice(0, 200)}`, null),
}

/**
 * Says in words what a procedure was asked to do. It names targets alone, never contents, so that no secret of an
 * input gets into the audit log.
 * @param action `feature.procedure`
 * @param output what it answered; undefined when it was not done
 */
export function describeAction(action: string, input: unknown, output: unknown): DescribedAction {
  const describe = words[action]
  return describe === undefined
    ? { summary: action, target: null }
    : describe(fieldsOf(input), fieldsOf(output))
}

function fieldsOf(value: unknown): Fields {
  return fields.safeParse(value).data ?? {}
}

/** The events that were published, in words; they name properties and hold none of their values. */
function events(output: Fields): string | undefined {
  const published = z.array(wording).safeParse(output['events']).data
  return published?.map(english).join('; ').slice(0, 500)
}

function of(summary: string, target: unknown): DescribedAction {
  return { summary, target: target === null || target === undefined ? null : text(target) }
}

function node(input: Fields): string {
  return text(input['instanceName'])
}

function text(value: unknown): string {
  if (typeof value === 'string') return value.slice(0, 200)
  return typeof value === 'number' ? String(value) : ''
}
