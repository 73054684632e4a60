import type { z } from 'zod'
import type { Service } from '../../contract/features/application.ts'
import type { auditEntry } from '../../contract/features/audit.ts'
import { everyMessage, type MessageFilter, type MessageRow } from '../../contract/features/messages.ts'
import { isFailure } from '../../errors/failure.ts'
import { say } from '../../sentences/say.ts'
import { noTimes, type TimeBuckets } from '../../text/time-buckets.ts'

type Entry = z.output<typeof auditEntry>
export type SoughtChanges = Omit<Parameters<Service<'audit'>['histogram']>[0], 'buckets'>
type Context = Parameters<Service<'messages'>['page']>[1]

export interface SeenChangesOptions {
  /** The archive of the cluster that is shown. */
  readonly messages: Pick<Service<'messages'>, 'page' | 'position' | 'histogram' | 'facets'>
  /** The name of the cluster that is shown. */
  readonly cluster: () => string | undefined
  /** Who is at work here: what goes by this name is in the audit log itself. */
  readonly operator: string
}

/**
 * What others did to the cluster that is shown, as far as the messages that came by name whoever asked for them. Where
 * no cluster is open, or its archive cannot be read, which is told elsewhere, nobody did anything.
 */
export class SeenChanges {
  readonly #options: SeenChangesOptions

  constructor(options: SeenChangesOptions) {
    this.#options = options
  }

  /** Entries of messages below a number, newest first. */
  async before(
    sequence: number | null,
    limit: number,
    sought: SoughtChanges,
    context: Context,
  ): Promise<readonly Entry[]> {
    const { messages, cluster } = this.#options
    const page = await this.#ask(sought, context, (filter) =>
      messages.page({ filter, before: sequence, after: null, limit }, context),
    )
    return (page?.rows ?? []).map((row) => entryOf(row, cluster() ?? null))
  }

  /** How many messages above a number tell of one, at most so many. */
  async after(
    sequence: number | null,
    limit: number,
    sought: SoughtChanges,
    context: Context,
  ): Promise<number> {
    const { messages } = this.#options
    const page = await this.#ask(sought, context, (filter) =>
      messages.page({ filter, before: null, after: sequence ?? 0, limit }, context),
    )
    return page?.rows.length ?? 0
  }

  /** The number of the newest message there is, whoever asked for it. */
  async newest(context: Context): Promise<number | null> {
    const { messages } = this.#options
    const position = await this.#ask({ text: '' }, context, () =>
      messages.position({ filter: { ...everyMessage, all: true }, fraction: 1 }, context),
    )
    return position?.sequence ?? null
  }

  /** When the first and the last of them came by; undefined where there are none. */
  async span(
    sought: SoughtChanges,
    context: Context,
  ): Promise<{ readonly oldest: number; readonly newest: number } | undefined> {
    const { messages } = this.#options
    const [newest] = await this.before(null, 1, sought, context)
    const last = await this.#ask(sought, context, (filter) =>
      messages.position({ filter, fraction: 1 }, context),
    )
    const [oldest] = await this.before((last?.sequence ?? 0) + 1, 1, sought, context)
    return newest === undefined || oldest === undefined ? undefined : { oldest: oldest.at, newest: newest.at }
  }

  /** How many there are over time. */
  async histogram(
    sought: SoughtChanges & { readonly since: number; readonly until: number },
    buckets: number,
    context: Context,
  ): Promise<TimeBuckets> {
    const { messages } = this.#options
    const counted = await this.#ask(sought, context, (filter) =>
      messages.histogram({ filter, buckets }, context),
    )
    return counted ?? noTimes
  }

  async #ask<Answer>(
    sought: SoughtChanges,
    context: Context,
    ask: (filter: MessageFilter) => Answer | Promise<Answer>,
  ): Promise<Answer | undefined> {
    const { cluster, operator, messages } = this.#options
    const shown = cluster()
    if (shown === undefined || !isSame(sought.cluster ?? shown, shown) || isSame(sought.by, operator)) return
    const { text, object = null, since = null, until = null } = sought
    try {
      const { authors } = sought.by === undefined ? { authors: [] } : await messages.facets({}, context)
      const by = authors.find((each) => isSame(each, sought.by)) ?? sought.by ?? null
      return await ask({ ...everyMessage, text, object, since, until, by, notBy: operator })
    } catch (error) {
      context.signal.throwIfAborted()
      if (!isFailure(error)) throw error
      return undefined
    }
  }
}

function isSame(name: string | undefined, other: string | undefined): boolean {
  return name?.toLowerCase() === other?.toLowerCase()
}

function entryOf(
  { sequence, at, author, verb, summary, object, sender }: MessageRow,
  cluster: string | null,
): Entry {
  return {
    ...{ id: sequence, at, cluster },
    summary: say('audit.publish', { node: sender, what: summary }),
    operator: author ?? '',
    action: `messages.${verb}`,
    target: sender,
    subject: { node: sender, ids: object === null ? [] : [object.id] },
    outcome: 'seen',
    message: null,
    reason: null,
  }
}
