import { titleOf, type Catalog } from '../../catalog/catalog.ts'
import { fileText } from '../../catalog/to-file.ts'
import { keptByNode } from '../../catalog/kinds/kept-by-node.ts'
import { kinds, type Kind } from '../../catalog/kinds/property.ts'
import { propertiesOf } from '../../catalog/kinds/table.ts'
import type { CatalogObject } from '../../catalog/object.ts'
import type {
  Agreement,
  Draft,
  EditDraft,
  EditedObject,
  Preview,
} from '../../contract/features/configuration.ts'
import type { KeptEntry } from '../../engine/journal/history.ts'
import type { Accepted, EditRequest } from '../../engine/master/master.ts'
import type { EditPlan } from '../../engine/master/plan.ts'
import { editsOf } from '../../engine/master/resolve-request.ts'
import { objectWords } from '../../engine/words.ts'
import { failure, isFailure, type Failure, wordingOf } from '../../errors/failure.ts'
import type { CatalogView, NodeConfiguration } from '../../nodes/face/cluster-node.ts'
import type { XmlElement } from '../../xml/element.ts'
import { writeXml } from '../../xml/write.ts'
import { changedTexts } from '../../catalog/object-text.ts'
import { changedProperties, shownXmlOf } from './drafts/draft.ts'
import { changeTo } from './as-directory/plan.ts'
import type { CollectedEdits } from './collected-edits.ts'
import { duplicatingRequest } from './duplicate.ts'
import { restoringRequest } from './restore.ts'
import { undoingRequest } from './undo.ts'
import { threeWayMerge } from './three-way-merge.ts'
import type { Snapshot, Versions } from './versions.ts'
import { holdsPasswordOfOneNode } from '../../catalog/passwords.ts'
import { hideSecrets } from '../../secrets/text.ts'
import { say, property } from '../../sentences/say.ts'
import { isSentence, type Wording } from '../../sentences/sentence.ts'

/** A draft as the engine takes it, or why it cannot be taken. */
type Reading = { readonly request: EditRequest } | { readonly problem: Preview['problems'][number] }

interface Published {
  readonly events: Wording[]
  readonly id: string
  readonly edited: string[]
  readonly version: string | null
  readonly mark: string | null
}

/** What a node holds, and what its history says of the object of a draft. */
interface Seen extends CatalogView {
  readonly last: KeptEntry | undefined
  /** The change a draft goes back to, with all that was changed with it. */
  readonly entries: readonly KeptEntry[]
  /** What the directory of a draft says. */
  readonly wanted?: CatalogView | undefined
}

/** Turns drafts into changes of one node. */
export class Edits {
  readonly #versions: Versions
  readonly #wantedIn: (path: string) => Promise<CatalogView>
  readonly #collected: () => Pick<CollectedEdits, 'drafts' | 'drop'>

  /**
   * @param collected the edits that were collected in the cluster that is open
   * @param wantedIn what a directory says
   */
  constructor(
    versions: Versions,
    collected: () => Pick<CollectedEdits, 'drafts' | 'drop'>,
    wantedIn: (path: string) => Promise<CatalogView>,
  ) {
    this.#versions = versions
    this.#collected = collected
    this.#wantedIn = wantedIn
  }

  /** What a draft would do. Nothing changes. */
  async preview(node: NodeConfiguration, draft: Draft, slaves: readonly string[]): Promise<Preview> {
    const seen = await this.#seen(node, draft)
    const conflict = this.#conflict(seen, draft)
    const reading = this.#read(seen, draft)
    if (!('request' in reading)) {
      return { ...nothing, problems: [reading.problem], slaves: [...slaves], conflict }
    }
    const plan = await node.plan(reading.request)
    const given = reading.request.properties ?? []
    return {
      events: [...plan.events],
      edits: editedObjects(seen, plan, editsOf(reading.request)),
      problems: plan.problems.filter(isInTheWay).map((problem) => problemOf(problem, given)),
      findings: plan.findings.map(({ place, ...each }) => ({ ...each, place: place ?? null })),
      goesAlong: plan.goesAlong.map(({ object, title, effect }) => ({
        kind: object.kind,
        root: object.root,
        title,
        effect,
      })),
      plan: plan.digest,
      asksForName: plan.asksForName ?? null,
      slaves: [...slaves],
      conflict,
    }
  }

