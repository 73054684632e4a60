import type { Kind } from '../catalog/kinds/property.ts'
import type { KeptEntry } from '../engine/journal/history.ts'
import { findObject } from '../engine/master/find-object.ts'
import type { EditRequest } from '../engine/master/master.ts'
import { failure, isFailure } from '../errors/failure.ts'
import type { NodeConfiguration } from '../nodes/face/cluster-node.ts'
import { restoringRequest } from '../services/configuration/restore.ts'
import type { RestoredState } from '../contract/features/configuration.ts'
import { namesOfReturning, undoingRequest } from '../services/configuration/undo.ts'
import { dayAndTime } from './activity-line.ts'
import { exitCodes, type ExitCode } from './exit-codes.ts'
import type { Output } from './output.ts'
import { bold, dim } from './styled-text.ts'

/** A configuration with what was changed of it. */
type KeptConfiguration = Pick<NodeConfiguration, 'view' | 'historyOf' | 'removals' | 'changeOf'>

/** An object as it was typed; one that is gone is the last of that name, or that of an id. */
interface Named {
  readonly kind: Kind
  readonly name: string
}

/** Shows what was changed of an object, newest first. */
export async function showHistory(
  configuration: KeptConfiguration,
  named: Named,
  output: Output,
): Promise<ExitCode> {
  const entries = await changesOf(configuration, named)
  if (output.json) {
    output.document(
      entries.map(({ id, at, author, verb, summary, reason, together }) => ({
        ...{ id, at, author, verb, summary, together },
        reason: reason ?? null,
      })),
    )
  } else {
    for (const { id, at, author, summary, reason } of entries) {
      const why = reason === undefined ? [] : [dim(`  ${reason}`)]
      output.line(bold(String(id)), '  ', dim(dayAndTime(at)), `  ${author}  `, summary, ...why)
    }
  }
  return entries.length > 0 ? exitCodes.ok : exitCodes.no
}

/**
 * The change that takes back one of an object's changes, with all that was changed together with it, or makes it once more.
 * @param change its number; the latest unless it is given
 * @param whole whether what was changed since is taken back along with it
 * @throws PLB-EDIT-HISTORY-EMPTY, PLB-EDIT-CHANGED-SINCE
 */
export async function restoringRequestOf(
  configuration: KeptConfiguration,
  named: Named,
  {
    state,
    change,
    whole = false,
  }: { readonly state: RestoredState; readonly change: number | undefined; readonly whole?: boolean },
): Promise<EditRequest> {
  const entries = await changesOf(configuration, named)
  const entry = change === undefined ? entries[0] : entries.find(({ id }) => id === change)
  if (entry === undefined) throw failure('PLB-EDIT-HISTORY-EMPTY', { state })
  const view = await configuration.view()
  return state === 'before'
    ? undoingRequest(view, await configuration.changeOf(entry.id), whole ? 'wholly' : 'what it changed')
    : restoringRequest(view, entry, state)
}

async function changesOf(
  configuration: KeptConfiguration,
  { kind, name }: Named,
): Promise<readonly KeptEntry[]> {
  const view = await configuration.view()
  try {
    return await configuration.historyOf(findObject(view.catalog, [kind], name).id)
  } catch (error) {
    if (!isFailure(error, 'PLB-ENGINE-OBJECT-NOT-FOUND')) throw error
    const id = (await lastRemoved(configuration, view, { kind, name })) ?? name
    const entries = await configuration.historyOf(id)
    if (entries.length === 0) throw error
    return entries
  }
}

/** Removals a name is looked for in; what went before them is found by its id. */
const mostRemovals = 1_000

/** The id of what was removed last under a name. */
async function lastRemoved(
  configuration: KeptConfiguration,
  view: Parameters<typeof namesOfReturning>[0],
  { kind, name }: Named,
): Promise<string | undefined> {
  // What an object was named by was there when it was removed, so it is there still or went later.
  const gone: KeptEntry[] = []
  while (gone.length < mostRemovals) {
    const removals = await configuration.removals(gone.at(-1)?.id)
    if (removals.length === 0) return undefined
    gone.push(...removals)
    // A layer goes by the name of its resource, which went with it.
    const layers = removals.filter((each) => kind === 'layer' && each.kind === kind)
    const along = await Promise.all(layers.map(({ id }) => configuration.changeOf(id)))
    const titles = namesOfReturning(view, [...gone, ...along.flat()])
    const last = removals.find((each) => each.kind === kind && titles.get(each.objectId) === name)
    if (last !== undefined) return last.objectId
  }
  return undefined
}
