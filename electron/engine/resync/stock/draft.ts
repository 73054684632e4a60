import type { Catalog } from '../../../catalog/catalog.ts'
import type { Drift, DriftEntry } from '../../../catalog/diff.ts'
import type { CatalogObject } from '../../../catalog/object.ts'
import { isResource, resourceKinds } from '../../../catalog/kinds/property.ts'
import { nameOf, propertyOf, referenceOf, textOfProperty } from '../../../catalog/object.ts'
import { holdsEncryptedPassword } from '../../../catalog/passwords.ts'
import type { Pairing } from '../../../catalog/match-objects.ts'
import { referencedIds } from '../../../catalog/references.ts'
import { isFailure, wordingOf } from '../../../errors/failure.ts'
import type { Split } from '../../../geoserver/reading/catalog-files.ts'
import type { ClusterEvent } from '../../../wire/event.ts'
import type { Receiver } from '../../../wire/receiver.ts'
import type { NodeState } from '../compare.ts'
import { inOrder } from '../kind-order.ts'
import {
  additionOf,
  defaultWorkspaceOf,
  keyOf,
  modificationOf,
  removalOf,
  subjectOf,
  withOwnPasswords,
  type Subject,
} from '../operation.ts'
import { describeObject } from '../../words.ts'
import { fileOf, filesOf } from './file-of.ts'
import { halvesTogether } from './halves.ts'
import { isGlobalService, Moves } from './moves.ts'
import type { Replacement } from './replacements.ts'
import { additionsFor } from './additions.ts'
import { bereftOf, uprooted, type Bereft } from './bereft.ts'
import { litterOf, namesakesOf, obstaclesFor } from './litter.ts'
import { detachments, rulesTakenAlong } from './detachments.ts'
import { wayOf, type Step, type Surroundings } from './step.ts'
import { attachmentsOf, reloadOf, type StockOperation, type StockPlanOptions } from './stock-operation.ts'
import type { StockState } from './stock-reader.ts'
import { property, say } from '../../../sentences/say.ts'
import type { Wording } from '../../../sentences/sentence.ts'

/** A first sketch of a plan, before anyone knows whether all of it can be done. */
export class Draft {
  /** The reference in the slave's terms: what stays there under another id goes by that. */
  readonly wanted: NodeState
  readonly #drift: Drift
  readonly #slave: StockState
  readonly #receiver: Receiver
  readonly #byFiles: boolean
  readonly #pairing: Pairing
  readonly #moves: Moves
  readonly #isWithheld: (key: string) => boolean
  readonly #untaken: ReadonlySet<string>
  readonly #attachments: readonly StockOperation[]

