import { z } from 'zod'
import { nextTurn } from '../../scheduler/clock.ts'
import { DataDirectoryWriter } from '../../catalog/data-directory-writer.ts'
import type { Finish } from '../../engine/journal/inbox.ts'
import { filesIn } from '../../engine/replica/directory-files.ts'
import { Replica } from '../../engine/replica/replica.ts'
import { eventIdProperty } from '../../engine/slave/receiver.ts'
import { Sequencer, type Encoded } from '../../engine/slave/sequencer.ts'
import { failure, isFailure, type Failure } from '../../errors/failure.ts'
import { openEnvelope } from '../../wire/envelope.ts'
import { applyLines, ApplyReport, type ReportedMessage } from '../apply-report.ts'
import { readArchivedMessages, type ArchivedMessage } from '../archived-messages.ts'
import { defineCommand, type CommandContext } from '../command.ts'
import { existingDirectory } from '../../services/configuration/as-directory/wanted.ts'
import { openDataDirectory, type DataDirectoryInput } from '../data-directory-input.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import type { Output } from '../output.ts'
import { problemData, problemLine, unreadFirst } from '../problem-line.ts'
import { UnknowableFacts } from '../unknowable-facts.ts'
import { join } from 'node:path'
import { clusterConfigurationDirectory } from '../../engine/configuration/cluster-configuration.ts'
import { stateDirectoryOf } from '../../engine/node/node-options.ts'
import { lockDatabase } from '../../storage/database-lock.ts'
import { localFileSystem } from '../../storage/files.ts'
import { requiredWords, wholeNumber, words } from '../parameters.ts'
import { say } from '../../sentences/say.ts'

export const applyCommand = defineCommand({
  name: 'apply',
  arguments: { archive: '<messages.jsonl>' },
  options: { dataDir: '--data-dir <directory>', until: '--until <seq>', verbose: '--verbose' },
  examples: [
    'apply --data-dir ./replica messages.jsonl',
    'apply --data-dir ./replica messages.jsonl --until 83',
  ],
  input: z.object({
    archive: words('nameFile'),
    dataDir: requiredWords('nameDirectory'),
    until: wholeNumber({ from: 0 }).optional(),
    verbose: z.boolean().default(false),
  }),
  async run(input, context) {
    // Before the directory is read: what a node changes meanwhile would be overwritten.
    const letNodeIn = keepNodeOut(existingDirectory(input.dataDir, localFileSystem).path, context.environment)
    try {
      return await apply(input, context)
    } finally {
      letNodeIn()
    }
  },
})

async function apply(
  input: {
    readonly archive: string
    readonly dataDir: string
    readonly until?: number | undefined
    readonly verbose: boolean
  },
  { output, listenForInterruption }: CommandContext,
): Promise<ExitCode> {
  const directory = openDataDirectory(input.dataDir, output)
  const interruption = listenForInterruption()
  let expected = 0
  for await (const { seq } of readArchivedMessages(input.archive, input.until)) {
    interruption.throwIfAborted()
    expected += 1
    if (expected % 1000 === 0) output.progress(say('cliMessages.checkedUpTo', { number: seq }))
  }
  for (const problem of unreadFirst(directory.problems)) {
    const line = problemLine(problemData(problem))
    if (problem.effect === 'unread') output.warning(...line)
    else output.message(...line)
  }
  output.message(say('cliMessages.applying', { count: expected, path: directory.root.path }))
  const application = new ArchiveApplication(directory)
  await application.run(readArchivedMessages(input.archive, input.until), output, interruption)
  const { report, facts } = application
  if (output.json) output.document(document(directory, report, facts))
  else for (const line of applyLines(report, facts.all(), input.verbose)) output.line(...line)
  return report.isComplete ? exitCodes.ok : exitCodes.no
}

interface Entry extends Encoded, ReportedMessage {}

/** One archive on its way into one data directory. */
class ArchiveApplication {
  readonly report = new ApplyReport()
  readonly facts = new UnknowableFacts()
  readonly #replica: Replica
  readonly #sequencer: Sequencer<Entry>
  readonly #identities = new Set<string>()
  #defaultWorkspace: string | undefined

