import { z } from 'zod'

/** An action in words, and what it was done to. */
export interface DescribedAction {
  readonly summary: string
  readonly target: string | null
}

type Fields = Readonly<Record<string, unknown>>

const fields = z.record(z.string(), z.unknown())

/** Of each procedure that changes something: what to say, from its input. Only fields named here are ever said. */
const words: Readonly<Record<string, (input: Fields) => DescribedAction>> = {
  'profiles.save': (input) => of(`Save the profile ${text(input['name'])}`, input['name']),
  'profiles.remove': (input) => of(`Remove the profile ${text(input['id'])}`, input['id']),
  'profiles.open': (input) => of(`Open the profile ${text(input['id'])}`, input['id']),
  'profiles.close': () => of('Close the cluster', null),
  'profiles.importFile': () => of('Import a profile from a file', null),
  'profiles.startDemo': () => of('Start the demo cluster', 'demo'),
  'profiles.breakDemoSlave': () => of('Damage files of a demo slave', 'demo'),
  'inventory.saveProperties': (input) => {
    const changes = fields.safeParse(input['changes']).data ?? {}
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
  'configuration.publish': (input) => {
    const draft = fields.safeParse(input['draft']).data ?? {}
    const what = `${text(draft['verb'])} ${text(draft['kind'])} ${text(draft['id'] ?? '')}`.trim()
    return of(`Publish on ${node(input)}: ${what}`, draft['id'] ?? input['instanceName'])
  },
  'configuration.restore': (input) =>
    of(`Restore state ${text(input['historyId'])} on ${node(input)}`, input['instanceName']),
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
 */
export function describeAction(action: string, input: unknown): DescribedAction {
  const describe = words[action]
  const parsed = fields.safeParse(input).data ?? {}
  return describe === undefined ? { summary: action, target: null } : describe(parsed)
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
