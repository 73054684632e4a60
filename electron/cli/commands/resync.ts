import { z } from 'zod'
import type { Problem } from '../../catalog/problem.ts'
import type { Operation, Plan } from '../../engine/resync/plan.ts'
import type { Withheld } from '../../engine/resync/withheld.ts'
import { agreedTo, Resync, type Comparison, type ResyncReport } from '../../engine/resync/resync.ts'
import { brokerSession } from '../../services/broker-session.ts'
import { tellProvedEqual } from '../node-on-directory.ts'
import { directoryNamed, profileOption } from '../profile-nodes.ts'
import { defineCommand, usageFailure, type CommandContext } from '../command.ts'
import { canAsk, confirm } from '../confirm.ts'
import { counted } from '../counted.ts'
import { existingDirectory } from '../data-directory-input.ts'
import { driftLines } from '../drift-lines.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import type { Output } from '../output.ts'
import { identifySlave, reachSlave, type SlaveIdentity } from '../slave-to-resync.ts'
import { bold, dim, green, red, yellow } from '../styled-text.ts'

export const resyncCommand = defineCommand({
  name: 'resync',
  summary: 'make one slave equal to its master again',
  description:
    'Compares the data directory of a slave with that of its master, or of another true replica, shows what differs ' +
    'and what would be sent, asks, sends it to the queue of this one slave, waits until the slave has applied it, ' +
    'and compares again. No other node receives anything. ' +
    'Exits with 0 when the slave was proved equal, with 1 when something still differs (with --dry-run: when ' +
    'something differs). Interrupting it ends it between two operations; what was sent is applied all the same.',
  arguments: [],
  options: [
    {
      key: 'slave',
      syntax: '--slave <directory>',
      description: 'data directory of the slave, which must run',
    },
    { key: 'from', syntax: '--from <directory>', description: 'data directory of what it should equal' },
    {
      key: 'broker',
      syntax: '--broker <url>',
      description: "the slave's broker (default: the one the slave is connected to)",
    },
    profileOption.option,
    { key: 'dryRun', syntax: '--dry-run', description: 'only show what differs and what would be sent' },
    { key: 'yes', syntax: '--yes', description: 'do not ask; needed where nobody can be asked' },
  ],
  examples: [
    { line: 'resync --slave slave --from master --dry-run', does: 'see what a resync would do' },
    { line: 'resync --slave slave --from master', does: 'do it, after a question' },
    { line: 'resync --slave slave --from master --yes --json', does: 'do it in a script' },
  ],
  input: z.object({
    slave: z.string({ error: 'is required' }).min(1, 'must name a directory'),
    from: z.string({ error: 'is required' }).min(1, 'must name a directory'),
    broker: z.string().min(1, 'must be a broker URL').optional(),
    dryRun: z.boolean().default(false),
    yes: z.boolean().default(false),
    profile: profileOption.schema,
  }),
  async run({ slave: slavePath, from, broker, dryRun, yes, ...chosen }, context) {
    const { output, environment, listenForInterruption } = context
    const slaveRoot = existingDirectory(directoryNamed(slavePath, chosen, context))
    const referenceRoot = existingDirectory(directoryNamed(from, chosen, context))
    const resync = new Resync(referenceRoot, slaveRoot)
    const slave = identifySlave(slaveRoot.path, environment)
    const plan = await resync.plan()
    const preview = previewOf(plan)
    if (!output.json) printPreview(preview, output)
    if (dryRun || preview.drift.equal || preview.operations.length === 0) {
      if (output.json) output.document(documentOf(slave, preview, undefined))
      if (!preview.drift.equal) {
        output.message(`nothing was sent: ${dryRun ? 'this was a dry run' : 'nothing of it can be'}`)
      }
      return preview.drift.equal ? exitCodes.ok : exitCodes.no
    }
    // Found out before anyone is asked anything.
    const reachable = await reachSlave(slaveRoot.path, slave, context, { broker, from })
    const interrupted = listenForInterruption()
    if (!yes && !(await mayGoOn(slave, preview, context, interrupted))) {
      output.message('nothing was sent')
      return exitCodes.no
    }
    await using session = brokerSession(reachable.brokerUrl)
    await session.connect(interrupted)
    const begin = performance.now()
    const at = Date.now()
    const report = await resync.run(agreedTo(plan), {
      session,
      queue: slave.queue,
      slave: slave.configuration,
      control: reachable.control,
      signal: interrupted,
      onProgress: ({ phase, done, total, operation }) =>
        output.progress(`${phase} ${done}/${total} ${operation ?? ''}`),
    })
    const milliseconds = Math.round(performance.now() - begin)
    if (report.verified) await tellProvedEqual([referenceRoot.path, slaveRoot.path], at, environment)
    if (output.json) output.document({ ...documentOf(slave, preview, report), milliseconds })
    else printReport(slave, report, milliseconds, output)
    return exitCodeOf(report)
  },
})

