import { z } from 'zod'
import type { ResyncPlan, ResyncReport } from '../../contract/features/resync.ts'
import type { DriftForm } from '../../contract/features/shared.ts'
import { clusterFields, clusterGiven, clusterOptions } from '../cluster-options.ts'
import { defineCommand, usageFailure, type CommandContext } from '../command.ts'
import { canAsk, confirm } from '../confirm.ts'
import { counted } from '../counted.ts'
import { driftLines } from '../drift-lines.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import type { Output } from '../output.ts'
import { say } from '../../sentences/say.ts'
import { bold, dim, green, red, yellow } from '../styled-text.ts'
import { openWorkingCluster } from '../working-cluster.ts'
import { requiredWords, words } from '../parameters.ts'

export const resyncCommand = defineCommand({
  name: 'resync',
  arguments: {},
  options: {
    slave: '--slave <directory>',
    from: '--from <directory>',
    broker: '--broker <url>',
    ...clusterOptions,
    byFiles: '--by-files',
    reload: '--reload',
    leaveOut: '--leave-out <key>',
    dryRun: '--dry-run',
    yes: '--yes',
  },
  repeatable: ['leaveOut'],
  examples: [
    'resync --slave slave --from master --dry-run',
    'resync --slave slave --from master',
    'resync --slave slave --from master --yes --json',
    'resync --node gs1:8080 gs2:8080 --login admin.login --slave gs2:8080 --from gs1:8080 --yes',
  ],
  input: z.object({
    slave: requiredWords('nameDirectory'),
    from: requiredWords('nameDirectory'),
    broker: words('beBrokerUrl').optional(),
    dryRun: z.boolean().default(false),
    yes: z.boolean().default(false),
    ...clusterFields,
    byFiles: z.boolean().optional(),
    reload: z.boolean().default(false),
    leaveOut: z.array(z.string()).default([]),
  }),
  async run({ slave: slaveNamed, from, broker, dryRun, yes, byFiles, reload, leaveOut, ...given }, context) {
    const { output, listenForInterruption } = context
    const directories = [slaveNamed, from]
    const interrupted = listenForInterruption()
    await using working = await openWorkingCluster(
      clusterGiven(given, context) ?? { directories, reference: from, brokerUrl: broker },
      context,
      interrupted,
    )
    const { instanceName } = working.node(slaveNamed)
    const reference = working.node(from).instanceName
    const resync = working.services.resync.service()
    const plan = await resync.plan(
      { instanceName, reference, ...(byFiles === undefined ? {} : { byFiles }) },
      { signal: interrupted, progress: ({ message }) => output.progress(message) },
    )
    const left = new Set([...leaveOut, ...(reload || byFiles === true ? [] : reloading(plan))])
    if (!output.json) printPlan(plan, left, output)
    const isEqual = plan.drift.equal && plan.operations.length === 0
    if (dryRun || isEqual || plan.operations.every(({ key }) => left.has(key))) {
      if (output.json) output.document(documentOf(plan, undefined))
      if (!isEqual) {
        output.message(`nothing was sent: ${dryRun ? 'this was a dry run' : 'nothing of it can be'}`)
      }
      return isEqual ? exitCodes.ok : exitCodes.no
    }
    if (!yes && !(await mayGoOn(plan, context, interrupted))) {
      output.message('nothing was sent')
      return exitCodes.no
    }
    await working.cluster.connect(interrupted)
    const report = await resync.run(
      { plan: plan.id, instanceName, leaveOut: [...left] },
      {
        signal: interrupted,
        progress: ({ phase, done, total, operation }) =>
          output.progress(
            operation === null
              ? `${phase} ${done}/${total}`
              : say('cli.operation', { phase, done, total, operation }),
          ),
      },
    )
    if (output.json) output.document(documentOf(plan, report))
    else printReport(report, output)
    return exitCodeOf(report)
  },
})

async function mayGoOn(
  { queue, events }: ResyncPlan,
  { output }: CommandContext,
  signal: AbortSignal,
): Promise<boolean> {
  if (output.json || !canAsk()) {
    throw usageFailure(say('usage.yesRequired'), 'resync')
  }
  return confirm(`Send ${counted(events, 'message')} to queue ${queue}?`, signal)
}

/** What reloads a node is done only when it is asked for. */
function reloading({ operations }: ResyncPlan): readonly string[] {
  return operations.filter(({ way }) => way === 'files').map(({ key }) => key)
}

const ways: Readonly<Record<ResyncPlan['operations'][number]['way'], string>> = {
  message: '',
  rest: 'over REST, silently: ',
  files: 'by files and reload: ',
}

function unreadIn(side: 'reference' | 'slave', { problems }: DriftForm) {
  return problems.filter((each) => each.side === side && each.effect === 'unread')
}

function printPlan(
  { drift, operations, withheld, events }: ResyncPlan,
  left: ReadonlySet<string>,
  output: Output,
): void {
  for (const side of ['slave', 'reference'] as const) {
    for (const { path, message } of unreadIn(side, drift)) {
      output.warning(`not read on the ${side}: ${path}: `, message)
    }
  }
  for (const line of driftLines(drift)) output.line(...line)
  printWithheld(withheld, output)
  if (operations.length === 0) return
  output.line('')
  output.line(bold('plan'), `: ${counted(operations.length, 'operation')}, ${counted(events, 'message')}`)
  for (const [index, { key, title, reason, way }] of operations.entries()) {
    const note = left.has(key) ? yellow('left out: ') : ways[way]
    output.line(`  ${String(index + 1).padStart(3)}  `, note, title, dim(' — '), dim(reason))
  }
}

function printWithheld(withheld: ResyncPlan['withheld'], output: Output): void {
  if (withheld.length > 0) output.line('')
  for (const { title, reason } of withheld) {
    output.line(yellow('not sent'), ' ', title, dim(' — '), dim(reason))
  }
}

function printReport(report: ResyncReport, output: Output): void {
  const { queue, results, after, withheld, others, verified, cancelled, startedAt, finishedAt } = report
  const open = results.filter(({ state }) => state === 'failed' || state === 'parked')
  output.line('')
  for (const { title, state, message } of open) {
    output.line(red(state), ' ', title, ' — ', message ?? 'no reason given')
  }
  if (!verified && !cancelled) for (const line of driftLines(after)) output.line(...line)
  if (!verified) printWithheld(withheld, output)
  for (const { instanceName, state } of others) {
    if (state !== 'untouched') output.line(yellow(`${instanceName}: ${state}`))
  }
  const seconds = ((finishedAt - startedAt) / 1000).toFixed(1)
  output.line(`${counted(results.length, 'operation')} sent to ${queue}, ${seconds} s`)
  const left = counted(after.entries.length, 'difference')
  if (verified) {
    output.line(green('verified'), `: read back, ${counted(after.compared, 'object')} compared, 0 differ`)
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

function documentOf(plan: ResyncPlan, report: ResyncReport | undefined): object {
  const { instanceName, reference, queue, drift, operations, withheld, events } = plan
  const pathsOf = (side: 'reference' | 'slave') => unreadIn(side, drift).map(({ path }) => path)
  const planned = {
    ...{ slave: instanceName, reference, queue, before: drift },
    unread: pathsOf('slave'),
    unreadAtReference: pathsOf('reference'),
    ...{ plan: operations, withheld, messages: events },
  }
  if (report === undefined) return { ...planned, sent: false }
  const { results, after, others, verified, cancelled, startedAt, finishedAt } = report
  return {
    ...planned,
    ...{ sent: true, results, after, withheld: report.withheld, others, verified, cancelled },
    milliseconds: finishedAt - startedAt,
  }
}
