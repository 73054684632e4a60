import type { EditPlan } from '../engine/master/plan.ts'
import { exitCodes, type ExitCode } from './exit-codes.ts'
import type { Output } from './output.ts'
import { red, yellow, type Piece } from './styled-text.ts'
import { errorDocument } from './error-report.ts'
import type { Wording } from '../sentences/sentence.ts'
import { objectWords } from '../engine/words.ts'
import { say } from '../sentences/say.ts'

/** Whether everything is as it is to be, which is said; it is no error, since whatever was asked for is so. */
export function isNothingToChange(plan: EditPlan | undefined, node: string, output: Output): boolean {
  const { events, problems } = plan ?? { events: [], problems: [] }
  // What differs may be no change: a node keeps an empty text where a directory has none.
  const isNothing =
    events.length === 0 && problems.every(({ code }) => code === 'PLB-ENGINE-NOTHING-TO-CHANGE')
  if (isNothing && output.json) output.document({ events: [], problems: [] })
  else if (isNothing) output.line(say('cliChanges.nothingToChange', { node }))
  return isNothing
}

/**
 * Shows what a change would do.
 * @throws why it would be refused
 */
export function showPlan(plan: EditPlan, output: Output): ExitCode {
  if (output.json) {
    output.document(documentOf(plan))
    return plan.problems.length === 0 ? exitCodes.ok : exitCodes.no
  }
  for (const line of goingAlongLines(plan)) output.message(line)
  for (const line of findingLines(plan)) output.message(...line)
  const [problem] = plan.problems
  if (problem !== undefined) throw problem
  for (const event of plan.events) output.line(event)
  output.message(say('cliChanges.dryRun'))
  return exitCodes.ok
}

/** A plan without the objects themselves, which hold passwords. */
function documentOf({ edits: _, goesAlong, problems, ...plan }: EditPlan) {
  const named = goesAlong.map(({ object, title, effect }) => ({ kind: object.kind, title, effect }))
  return { ...plan, goesAlong: named, problems: problems.map(errorDocument) }
}

/** A line for each object that is changed or removed along, or would come back without its password. */
export function goingAlongLines({ goesAlong }: EditPlan): readonly Wording[] {
  return goesAlong.flatMap(({ object, title, effect }) =>
    effect === 'added' ? [] : [say(words[effect], { object: objectWords(object.kind, title) })],
  )
}

const words = {
  removed: 'cli.removedAlong',
  changed: 'cli.changedAlong',
  losesPassword: 'cli.losesPassword',
} as const

/** A line for each thing the body of a style has against it. */
export function findingLines({ findings }: EditPlan): readonly (readonly Piece[])[] {
  return findings.map(({ severity, place, problem }) => [
    severity === 'error' ? red(say('cliDrift.error')) : yellow(say('cliChanges.doubt')),
    ' ',
    ...(place === undefined ? [] : [say('cliChanges.place', { ...place }), ' ']),
    problem,
  ])
}
