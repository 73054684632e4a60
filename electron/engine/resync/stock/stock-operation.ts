import { needsStart } from '../compare.ts'
import type { CatalogObject } from '../../../catalog/object.ts'
import type { RelativePath } from '../../../storage/directory-root.ts'
import type { Receiver } from '../../../wire/receiver.ts'
import { keyOf, type Operation, type Way } from '../operation.ts'
import type { Refusal } from '../plan.ts'
import type { Step } from './step.ts'
import { fileOf } from './file-of.ts'
import type { StockState } from './stock-reader.ts'
import type { Wording } from '../../../sentences/sentence.ts'
import { say } from '../../../sentences/say.ts'

export interface StockOperation extends Operation {
  readonly steps: readonly Step[]
  /** The furthest any step has to go: files before REST, REST before messages. */
  readonly way: Way
  /** Keys of what it does besides, so that it is not done without them. */
  readonly covers: readonly string[]
  /** Keys of removals it cannot do without. */
  readonly removes: readonly string[]
  /** What is there afterwards. */
  readonly present: readonly CatalogObject[]
  /** What is not there afterwards, save what comes again in its place. */
  readonly gone: readonly CatalogObject[]
  /** What a reload is to bring, and what is written anew when it does not. */
  readonly brings?: readonly CatalogObject[]
  /** Why it cannot be written down at all. */
  readonly fault?: Wording
  /** Files, or directories with all in them, that it removes. */
  readonly clears?: readonly RelativePath[]
  /** Whether it may have loaded them, so that they are gone with a reload alone. */
  readonly isLoaded?: boolean
  /** Files beside the configuration that it brings. */
  readonly attachments?: readonly RelativePath[]
}

export interface StockPlanOptions {
  readonly receiver: Receiver
  readonly refuse?: Refusal
  /** Everything by files and one reload, as a new or emptied node needs it. */
  readonly byFiles?: boolean
  /** What the slave did not take, by key, with the reason; it is not tried again. */
  readonly stopped?: ReadonlyMap<string, Wording>
  /** What the slave did not take otherwise, by key; it goes by its file. */
  readonly untaken?: ReadonlySet<string>
  /** Files beside the configuration that the slave lacks. */
  readonly attachments?: readonly RelativePath[]
}

/** Whether an operation is only done when it was shown and agreed to. */
export function needsConsent({ verb, way, removes }: StockOperation): boolean {
  return (
    verb === 'remove' || verb === 'reload' || way !== 'message' || removes.length > 0 || verb === 'replace'
  )
}

/** What agreeing to an operation agrees to: itself, what it does besides, and to do the rest if it is broken off. */
export function consentsOf(operation: StockOperation): readonly string[] {
  const { key, way, covers, removes, present, brings = [] } = operation
  return [
    ...[key, ...covers, ...removes],
    // What was broken off behind its addition is there, and yet to be made what it was to be.
    ...[...present, ...brings].flatMap(({ kind, id }) => [keyOf('add', kind, id), keyOf('modify', kind, id)]),
    ...(way === 'files' ? [mayReloadKey] : []),
  ]
}

/** The files beside the configuration a new node gets, which no message carries. */
export function attachmentsOf(attachments: readonly RelativePath[]): readonly StockOperation[] {
  if (attachments.length === 0) return []
  const [first = []] = attachments
  return [
    {
      key: 'files:attachments',
      verb: 'add',
      kind: 'style',
      id: '',
      title: say('stock.attachments', { count: attachments.length }),
      reason: say('stock.attachmentsMissing', { path: first.join('/') }),
      way: 'files',
      attachments,
      ...{ events: [], steps: [], covers: [], removes: [], present: [], gone: [] },
    },
  ]
}

export const reloadKey = 'reload:node'

/** All files at once, as a new or emptied node gets them. */
export const allByFilesKey = 'files:all'

/** What agreeing to any reload agrees to: that what was agreed to is done by its file when the slave does not take it otherwise. */
export const mayReloadKey = 'reload:allowed'

/** The reload a node needs whose memory and files have parted; undefined when they have not. */
export function reloadOf(
  { splits, parted = [], catalog }: StockState,
  brings: readonly CatalogObject[] = [],
): StockOperation | undefined {
  const places = [
    // No reload gives it another name, makes one of two, or has it listed again.
    ...splits.flatMap(({ side, path, isCopy }) =>
      side === 'unaskable' || needsStart(side) || isCopy === true ? [] : [path],
    ),
    ...parted.map((object) => fileOf(object, catalog) ?? object.id),
  ]
  const different = [...new Set(places)]
  if (different.length === 0) return undefined
  const paths = different.slice(0, 5)
  const count = different.length - paths.length
  return {
    key: reloadKey,
    verb: 'reload',
    kind: 'workspace',
    id: '',
    title: say('stock.reload'),
    reason: count > 0 ? say('stock.partedMore', { paths, count }) : say('stock.parted', { paths }),
    way: 'files',
    brings,
    ...{ events: [], steps: [], covers: [], removes: [], present: [], gone: [] },
  }
}