  constructor(
    drift: Drift,
    reference: NodeState,
    slave: StockState,
    pairing: Pairing,
    options: StockPlanOptions,
    isWithheld: (key: string) => boolean,
  ) {
    this.#drift = drift
    this.#slave = slave
    this.#pairing = pairing
    this.#receiver = options.receiver
    this.#byFiles = options.byFiles === true
    this.#isWithheld = isWithheld
    this.#untaken = options.untaken ?? new Set()
    this.#attachments = attachmentsOf(options.attachments ?? []).filter(({ key }) => !isWithheld(key))
    this.#moves = new Moves(drift, reference, slave.catalog, pairing, {
      isWithheld,
      overwrites: this.#byFiles,
    })
    const { kept, wanted } = this.#moves
    const original = new Map([...kept].map(([id, here]) => [here, id]))
    this.wanted = {
      ...reference,
      catalog: wanted,
      body: (style) => {
        const held = reference.catalog.get(original.get(style.id) ?? style.id, 'style')
        return held && reference.body(held)
      },
    }
  }

  /** The slave as it is once renames are done. */
  get there(): Catalog {
    return this.#moves.there
  }

  get #surroundings(): Surroundings {
    return { wanted: this.wanted.catalog, there: this.there, receiver: this.#receiver }
  }

  operations(): readonly StockOperation[] {
    const isOpen = ({ key }: StockOperation): boolean => !this.#isWithheld(key)
    const namesakes = namesakesOf(this.wanted, this.#slave).filter(isOpen)
    const needed = reloadOf(this.#slave, this.#broughtByReload())
    const reload = needed === undefined || this.#isWithheld(needed.key) ? [] : [needed]
    const obstacles = obstaclesFor(this.#filesToCome(), this.#slave).filter(isOpen)
    const litter = litterOf(filesOf(this.wanted.catalog), this.wanted, this.#slave).filter(isOpen)
    if (this.#byFiles) {
      const removals = this.#removals()
      // What goes by its file goes before the reload that follows what comes by files.
      const first = removals.filter(({ way }) => way === 'files')
      const last = removals.filter(({ way }) => way !== 'files')
      return [
        ...obstacles,
        ...namesakes,
        ...reload,
        ...this.#attachments,
        ...first,
        ...this.#allByFiles(),
        ...last,
        ...litter,
      ]
    }
    const { catalog } = this.wanted
    const covered = new Set(this.#moves.replacements.flatMap((each) => this.#coveredBy(each)))
    const open = this.#drift.entries.filter((entry) => {
      const { key } = subjectOf(entry)
      return !this.#isWithheld(key) && !covered.has(key) && !(reload.length > 0 && this.#comesByReload(entry))
    })
    const renamed: StockOperation[] = []
    const modified: StockOperation[] = []
    const added: StockOperation[] = this.#moves.replacements.map((each) => this.#replacement(each))
    const defaults: StockOperation[] = []
    for (const entry of open)
      if (entry.type === 'missing' || this.#isOtherService(entry)) added.push(this.#addition(entry))
    added.push(...this.#late().map((object) => this.#return(object)))
    // What it lacks is there now, and a reload finds it as well.
    const bereft = new Map(
      this.#bereft(added, reload.length > 0 ? [] : this.#slave.bereft).map((each) => [each.object.id, each]),
    )
    for (const entry of open) {
      if (entry.type === 'different') {
        const isRename = this.#isRename(entry)
        const operation = this.#modification(entry, isRename ? [] : bereft.get(entry.id)?.names)
        if (operation === undefined) continue
        ;(isRename ? renamed : modified).push(operation)
        // One message says both.
        if (!isRename) bereft.delete(entry.id)
      }
      if (entry.type === 'defaultWorkspace') {
        const workspace = catalog.get(catalog.defaultWorkspace ?? '', 'workspace')
        if (workspace !== undefined)
          defaults.push(this.#operation(subjectOf(entry), [defaultWorkspaceOf(workspace)]))
      }
    }
    return [
      ...obstacles,
      ...namesakes,
      ...reload,
      ...inOrder(renamed, catalog),
      ...halvesTogether(inOrder(added, catalog), catalog),
      ...this.#rejoined([...bereft.values()], say('stock.referredCame')),
      ...namespacesFirst(inOrder(modified, catalog)),
      ...this.#rejoined(
        uprooted([...added, ...modified], catalog).filter(({ object }) => !bereft.has(object.id)),
        say('stock.rootDrawnOtherwise'),
      ),
      ...defaults,
      ...this.#removals(),
      ...litter,
    ]
  }

  #filesToCome(): readonly string[] {
    return this.#drift.entries.flatMap((entry) =>
      entry.type === 'missing' ? (fileOf(this.#wantedOf(entry.id), this.wanted.catalog) ?? []) : [],
    )
  }

  #broughtByReload(): readonly CatalogObject[] {
    return this.#drift.entries.flatMap((entry) =>
      entry.type === 'missing' && this.#comesByReload(entry) ? [this.#wantedOf(entry.id)] : [],
    )
  }

  /** What lies in the slave's files and is not served is there once it is reloaded, and refuses to be added then. */
  #comesByReload(entry: DriftEntry): boolean {
    if (entry.type !== 'missing') return false
    const path = fileOf(this.#wantedOf(entry.id), this.wanted.catalog) ?? ''
    return this.#slave.splits.some(
      (split) => split.side === 'files' && (split.path === path || path.startsWith(directoryOf(split))),
    )
  }

  #removals(): readonly StockOperation[] {
    const doomed = new Set(this.#moves.replacements.flatMap((each) => each.doomed.map(({ id }) => id)))
    const removed = this.#drift.entries.flatMap((entry) => {
      if (entry.type !== 'extra' || doomed.has(entry.id)) return []
      const subject = subjectOf(entry)
      const object = this.there.get(entry.id, entry.kind)
      if (object === undefined || this.#isWithheld(subject.key)) return []
      // No message finds an isolated namespace: it goes with its workspace.
      if (isIsolatedNamespace(object)) return []
      const namespace =
        object.kind === 'workspace' ? this.there.byName('namespace', nameOf(object) ?? '') : undefined
      const gone = namespace !== undefined && isIsolatedNamespace(namespace) ? [namespace, object] : [object]
      const besides = gone.length === 1 ? [] : [keyOf('remove', 'namespace', gone[0]?.id ?? '')]
      return this.#operation(
        subject,
        gone.flatMap((each) => [removalOf(each, this.there), ...rulesTakenAlong(each, this.wanted)]),
        {
          gone,
          covers: besides,
          removes: besides,
        },
      )
    })
    return halvesTogether(inOrder(removed, this.there), this.there).toReversed()
  }

  #addition(entry: Exclude<DriftEntry, { readonly type: 'defaultWorkspace' }>): StockOperation {
    const object = this.#wantedOf(entry.id)
    const isByFile = this.#isOtherService(entry) || this.#isServedWithoutFile(object)
    const events = isByFile
      ? additionOf(object, this.wanted)
      : [...this.#resourceOf(object), ...this.#additionsOf(object)]
    return this.#operation(subjectOf(entry), events, { present: [object], isByFile })
  }

  #isOtherService(entry: DriftEntry): entry is DriftEntry & { readonly type: 'sameNameOtherId' } {
    return entry.type === 'sameNameOtherId' && isGlobalService(this.#wantedOf(entry.id))
  }

  /** What every GeoServer serves goes by an id of its own there as long as no file gives it another. */
  #isServedWithoutFile(object: CatalogObject): boolean {
    const path = fileOf(object, this.wanted.catalog)
    return (
      isGlobalService(object) &&
      this.#slave.splits.some((split) => split.side === 'memory' && split.path === path)
    )
  }

  /** What went with something else and can only come again when that is whole. */
  #return(object: CatalogObject): StockOperation {
    const title = say('plan.addition', { what: describeObject(object, new Map(), this.wanted.catalog) })
    const { kind, id } = object
    const subject = {
      key: keyOf('add', kind, id),
      verb: 'add',
      kind,
      id,
      title,
      reason: say('stock.madeWay'),
    } as const
    return this.#operation(subject, this.#additionsOf(object), { present: [object] })
  }

  /** What was loaded while something it refers to was not there is told of it anew, and what memory alone has otherwise. */
  #bereft(added: readonly StockOperation[], before: readonly Bereft[] = []): readonly Bereft[] {
    const come = new Set(added.flatMap(({ present }) => present.map(({ id }) => id)))
    const now = bereftOf(come, this.there)
    const told = new Set(now.map(({ object }) => object.id))
    return [...now, ...before.filter(({ object }) => !told.has(object.id) && !come.has(object.id))]
  }

  #rejoined(bereft: readonly Bereft[], because: Wording): readonly StockOperation[] {
    return bereft.flatMap(({ object, names }) => {
      const { id, kind } = object
      const target = this.wanted.catalog.get(id, kind)
      const key = keyOf('rejoin', kind, id)
      if (target === undefined || this.#isWithheld(key)) return []
      const title = this.#titleOf(target, names)
      const path = fileOf(target, this.wanted.catalog) ?? id
      const reason = isResource(kind) ? say('stock.parted', { paths: [path] }) : because
      const subject: Subject = { key, verb: 'modify', kind, id, title, reason }
      return this.#operation(subject, [modificationOf(object, target, names, this.wanted)], {
        present: [target],
      })
    })
  }

  /** A GeoServer does not load a resource without its layer, so that one whose file is there has to come along. */
  #resourceOf(layer: CatalogObject): readonly ClusterEvent[] {
    const id = layer.kind === 'layer' ? referenceOf(layer, 'resource') : undefined
    const resource = id === undefined ? undefined : this.wanted.catalog.get(id, ...resourceKinds)
    const isTold = this.#drift.entries.some((entry) => 'id' in entry && entry.id === id)
    return resource === undefined || isTold ? [] : additionOf(resource, this.wanted)
  }

  #additionsOf(object: CatalogObject): readonly ClusterEvent[] {
    return additionsFor(this.#withPasswordsThere(object), this.wanted, this.#surroundings)
  }

  /** What makes way for itself has the slave's own passwords again, where only the reference can read those of its own. */
  #withPasswordsThere(object: CatalogObject): CatalogObject {
    if (!object.properties.some((each) => holdsEncryptedPassword(object.kind, each))) return object
    const path = fileOf(object, this.wanted.catalog)
    const own = this.there
      .ofKind(object.kind)
      .find((each) => each.id === object.id || fileOf(each, this.there) === path)
    if (own === undefined) return object
    const properties = object.properties.map((each) => {
      const before = propertyOf(own, each.name)
      return before === undefined ? each : withOwnPasswords(each, before)
    })
    return { ...object, properties }
  }

  #isRename(entry: DriftEntry & { readonly type: 'different' }): boolean {
    return entry.properties.some(({ property }) => property === 'name' || property === 'prefix')
  }

  /** @param besides properties it is to be told anew in the same message */
  #modification(
    entry: DriftEntry & { readonly type: 'different' },
    besides: readonly string[] = [],
  ): StockOperation | undefined {
    const object = this.#wantedOf(entry.id)
    const isRename = this.#isRename(entry)
    // What is renamed is looked up by the name it had.
    const current = (isRename ? this.#slave.catalog : this.there).get(object.id, object.kind)
    if (current === undefined) return undefined
    const properties = entry.properties.filter(
      ({ property }) => property !== 'styleBody' || this.wanted.body(object) !== undefined,
    )
    if (properties.length === 0) return undefined
    const names = [...new Set([...properties.map(({ property }) => property), ...besides])]
    const event = modificationOf(current, object, names, this.wanted)
    const own = subjectOf({ ...entry, properties })
    const subject = besides.length === 0 ? own : { ...own, title: this.#titleOf(object, names) }
    return this.#operation(subject, [event], { present: [object] })
  }

  #titleOf(target: CatalogObject, names: readonly string[]): Wording {
    const what = describeObject(target, new Map(), this.wanted.catalog)
    return say('plan.modification', { what, properties: names.map(property) })
  }

  #coveredBy({ doomed, arrivals }: Replacement): readonly string[] {
    const ids = new Set([
      ...doomed.map(({ id }) => this.#pairing.leftId(id)),
      ...arrivals.map(({ id }) => id),
    ])
    return this.#drift.entries.flatMap((entry) =>
      'id' in entry && entry.type !== 'extra' && ids.has(entry.id) ? [subjectOf(entry).key] : [],
    )
  }

  #replacement(replacement: Replacement): StockOperation {
    const { doomed, roots, arrivals } = replacement
    const returning = this.#returning(replacement)
    const extra = doomed.filter(({ id }) => this.#counterpart(id) === undefined)
    const [main = doomed[0]] = [...arrivals, ...roots.flatMap(({ id }) => this.#counterpart(id) ?? [])]
    const covers = this.#coveredBy(replacement)
    const entry =
      this.#drift.entries.find(
        (each) =>
          covers.includes(subjectOf(each).key) && 'id' in each && this.#wantedId(each.id) === main?.id,
      ) ?? this.#drift.entries.find((each) => covers.includes(subjectOf(each).key))
    if (entry === undefined) throw new Error('A replacement without a difference.')
    const subject = subjectOf(entry)
    const count = doomed.length - 1
    const { reason: because } = subject
    const said =
      count === 0
        ? say('stock.replaced', { reason: because })
        : say('stock.replacedWith', { reason: because, count })
    const isCached = returning.some(({ kind }) => kind === 'layer' || kind === 'layerGroup')
    const reason = isCached ? say('stock.withUsualTiles', { reason: said }) : said
    const detached = doomed.flatMap((style) =>
      detachments(style, doomed, this.there, this.wanted, (id) => this.#counterpart(id)),
    )
    return this.#operation(
      { ...subject, verb: 'replace', reason },
      [
        ...detached.map(({ away }) => away),
        ...doomed.map((each) => removalOf(each, this.there)),
        ...returning.flatMap((each) => this.#additionsOf(each)),
        ...detached.flatMap(({ back }) => back ?? []),
      ],
      {
        covers: covers.filter((key) => key !== subject.key),
        removes: extra.map(({ kind, id }) => keyOf('remove', kind, id)),
        present: returning,
        gone: doomed,
      },
    )
  }

  /** What comes again at once: as much as has all it refers to by then. */
  #returning({ doomed, arrivals }: Replacement): readonly CatalogObject[] {
    const gone = new Set(doomed.map(({ id }) => id))
    const known = new Set([...this.there.objects()].flatMap(({ id }) => (gone.has(id) ? [] : [id])))
    const candidates = [...doomed.flatMap(({ id }) => this.#counterpart(id) ?? []), ...arrivals]
    return inOrder(candidates, this.wanted.catalog).filter((object) => {
      const isWhole = [...referencedIds(object)].every((id) => known.has(id) || id === object.id)
      if (isWhole) known.add(object.id)
      return isWhole
    })
  }

  #late(): readonly CatalogObject[] {
    return this.#moves.replacements.flatMap((replacement) => {
      const returning = new Set(this.#returning(replacement))
      const all = [
        ...replacement.doomed.flatMap(({ id }) => this.#counterpart(id) ?? []),
        ...replacement.arrivals,
      ]
      return all.filter((each) => !returning.has(each))
    })
  }

  /** Everything that differs, and what refers to something that gets another id, by its file. */
  #allByFiles(): readonly StockOperation[] {
    const { key, objects, harmed } = this.#moves.overwritten()
    if (objects.length === 0 || this.#isWithheld(key)) return []
    const events = inOrder(objects, this.wanted.catalog).flatMap((each) =>
      additionOf(this.#withPasswordsThere(each), this.wanted),
    )
    const workspace = this.wanted.catalog.get(this.wanted.catalog.defaultWorkspace ?? '', 'workspace')
    const hasOtherDefault = this.#drift.entries.some(({ type }) => type === 'defaultWorkspace')
    const all =
      hasOtherDefault && workspace !== undefined ? [...events, defaultWorkspaceOf(workspace)] : events
    const subject: Subject = {
      key,
      verb: 'add',
      kind: 'workspace',
      id: '',
      title: say('stock.writeFiles', { count: objects.length }),
      reason: say('stock.filesFastest'),
    }
    const steps = all.map((event): Step => ({ event, way: 'files' }))
    const removes = harmed.map(({ kind, id }) => keyOf('remove', kind, id))
    return [{ ...subject, events: all, steps, way: 'files', covers: [], removes, present: objects, gone: [] }]
  }

  #operation(
    subject: Subject,
    events: readonly ClusterEvent[],
    {
      isByFile = false,
      ...more
    }: Partial<Pick<StockOperation, 'covers' | 'removes' | 'present' | 'gone'>> & {
      readonly isByFile?: boolean
    } = {},
  ): StockOperation {
    const rest = { covers: [], removes: [], present: [], gone: [], ...more }
    try {
      const goesByFile = isByFile || this.#untaken.has(subject.key)
      const steps = events.map((event): Step => {
        return { event, way: goesByFile ? 'files' : wayOf(event, this.#surroundings) }
      })
      const way =
        (['files', 'rest'] as const).find((each) => steps.some((step) => step.way === each)) ?? 'message'
      return { ...subject, events, steps, way, ...rest }
    } catch (error) {
      if (!isFailure(error)) throw error
      return { ...subject, events, steps: [], way: 'message', ...rest, fault: wordingOf(error) }
    }
  }

  #counterpart(id: string): CatalogObject | undefined {
    return this.#moves.counterpart(id)
  }

  #wantedId(id: string): string {
    return this.#moves.kept.get(id) ?? id
  }

  #wantedOf(id: string): CatalogObject {
    const object = this.wanted.catalog.get(this.#wantedId(id))
    // The drift was computed from these very catalogs.
    if (object === undefined) throw new Error(`The catalog no longer holds ${id}.`)
    return object
  }
}

/** With what is loaded because of it, which lies below. */
function directoryOf({ kind, path }: Split): string {
  return kind === 'style' || kind === 'layerGroup' ? path : path.slice(0, path.lastIndexOf('/') + 1)
}

/** A workspace isolates its namespace along, which no message finds from then on; a namespace does the same to it. */
function namespacesFirst(operations: readonly StockOperation[]): readonly StockOperation[] {
  const isNamespace = ({ kind }: StockOperation): boolean => kind === 'namespace'
  return [...operations.filter(isNamespace), ...operations.filter((each) => !isNamespace(each))]
}

function isIsolatedNamespace(object: CatalogObject): boolean {
  return object.kind === 'namespace' && textOfProperty(object, 'isolated') === 'true'
}
