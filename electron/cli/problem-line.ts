import type { Problem, ProblemEffect } from '../catalog/problem.ts'
import type { UnusualFile } from '../nodes/face/cluster-node.ts'
import { dim, red, yellow, type Piece } from './styled-text.ts'
import type { Wording } from '../sentences/sentence.ts'
import { say } from '../sentences/say.ts'

const wordsOfEffect: Readonly<Record<ProblemEffect, Piece>> = {
  unread: red(say('cliStates.unread')),
  ignored: yellow(say('cliStates.ignored')),
  remark: dim(say('cliStates.remark')),
}

/** What is unusual in a data directory, as every command says it: what came of it first. */
export interface ProblemData {
  readonly path: string
  readonly effect: ProblemEffect
  /** Of the error; null of what is no error. */
  readonly code: string | null
  readonly message: Wording
  readonly remedy: Wording | null
}

/** A problem as documents of the command line have it. */
export function problemData({ path, effect, failure: { code, message, remedy } }: Problem): ProblemData {
  return { path, effect, code, message, remedy }
}

/** What a service has to say of a file, as documents of the command line have it. */
export function fileProblem({ path, effect, message }: UnusualFile): ProblemData {
  const code = typeof message !== 'string' && message.key.startsWith('PLB-') ? message.key : null
  const values = typeof message === 'string' ? {} : message.values
  return { path, effect, code, message, remedy: code === null ? null : { key: `${code}.remedy`, values } }
}

/** A problem as a line. */
export function problemLine(
  { path, effect, code, message }: Omit<ProblemData, 'remedy'>,
  directory?: string,
): readonly Piece[] {
  const names = [directory, path].filter((name) => name !== undefined && name !== '')
  return [wordsOfEffect[effect], ` ${names.join('/')}: `, message, code === null ? '' : ` (${code})`]
}

/** What could not be read comes first. */
export function unreadFirst<Each extends { readonly effect: ProblemEffect }>(
  problems: readonly Each[],
): readonly Each[] {
  return problems.toSorted(
    (one, other) => Number(other.effect === 'unread') - Number(one.effect === 'unread'),
  )
}