  /**
   * Makes the change of a draft whose preview was agreed to; one that was made before under the same id is answered
   * with what came of it then.
   * @throws PLB-EDIT-CONFLICT when the object changed since the draft was begun; PLB-ENGINE-…, PLB-XML-…
   */
  async publish(
    node: NodeConfiguration,
    draft: Draft,
    {
      agreed,
      author,
      requestId,
    }: { readonly agreed: Agreement; readonly author: string; readonly requestId: string },
  ): Promise<Published> {
    // Before the check of the version: the change itself is what made that of the draft an old one.
    const made = await node.madeBefore(requestId, askedBy(draft))
    if (made !== undefined) return this.#published(node, made, draft, isEdit(draft) ? [draft] : [])
    const seen = await this.#seen(node, draft)
    const edits = this.#editsIn(draft)
    const outdated = edits.find((each) => this.#isOutdated(seen, each))
    if (outdated !== undefined) throw failure('PLB-EDIT-CONFLICT', { object: outdated.id ?? '' })
    const request = this.#requestOf(seen, draft)
    // What came between the check of the version and the change makes the plan another, and the node refuses it.
    const agreement = { ...agreed, name: agreed.name ?? undefined }
    const accepted = await node.publish(request, agreement, author, requestId)
    return this.#published(node, accepted, draft, edits)
  }

  async #published(
    node: NodeConfiguration,
    { events, id, mark }: Accepted,
    draft: Draft,
    edits: readonly EditDraft[],
  ): Promise<Published> {
    // What was collected has had its use once it is published.
    if (draft.verb === 'set') this.#collected().drop(draft.collected)
    const view = await node.view()
    const after = view.catalog.get(id)
    const version = after === undefined ? null : this.#versionOf(view, after)
    const edited = edits.flatMap((each) => each.id ?? [])
    return { events: asTold(events, draft), id, edited, version, mark: mark ?? null }
  }

  /**
   * Why an edit that was collected cannot be published as it is; undefined when it can, as far as is known.
   * @param id of the edit
   */
  unfit(view: CatalogView, id: string): Wording | undefined {
    try {
      const [draft] = this.#collected().drafts([id])
      const seen = { ...view, last: undefined, entries: [] }
      return draft !== undefined && this.#isOutdated(seen, draft) ? changedMeanwhile(seen, draft) : undefined
    } catch (error) {
      return wordingOf(error)
    }
  }

