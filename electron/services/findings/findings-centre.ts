import { randomUUID } from 'node:crypto'
import type { StateFiles } from '../../state/json-file.ts'
import type { Offers, Service } from '../../contract/features/application.ts'
import type { FindingView } from '../../contract/features/findings.ts'
import type { AttentionItem, NodeView } from '../../contract/features/inventory.ts'
import type { AcceptedDifference, DriftEntry } from '../../contract/shared.ts'
import type { LanguageTag } from '../../languages/tags.ts'
import { speaker } from '../../sentences/speaker.ts'
import { isFailure } from '../../errors/failure.ts'
import { repeatedly, type Clock } from '../../scheduler/clock.ts'
import type { ApplicationEvents } from '../events/application-events.ts'
import type { EventHub } from '../events/event-hub.ts'
import type { OpenCluster } from '../cluster/open-cluster.ts'
import type { Verdicts } from '../comparison/verdicts.ts'
import { csv } from '../../text/csv.ts'
import type { Finding } from './detectors/finding.ts'
import { Notes } from './notes.ts'
import { datedName } from '../../text/dated-name.ts'

export interface FindingsCentreOptions extends StateFiles {
  readonly required: () => OpenCluster
  readonly current: () => OpenCluster | undefined
  /** Told when what is acknowledged or accepted is another. */
  readonly changed: () => void
  readonly picture: () => {
    readonly nodes: readonly NodeView[]
    readonly attention: readonly AttentionItem[]
  }
  /** What is wrong with GeoServers. */
  readonly detect: (signal: AbortSignal) => Promise<readonly Finding[]>
  readonly verdicts: Pick<Verdicts, 'get'>
  readonly hub: Pick<EventHub<ApplicationEvents>, 'on'>
  readonly clock: Clock
  /** Who acknowledges and accepts. */
  readonly operator: () => string
  readonly language: () => LanguageTag
}

/** Milliseconds between two looks at what is wrong with GeoServers while nobody asks. */
const lookInterval = 15_000

/** A finding, before it is known what was said of it. */
type Found = Omit<FindingView, 'note' | 'known'> & Pick<AttentionItem, 'known'>

type Listed = Awaited<ReturnType<Service<'findings'>['list']>>

/** Everything that is wrong in one list, with what somebody said about it. Nothing leaves the list by being known. */
export class FindingsCentre implements Offers<'findings'> {
  readonly #options: FindingsCentreOptions
  readonly #since = new Map<string, number>()
  readonly #stop = new AbortController()
  #kept: { readonly directory: string; readonly notes: Notes } | undefined
  #standing: readonly Finding[] = []
  #cancelTimer: () => void = () => undefined

  constructor(options: FindingsCentreOptions) {
    this.#options = options
    options.hub.on(
      'cluster',
      ({ state }) => {
        if (state === 'opening' || state === 'closed') this.#standing = []
      },
      this.#stop.signal,
    )
  }

  /** Looks from now on for what is wrong with GeoServers, so that it is told where nobody asks for it. */
  start(): void {
    this.#cancelTimer = repeatedly(this.#options.clock, lookInterval, () => this.look())
  }

  stop(): void {
    this.#cancelTimer()
    this.#stop.abort()
  }