  constructor({ root, catalog }: DataDirectoryInput) {
    new DataDirectoryWriter(root, catalog).removeLeftovers()
    this.#replica = new Replica(catalog, filesIn(root, catalog))
    this.#defaultWorkspace = catalog.defaultWorkspace
    this.#sequencer = new Sequencer(this.#replica, (entry, finish, event) => {
      this.report.add(entry, finish)
      const { defaultWorkspace } = catalog
      if (finish.state === 'applied' && event !== undefined) {
        this.facts.watch(event, defaultWorkspace !== this.#defaultWorkspace)
      }
      this.#defaultWorkspace = defaultWorkspace
    })
  }

  /** @throws a failure of the disk, or the interruption's reason; what was applied up to then stays applied */
  async run(
    messages: AsyncIterable<ArchivedMessage>,
    output: Output,
    interruption: AbortSignal,
  ): Promise<void> {
    let last: number | undefined
    try {
      for await (const message of messages) {
        // Signals are heard between two turns of the event loop only.
        await nextTurn()
        interruption.throwIfAborted()
        output.progress(say('cliMessages.message', { number: message.seq }))
        this.#take(message)
        last = message.seq
      }
    } catch (error) {
      output.message(
        last === undefined
          ? say('cliMessages.nothingApplied')
          : say('cliMessages.stoppedAfter', { number: last }),
      )
      throw error
    }
  }

  #take(message: ArchivedMessage): void {
    const { seq, label } = message
    const refusal = refusalOf(message)
    if (refusal !== undefined) {
      this.report.add({ seq, label }, refusal)
      return
    }
    const identity = message.properties[eventIdProperty] ?? message.messageId
    if (identity !== undefined && this.#identities.has(identity)) {
      this.report.add(
        { seq, label },
        { state: 'ignored', summary: say('cliMessages.sameMessage'), reason: say('cliMessages.cameBefore') },
      )
      return
    }
    if (identity !== undefined) this.#identities.add(identity)
    const handler = message.properties['JMSEventHandlerSPI'] ?? ''
    this.#sequencer.apply({ seq, label, handler, body: message.body ?? '' })
  }
}

/** Why a message is no event at all, checked in the order a slave checks it. */
function refusalOf({ type, properties }: ArchivedMessage): Finish | undefined {
  const refused = (because: Failure): Finish => {
    return { state: 'failed', summary: say('node.messageNotEvent'), failure: because }
  }
  try {
    // Archived messages are applied whoever sent them and for whichever group.
    openEnvelope(new Map(Object.entries(properties)), { instanceName: '', group: properties['group'] ?? '' })
  } catch (error) {
    if (!isFailure(error)) throw error
    return refused(error)
  }
  if (type === 'ActiveMQObjectMessage') return undefined
  return refused(failure('PLB-WIRE-NOT-AN-OBJECT-MESSAGE', { type }))
}

function document(directory: DataDirectoryInput, report: ApplyReport, facts: UnknowableFacts): unknown {
  return {
    dataDirectory: directory.root.path,
    complete: report.isComplete,
    ...report.counts,
    notApplied: report.notApplied,
    notes: report.noted,
    unknowable: facts.all().map((fact) => ({ ...fact, occurrences: fact.occurrences ?? null })),
    problems: directory.problems.map(problemData),
  }
}

/**
 * Keeps a node from being started on a data directory while something else writes there. Where no node of ours was
 * ever run there is nothing to keep from, and nothing is made.
 * @returns ends that
 * @throws PLB-STORAGE-DATABASE-IN-USE when the node is running
 */
function keepNodeOut(
  dataDirectory: string,
  environment: Readonly<Record<string, string | undefined>>,
): () => void {
  const clusterConfigDirectory = clusterConfigurationDirectory({ dataDirectory, environment })
  const journal = join(stateDirectoryOf({ clusterConfigDirectory }), 'node.sqlite')
  if (!localFileSystem.exists(journal)) return () => undefined
  const lock = lockDatabase(journal, () => new Date(), localFileSystem)
  return () => lock.release()
}
