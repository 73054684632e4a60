import type { CommandName } from '../../languages/en/commands/help.ts'
import type { PlumblineCommand } from '../command.ts'

/** Every command, in the order of the help. What most are made of is a part of what all of them are. */
const readers: Readonly<Record<CommandName, () => Promise<PlumblineCommand>>> = {
  serve: async () => (await import('../commands/serve.ts')).serveCommand,
  demo: async () => (await import('../commands/demo.ts')).demoCommand,
  connect: async () => (await import('../commands/connect.ts')).connectCommand,
  profiles: async () => (await import('../commands/profiles.ts')).profilesCommand,
  node: async () => (await import('../commands/node.ts')).nodeCommand,
  status: async () => (await import('../commands/status.ts')).statusCommand,
  acknowledge: async () => (await import('../commands/acknowledge.ts')).acknowledgeCommand,
  doctor: async () => (await import('../commands/doctor.ts')).doctorCommand,
  watch: async () => (await import('../commands/watch.ts')).watchCommand,
  tail: async () => (await import('../commands/tail.ts')).tailCommand,
  edit: async () => (await import('../commands/edit.ts')).editCommand,
  export: async () => (await import('../commands/export.ts')).exportCommand,
  plan: async () => (await import('../commands/plan.ts')).planCommand,
  drift: async () => (await import('../commands/drift.ts')).driftCommand,
  maps: async () => (await import('../commands/maps.ts')).mapsCommand,
  diff: async () => (await import('../commands/diff.ts')).diffCommand,
  resync: async () => (await import('../commands/resync.ts')).resyncCommand,
  reload: async () => (await import('../commands/reload.ts')).reloadCommand,
  apply: async () => (await import('../commands/apply.ts')).applyCommand,
  archive: async () => (await import('../commands/archive.ts')).archiveCommand,
  queues: async () => (await import('../commands/queues.ts')).queuesCommand,
  dlq: async () => (await import('../commands/dlq.ts')).dlqCommand,
  broker: async () => (await import('../commands/broker.ts')).brokerCommand,
  errors: async () => (await import('../commands/errors.ts')).errorsCommand,
}

/** The first word that names something to do, be there such a command or not. */
export function wordOfCommand(words: readonly string[]): string | undefined {
  return words.find((word, at) => !word.startsWith('-') && words[at - 1] !== '--language')
}

/**
 * The command that was typed alone, or all of them where help was asked for or there is no such command.
 * @param words what was typed after `plumbline`
 */
export function readCommands(words: readonly string[]): Promise<readonly PlumblineCommand[]> {
  const typed = wordOfCommand(words)
  const reader = Object.entries(readers).find(([name]) => name === typed)?.[1]
  const read = reader === undefined ? Object.values(readers) : [reader]
  return Promise.all(read.map((each) => each()))
}
