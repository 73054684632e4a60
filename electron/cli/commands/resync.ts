import { z } from 'zod'
import type { ResyncPlan, ResyncReport } from '../../contract/features/resync.ts'
import type { DriftData } from '../../contract/shared.ts'
import { clusterFields, clusterGiven, clusterOptions } from '../cluster-options.ts'
import { defineCommand, usageFailure, type CommandContext } from '../command.ts'
import { canAsk, confirm } from '../confirm.ts'
import { driftLines, strayLines, unreadLines } from '../drift-lines.ts'
import { exitCodes, type ExitCode } from '../exit-codes.ts'
import type { Output } from '../output.ts'
import { say } from '../../sentences/say.ts'
import { bold, dim, green, red, yellow } from '../styled-text.ts'
import { managementGiven } from '../management-options.ts'
import { openWorkingCluster } from '../working-cluster.ts'
import { requiredWords, words } from '../parameters.ts'
import { stateWord } from '../state-word.ts'
import type { Wording } from '../../sentences/sentence.ts'

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
    const choice = clusterGiven(given, context) ?? {
      ...{ directories, reference: from, brokerUrl: broker, management: managementGiven(given) },
    }
    await using working = await openWorkingCluster({ ...choice, isPatient: true }, context, interrupted)
    const { instanceName } = working.node(slaveNamed)
    const reference = working.node(from).instanceName
    const resync = working.services.resync.service
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
        output.message(dryRun ? say('cliChanges.nothingSentDryRun') : say('cliChanges.nothingSendable'))
      }
      return isEqual ? exitCodes.ok : exitCodes.no
    }
    if (!yes && !(await mayGoOn(plan, context, interrupted))) {
      output.message(say('cliChanges.nothingSent'))
      return exitCodes.no
    }
    await working.cluster.connect(interrupted)
    const report = await resync.run(
      { plan: plan.id, instanceName, leaveOut: [...left], mayReload: reload },
      {
        signal: interrupted,
        progress: ({ phase, done, total, operation }) => {
          const progress = say('resync.progress', { phase: say(`resync.${phase}`), done, total })
          output.progress(operation === null ? progress : say('cli.operation', { progress, operation }))
        },
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
  return confirm(say('cliChanges.send', { count: events, queue }), output, signal)
}

/** What reloads a node is done only when it is asked for. */
function reloading({ operations }: ResyncPlan): readonly string[] {
  return operations.filter(({ way }) => way === 'files').map(({ key }) => key)
}

/** What is done, and how where it is not by a message. */
function doneBy({ way, title }: ResyncPlan['operations'][number]): Wording {
  if (way === 'message') return title
  return way === 'rest' ? say('cliChanges.overRest', { title }) : say('cliChanges.byFiles', { title })
}

function unreadIn(side: 'reference' | 'slave', { problems }: DriftData) {
  return problems.filter((each) => each.side === side && each.effect === 'unread')
}

function printPlan(
  { drift, operations, withheld, events }: ResyncPlan,
  left: ReadonlySet<string>,
  output: Output,
): void {
  for (const { path, message: reason } of unreadIn('slave', drift))
    output.warning(say('cliChanges.unreadOnSlave', { path, reason }))
  for (const { path, message: reason } of unreadIn('reference', drift))
    output.warning(say('cliChanges.unreadOnReference', { path, reason }))
  for (const line of driftLines(drift)) output.line(...line)
  printWithheld(withheld, output)
  if (operations.length === 0) return
  output.line('')
  const [steps, messages] = [operations.length, events]
  output.line(
    ...[bold(say('cliChanges.plan')), ': ', say('cliChanges.operations', { count: steps }), ', '],
    say('cliChanges.messages', { count: messages }),
  )
  for (const [index, operation] of operations.entries()) {
    const { key, title, reason } = operation
    const what = left.has(key) ? [yellow(say('cliChanges.leftOut')), ' ', title] : [doneBy(operation)]
    output.line(`  ${String(index + 1).padStart(3)}  `, ...what, dim(' — '), dim(reason))
  }
}

function printWithheld(withheld: ResyncPlan['withheld'], output: Output): void {
  if (withheld.length > 0) output.line('')
  for (const { title, reason } of withheld) {
    output.line(yellow(say('cliChanges.notSent')), ' ', title, dim(' — '), dim(reason))
  }
}

function printReport(report: ResyncReport, output: Output): void {
  const { queue, results, after, withheld, others, verified, cancelled, startedAt, finishedAt } = report
  const open = results.filter(({ state }) => state === 'failed' || state === 'parked')
  output.line('')
  for (const { title, state, message } of open) {
    output.line(red(stateWord(state)), ' ', title, ' — ', message ?? say('cliChanges.noReason'))
  }
  if (!verified && !cancelled)
    for (const line of [...unreadLines(after), ...driftLines(after)]) output.line(...line)
  if (!verified) printWithheld(withheld, output)
  for (const { instanceName, state } of others) {
    if (state !== 'untouched') output.line(yellow(`${instanceName}: `), yellow(stateWord(state)))
  }
  const milliseconds = finishedAt - startedAt
  output.line(say('cliChanges.sentTo', { count: results.length, queue, milliseconds }))
  const left = { count: after.entries.length }
  if (verified) {
    for (const line of strayLines(after)) output.line(...line)
    output.line(
      ...[green(say('cliStates.verified')), ': ', say('cliChanges.readBack', { count: after.compared })],
    )
  } else if (cancelled) {
    output.line(red(say('cliChanges.interrupted')), ': ', say('cliChanges.leftToDo', left))
  } else {
    const unread = { count: after.problems.filter(({ effect }) => effect === 'unread').length }
    const why = left.count === 0 && unread.count > 0 ? 'cliChanges.unreadListed' : 'cliChanges.leftListed'
    output.line(red(say('cliChanges.notVerified')), ': ', say(why, left.count === 0 ? unread : left))
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