  /** The catalog, with what else a draft is read by: the change it goes back to, or what its directory says. */
  async #seen(node: NodeConfiguration, draft: Draft): Promise<Seen> {
    const { catalog, styleBody } = await node.view()
    const [last] = 'id' in draft && draft.id !== null ? await node.historyOf(draft.id, 1) : []
    const entries = 'historyId' in draft ? await node.changeOf(draft.historyId) : []
    const wanted = draft.verb === 'directory' ? await this.#wantedIn(draft.path) : undefined
    return { catalog, styleBody, last, entries, wanted }
  }

  #read(seen: Seen, draft: Draft): Reading {
    try {
      const outdated =
        draft.verb === 'set' ? this.#editsIn(draft).find((each) => this.#isOutdated(seen, each)) : undefined
      if (outdated !== undefined)
        throw failure('PLB-ENGINE-EDIT-REFUSED', { reason: changedMeanwhile(seen, outdated) })
      return { request: this.#requestOf(seen, draft) }
    } catch (error) {
      if (!isFailure(error)) throw error
      return { problem: problemOf(error, []) }
    }
  }

  #requestOf(seen: Seen, draft: Draft): EditRequest {
    switch (draft.verb) {
      case 'restore': {
        const entry = seen.entries.find(({ id }) => id === draft.historyId)
        if (entry === undefined) throw failure('PLB-EDIT-HISTORY-EMPTY', { state: draft.state })
        return restoringRequest(seen, entry, draft.state)
      }
      case 'undo':
        return undoingRequest(seen, seen.entries)
      case 'duplicate':
        return duplicatingRequest(seen, draft.id, draft.name)
      case 'directory': {
        const { workspace, removes } = draft
        const scope = { workspace: workspace ?? undefined, removes }
        const request = seen.wanted && changeTo(seen.wanted, seen, scope)
        if (request === undefined) throw failure('PLB-ENGINE-NOTHING-TO-CHANGE', {})
        return request
      }
      case 'set': {
        const [first, ...others] = this.#editsIn(draft).map((each) => this.#requestOf(seen, each))
        if (first === undefined) throw failure('PLB-ENGINE-NOTHING-TO-CHANGE', {})
        return { ...first, others }
      }
      default: {
        const kind = kindOf(draft)
        const base = this.#base(seen, draft)?.object
        return requestOf(draft, kind, changedPropertiesOf(draft, kind, base, seen.catalog))
      }
    }
  }

  /** @throws as {@link CollectedEdits.drafts} */
  #editsIn(draft: Draft): readonly EditDraft[] {
    if (draft.verb === 'set') return this.#collected().drafts(draft.collected)
    return isEdit(draft) ? [draft] : []
  }

  /** What the draft was begun with; what there is now when that is not known any more. */
  #base(seen: Seen, draft: EditDraft): Snapshot | undefined {
    return (draft.version === null ? undefined : this.#versions.find(draft.version)) ?? currentOf(seen, draft)
  }

  #isOutdated(seen: Seen, draft: EditDraft): boolean {
    if (draft.id === null || draft.version === null) return false
    const current = currentOf(seen, draft)
    return current === undefined || this.#versions.of(current) !== draft.version
  }

  /** Of one edit that somebody else came before; the way back starts from whatever there is. */
  #conflict(seen: Seen, draft: Draft): Preview['conflict'] {
    if (!isEdit(draft) || !this.#isOutdated(seen, draft)) return null
    const current = currentOf(seen, draft)
    // Nothing can be merged into an object that is gone.
    if (current === undefined)
      return { version: '', theirs: say('edits.removed'), merged: null, conflicts: [] }
    const version = this.#versions.of(current)
    const base = draft.version === null ? undefined : this.#versions.find(draft.version)
    const theirs = otherChange(seen, base, current)
    const reading = this.#read(seen, draft)
    if (!('request' in reading)) return { version, theirs, merged: null, conflicts: [] }
    const { properties = [], styleBody } = reading.request
    const merged = threeWayMerge(base, { properties, styleBody }, current, seen.catalog)
    return {
      version,
      theirs,
      merged: shownXml(merged.object, seen.catalog),
      conflicts: [...merged.conflicts],
    }
  }

  #versionOf(view: CatalogView, object: CatalogObject): string {
    return this.#versions.of(snapshotOf(view, object))
  }
}

function currentOf(seen: Seen, { id }: EditDraft): Snapshot | undefined {
  const object = id === null ? undefined : seen.catalog.get(id)
  return object && snapshotOf(seen, object)
}

function snapshotOf({ styleBody }: CatalogView, object: CatalogObject): Snapshot {
  return { object, styleBody: object.kind === 'style' ? styleBody(object) : undefined }
}

const nothing = {
  events: [],
  edits: [],
  findings: [],
  goesAlong: [],
  plan: '',
  asksForName: null,
}

function isEdit(draft: Draft): draft is EditDraft {
  return 'version' in draft
}

function changedMeanwhile({ catalog }: Seen, { kind, id }: EditDraft): Wording {
  const object = id === null ? undefined : catalog.get(id)
  if (object === undefined) return say('edits.goneMeanwhile', { object: `${kind} ${id ?? ''}` })
  return say('edits.changedMeanwhile', { object: objectWords(object.kind, titleOf(catalog, object)) })
}

/** What was asked for first: what a removal takes along, and the file of a style, go before it. */
function asTold(events: readonly Wording[], { verb }: Draft): Wording[] {
  const isFile = (event: Wording): boolean => isSentence(event) && event.key === 'events.styleFile'
  const told = verb === 'remove' ? events.toReversed() : events
  return [...told.filter((event) => !isFile(event)), ...told.filter(isFile)]
}

/** A broken style is told by its findings, and can be published anyway. */
function isInTheWay({ code }: Failure): boolean {
  return code !== 'PLB-ENGINE-STYLE-BROKEN'
}

function kindOf({ kind }: EditDraft): Kind {
  const found = kinds.find((each) => each === kind)
  if (found === undefined) throw failure('PLB-ENGINE-EDIT-REFUSED', { reason: say('edits.noKind', { kind }) })
  return found
}

/** What the first edit asks for; of several nobody knows it any more once they are published. */
function askedBy(draft: Draft): Pick<EditRequest, 'verb' | 'kind'> | undefined {
  return isEdit(draft) ? { verb: draft.verb, kind: kindOf(draft) } : undefined
}

