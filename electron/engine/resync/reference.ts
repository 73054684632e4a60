import { titleOf, type Catalog } from '../../catalog/catalog.ts'
import { failure, wordingOf, type Failure } from '../../errors/failure.ts'
import type { RelativePath } from '../../storage/directory-root.ts'
import type { NodeState } from './compare.ts'
import { Gaps } from './gaps.ts'
import type { CatalogObject } from '../../catalog/object.ts'
import type { Problem } from '../../catalog/problem.ts'
import type { SettledState, StateReader } from './state-reader.ts'
import { say } from '../../sentences/say.ts'
import { objectWords } from '../words.ts'

/** What holds all of a workspace's objects, or everything: a reference that cannot list these is none. */
const essential: ReadonlySet<string> = new Set(['', 'workspaces'])

/**
 * The node a slave is made equal to. What it does not have is removed from the slave, so that each of its readings
 * has to be one of all it holds.
 */
export class Reference {
  readonly #reader: StateReader
  #first: Catalog | undefined

  constructor(reader: StateReader) {
    this.#reader = reader
  }

  /**
   * Reads it as a whole. A file of it that cannot be read does not keep the rest from counting; see {@link Gaps}.
   * @throws PLB-ENGINE-REFERENCE-EMPTY, PLB-ENGINE-REFERENCE-UNREADABLE, PLB-ENGINE-REFERENCE-UNSETTLED;
   *   PLB-ENGINE-REFERENCE-SHRUNK when it lost something since it was read first and may not know; PLB-STORAGE-…
   */
  async read(): Promise<NodeState> {
    return this.#readWhole(false)
  }

  /**
   * As {@link read}, also while it is changed all the time, where it can be asked for each object: what of it is of which
   * moment is not known then, so that nothing it seems to lack counts as lacking.
   */
  async readMoving(): Promise<SettledState> {
    const state = await this.#readWhole(this.#reader.changedAmong !== undefined)
    return state.isSettled ? state : this.asMoving(state)
  }

  /** A state the reference was found to have left. */
  asMoving(state: SettledState): SettledState {
    const unread: Problem = { path: '', failure: this.#unsettled, effect: 'unread' }
    const problems = [...state.problems.filter(({ path }) => path !== ''), unread]
    return { ...state, isSettled: false, problems }
  }

  get #unsettled(): Failure {
    return failure('PLB-ENGINE-REFERENCE-UNSETTLED', { directory: this.#reader.place })
  }

  async #readWhole(mayMove: boolean): Promise<SettledState> {
    const directory = this.#reader.place
    const state = await this.#reader.read()
    if (!state.isSettled && !mayMove) throw this.#unsettled
    const problem = state.problems.find(({ path, effect }) => effect === 'unread' && essential.has(path))
    if (problem !== undefined) {
      const path = problem.path === '' ? say('plan.root') : problem.path
      const reason = wordingOf(problem.failure)
      throw failure('PLB-ENGINE-REFERENCE-UNREADABLE', { directory, path, reason }, problem.failure)
    }
    if (state.catalog.size === 0) throw failure('PLB-ENGINE-REFERENCE-EMPTY', { directory })
    this.#checkSize(state)
    this.#first ??= state.catalog
    return state
  }

  /** See {@link StateReader.isUnchanged}; true where it cannot be told. */
  async isUnchanged(): Promise<boolean> {
    return (await this.#reader.isUnchanged?.()) ?? true
  }

  /** See {@link StateReader.changedAmong}. */
  async changedAmong(objects: readonly CatalogObject[], places: Catalog): Promise<ReadonlySet<string>> {
    return (await this.#reader.changedAmong?.(objects, places)) ?? new Set()
  }

  /** See {@link StateReader.attachments}. */
  async attachments(catalog: Catalog): Promise<readonly RelativePath[]> {
    return (await this.#reader.attachments?.(catalog)) ?? []
  }

  async attachment(path: RelativePath): Promise<Buffer | undefined> {
    return this.#reader.attachment?.(path)
  }

  #checkSize({ catalog, problems }: NodeState): void {
    const first = this.#first
    if (first === undefined || this.#reader.tellsRemovals === true) return
    const gaps = new Gaps(problems, catalog)
    const lost = [...first.objects()].filter(
      (object) =>
        catalog.get(object.id, object.kind) === undefined &&
        gaps.explaining(object, first, (id) => id) === undefined,
    )
    const [one] = lost
    if (one === undefined) return
    throw failure('PLB-ENGINE-REFERENCE-SHRUNK', {
      directory: this.#reader.place,
      count: lost.length,
      object: objectWords(one.kind, titleOf(first, one)),
    })
  }
}