interface Preview {
  readonly drift: Comparison['drift']
  readonly operations: readonly Operation[]
  readonly withheld: readonly Withheld[]
  /** Messages that would be sent. */
  readonly messages: number
  /** Files that cannot be read, of the slave and of the reference. */
  readonly unread: { readonly slave: readonly string[]; readonly reference: readonly string[] }
}

function previewOf({ drift, operations, withheld, reference, slave }: Comparison & Plan): Preview {
  return {
    drift,
    operations,
    withheld,
    messages: operations.reduce((sum, { events }) => sum + events.length, 0),
    unread: { slave: unreadIn(slave.problems), reference: unreadIn(reference.problems) },
  }
}

function unreadIn(problems: readonly Problem[]): readonly string[] {
  return problems
    .filter(({ effect }) => effect === 'unread')
    .map(({ path, failure: { message } }) => `${path}: ${message}`)
}

async function mayGoOn(
  { queue }: SlaveIdentity,
  { messages }: Preview,
  { output }: CommandContext,
  signal: AbortSignal,
): Promise<boolean> {
  if (output.json || !canAsk()) {
    throw usageFailure('nobody can be asked here, so --yes is needed to send anything', 'resync')
  }
  return confirm(`Send ${counted(messages, 'message')} to queue ${queue.name}?`, signal)
}

function printPreview(preview: Preview, output: Output): void {
  const { drift, operations, withheld, messages, unread } = preview
  for (const each of unread.slave) output.warning(`not read on the slave: ${each}`)
  for (const each of unread.reference) output.warning(`not read on the reference: ${each}`)
  for (const line of driftLines(drift, unread.slave.length + unread.reference.length)) output.line(...line)
  printWithheld(withheld, output)
  if (operations.length === 0) return
  output.line('')
  output.line(bold('plan'), `: ${counted(operations.length, 'operation')}, ${counted(messages, 'message')}`)
  for (const [index, { title, reason }] of operations.entries()) {
    output.line(`  ${String(index + 1).padStart(3)}  ${title}`, dim(` — ${reason}`))
  }
}

function printWithheld(withheld: readonly Withheld[], output: Output): void {
  if (withheld.length > 0) output.line('')
  for (const { title, reason } of withheld) output.line(yellow('not sent'), ` ${title}`, dim(` — ${reason}`))
}

function printReport(
  { queue }: SlaveIdentity,
  { results, after: { drift, reference, slave }, withheld, verified, cancelled, passes }: ResyncReport,
  milliseconds: number,
  output: Output,
): void {
  const open = results.filter(({ outcome }) => outcome.state === 'failed' || outcome.state === 'parked')
  output.line('')
  for (const { operation, outcome } of open) {
    output.line(red(outcome.state), ` ${operation.title}`, ` — ${outcome.reason ?? 'no reason given'}`)
  }
  const unread = [...unreadIn(reference.problems), ...unreadIn(slave.problems)].length
  if (!verified && !cancelled) for (const line of driftLines(drift, unread)) output.line(...line)
  if (!verified) printWithheld(withheld, output)
  const passesInWords = passes === 1 ? '' : ` in ${passes} passes`
  output.line(
    `${counted(results.length, 'operation')} sent to ${queue.name}${passesInWords}, ${(milliseconds / 1000).toFixed(1)} s`,
  )
  const left = counted(drift.entries.length, 'difference')
  if (verified) {
    output.line(green('verified'), `: read back, ${counted(drift.compared, 'object')} compared, 0 differ`)
  } else if (cancelled) {
    output.line(red('interrupted'), `: ${left} left; run it again to go on`)
  } else {
    output.line(red('not verified'), `: ${left} left, listed above`)
  }
}

function exitCodeOf({ verified, cancelled }: ResyncReport): ExitCode {
  if (verified) return exitCodes.ok
  return cancelled ? exitCodes.interrupted : exitCodes.no
}

/** Events are left out: they hold the passwords of stores. */
function documentOf(
  { configuration, queue }: SlaveIdentity,
  { drift, operations, withheld, messages, unread }: Preview,
  report: ResyncReport | undefined,
): object {
  const shown = ({ verb, kind, id, title, reason }: Operation | Withheld): object => ({
    verb,
    kind,
    id,
    title,
    reason,
  })
  return {
    slave: configuration.instanceName,
    queue: queue.name,
    before: drift,
    unread: unread.slave,
    unreadAtReference: unread.reference,
    plan: operations.map(shown),
    withheld: withheld.map(shown),
    messages,
    ...(report === undefined
      ? { sent: false }
      : {
          sent: true,
          results: report.results.map(({ operation, outcome }) => ({ ...shown(operation), ...outcome })),
          after: report.after.drift,
          withheld: report.withheld.map(shown),
          passes: report.passes,
          verified: report.verified,
          cancelled: report.cancelled,
        }),
  }
}