function changedPropertiesOf(
  draft: EditDraft,
  kind: Kind,
  base: CatalogObject | undefined,
  catalog: Catalog,
): readonly XmlElement[] {
  const root = kind === 'service' ? (base?.root ?? draft.service ?? '') : kind
  return changedProperties(draft, kind, root, draft.verb === 'modify' ? base : undefined, catalog)
}

function requestOf(draft: EditDraft, kind: Kind, properties: readonly XmlElement[]): EditRequest {
  return {
    verb: draft.verb,
    kind,
    service: draft.service ?? undefined,
    name: draft.id ?? undefined,
    properties,
    styleBody: draft.styleBody ?? undefined,
    recurse: draft.recurse,
  }
}

function editedObjects(seen: Seen, plan: EditPlan, requests: readonly EditRequest[]): EditedObject[] {
  return plan.edits.flatMap(({ before, after }, index) => {
    const object = after ?? before
    const request = requests[index]
    if (object === undefined || request === undefined) return []
    const differences = differencesOf(seen, { before, after }, request)
    if (requests.length > 1 && differences.length === 0 && request.verb === 'modify') return []
    return [
      {
        ...{ kind: object.kind, root: object.root, title: titleOf(seen.catalog, object) },
        differences,
        before: before === undefined ? null : shownXml(before, seen.catalog),
        after: after === undefined ? null : shownXml(after, seen.catalog),
      },
    ]
  })
}

function differencesOf(
  { catalog, styleBody: bodyOf }: Seen,
  { before, after }: EditPlan['edits'][number],
  { verb, styleBody }: EditRequest,
): EditedObject['differences'] {
  if (after === undefined && verb !== 'remove') return []
  const bodyBefore = before?.kind === 'style' ? bodyOf(before) : undefined
  const object = after ?? before
  const stamps = new Set(
    object === undefined
      ? []
      : propertiesOf(object.kind, object.root).flatMap(({ name, notCompared }) =>
          name.startsWith('date') && notCompared !== undefined ? [name] : [],
        ),
  )
  const differences: EditedObject['differences'] = changedTexts(before, after, catalog)
    .filter(({ name, changed }) => changed && !stamps.has(name))
    .map((each) => ({ property: each.name, before: each.before, after: each.after }))
  if (styleBody !== undefined && styleBody !== bodyBefore) {
    const text = (body: string | undefined): string | null =>
      body === undefined ? null : hideSecrets(body, 'addresses')
    differences.push({ property: 'body', before: text(bodyBefore), after: text(styleBody) })
  }
  return differences
}

function shownXml(object: CatalogObject, catalog: Catalog): string {
  return writeXml(shownXmlOf(object, catalog))
}

/** What someone else did to an object meanwhile, in words. */
function otherChange(
  { catalog, last }: Seen,
  base: Snapshot | undefined,
  { object, styleBody }: Snapshot,
): Wording {
  // What came from another master is not in this node's history.
  if (last?.after === fileText(object, catalog))
    return say('edits.byAuthor', { event: last.summary, author: last.author })
  const names = changedTexts(base?.object, object, catalog).flatMap(({ name, changed }) =>
    base !== undefined && changed && !keptByNode.has(name) ? [name] : [],
  )
  if (base !== undefined && base.styleBody !== styleBody) names.push('body')
  return names.length === 0
    ? say('edits.changed')
    : say('edits.changedAnotherNode', { properties: names.map(property) })
}

/** A refusal with the property it is about, as far as can be told. */
function problemOf(refusal: Failure, given: readonly XmlElement[]): Preview['problems'][number] {
  const message = wordingOf(refusal)
  if (refusal.code === 'PLB-GEOSERVER-RULES-UNREADABLE') {
    const { cause } = refusal
    const reason = isFailure(cause)
      ? say('edits.because', { what: message, reason: wordingOf(cause) })
      : message
    return { property: 'body', message: reason }
  }
  if (refusal.code === 'PLB-WIRE-PASSWORD-ENCRYPTED') {
    return { property: given.find(holdsPasswordOfOneNode)?.name ?? null, message }
  }
  const { reason } = refusal.details
  const name = isSentence(reason) ? reason.values['property'] : undefined
  return { property: isSentence(name) ? name.key.replace('properties.', '') : null, message }
}