  /** What was found of GeoServers when that was looked for last, as what needs attention. */
  get standing(): readonly AttentionItem[] {
    return this.#standing.map((each) => {
      const { id, severity, message, why, since, instanceName, action, known } = this.#ofGeoServer(each)
      return { id, kind: 'finding', severity, message, why, since, instanceName, action, known }
    })
  }

  /** Looks for what is wrong with the GeoServers of the cluster, where it has any. */
  async look(): Promise<void> {
    const cluster = this.#options.current()
    if (cluster === undefined || cluster.nodes.geoServers.length === 0) return
    try {
      await this.#detect(this.#stop.signal)
    } catch (error) {
      // What cannot be learnt now is tried again; why is told where it is asked for.
      if (!isFailure(error) && !this.#stop.signal.aborted) throw error
    }
  }

  async #detect(signal: AbortSignal): Promise<readonly Finding[]> {
    const { current, detect, changed, now } = this.#options
    const cluster = current()
    const found = await detect(signal)
    if (current() !== cluster) return found
    const before = this.#standing
    this.#standing = found
    const present = new Set(found.map(({ id }) => id))
    const sayingOf = ({ id, known }: Finding): string => `${id} ${known === true ? 'known' : 'open'}`
    for (const id of this.#since.keys()) if (!present.has(id)) this.#since.delete(id)
    for (const id of present) if (!this.#since.has(id)) this.#since.set(id, now())
    if (before.map(sayingOf).join('\n') !== found.map(sayingOf).join('\n')) changed()
    return found
  }

  /**
   * Whether a finding needs nobody: somebody acknowledged or snoozed it and its time is not over, or accepted all that
   * differs.
   */
  isKnown({ id, known }: Pick<AttentionItem, 'id' | 'known'>): boolean {
    return known === true || (this.#options.current() !== undefined && this.#notes().on(id) !== null)
  }

  /** The differences that are accepted in the cluster that is open. */
  get accepted(): readonly AcceptedDifference[] {
    return this.#options.current() === undefined ? [] : this.#notes().accepted
  }

  get service(): Service<'findings'> {
    const { operator, now, changed } = this.#options
    return {
      list: (_input, { signal }) => this.#list(signal),
      acknowledge: ({ id, reason, until }) => {
        this.#notes().put(id, { reason, until, by: operator(), at: now() })
        changed()
        return {}
      },
      reopen: ({ id }) => {
        this.#notes().take(id)
        changed()
        return {}
      },
      accept: (difference) => {
        const id = randomUUID()
        this.#notes().accept({ ...difference, id, by: operator(), at: now() })
        this.#tell()
        return { id }
      },
      endAcceptance: ({ id }) => {
        this.#notes().endAcceptance(id)
        this.#tell()
        return {}
      },
      export: async (_input, { signal }) => this.#export(await this.#list(signal)),
    }
  }

  /** What is accepted is another: what was found of GeoServers may rest on that. */
  #tell(): void {
    this.#options.changed()
    void this.look()
  }

  async #list(signal: AbortSignal): Promise<Listed> {
    const notes = this.#notes()
    const { nodes, attention } = this.#options.picture()
    const { accepted } = notes
    const found = [
      ...attention.filter(({ kind }) => kind !== 'finding').map((item) => this.#ofAttention(item)),
      ...(await this.#detect(signal)).map((each) => this.#ofGeoServer(each)),
    ]
    const noted = nodes
      .flatMap(({ instanceName }) => this.#entriesOf(instanceName))
      .flatMap((entry) => entry.accepted?.notes ?? [])
    return {
      findings: found.map(({ known, ...each }) => ({
        ...each,
        note: notes.on(each.id),
        known: this.isKnown({ id: each.id, known }),
      })),
      accepted: accepted.map((each) => ({
        ...each,
        covers: noted.filter(({ id }) => id === each.id).length,
      })),
    }
  }

  #ofAttention(item: AttentionItem): Found {
    const { id, kind, severity, message, why, instanceName, action, since, conflict, known } = item
    const entries = kind === 'drifted' && instanceName !== null ? this.#entriesOf(instanceName) : []
    const first = Math.min(...entries.flatMap((entry) => entry.since ?? []))
    return {
      ...{ id, severity, message, why, instanceName, action, conflict, known, remedy: null, evidence: [] },
      since: Number.isFinite(first) ? first : since,
    }
  }

  #entriesOf(instanceName: string): readonly DriftEntry[] {
    return this.#options.verdicts.get(instanceName)?.drift.entries ?? []
  }

  #ofGeoServer(found: Finding): Found {
    const { id, severity, message, cause, evidence, remedy, instanceName, action, known } = found
    const since = this.#since.get(id) ?? null
    return {
      ...{ id, severity, message, why: cause, evidence: [...evidence], remedy, since, instanceName, known },
      action: action ?? (instanceName === null ? 'open-broker' : 'review'),
    }
  }

  async #export({ findings, accepted }: Listed): Promise<{ fileName: string; content: string }> {
    const speak = await speaker(this.#options.language())
    const time = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString())
    const rows = [
      ...findings.map(({ severity, instanceName, message, why, since, note }) => [
        ...['finding', severity, instanceName, speak(message), why === null ? null : speak(why), time(since)],
        ...[note?.reason ?? null, note?.by ?? null, time(note?.at ?? null), time(note?.until ?? null)],
      ]),
      ...accepted.map(({ instanceName, kind, title, property, reason, by, at, until, covers }) => [
        ...['accepted', null, instanceName, `${kind} ${title}`, property, null],
        ...[reason, by, time(at), time(until), covers],
      ]),
    ]
    const header = [
      ...['type', 'severity', 'node', 'what', 'why', 'since'],
      ...['reason', 'by', 'noted', 'until', 'covers'],
    ]
    const fileName = datedName('plumbline-findings', this.#options.now(), 'csv')
    return { fileName, content: csv([header, ...rows]) }
  }

  /** Those of the cluster that is open. @throws PLB-CLUSTER-NOT-OPEN */
  #notes(): Notes {
    const { required, fileSystem, notices, now } = this.#options
    const { directory } = required()
    if (this.#kept?.directory !== directory) {
      this.#kept = { directory, notes: new Notes({ directory, fileSystem, notices, now }) }
    }
    return this.#kept.notes
  }
}
