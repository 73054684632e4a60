import type { Catalog } from '../../catalog/catalog.ts'
import { elementForFile } from '../../catalog/to-file.ts'
import { kinds, type Kind } from '../../catalog/kinds/property.ts'
import { propertiesOf } from '../../catalog/kinds/table.ts'
import type { CatalogObject } from '../../catalog/object.ts'
import type { Agreement, Draft, EditDraft, Preview } from '../../contract/features/configuration.ts'
import type { KeptEntry } from '../../engine/journal/history.ts'
import type { Accepted, EditRequest, Plan } from '../../engine/master/master.ts'
import { failure, isFailure, type Failure, wordingOf } from '../../errors/failure.ts'
import type { CatalogView, NodeConfiguration } from '../../nodes/cluster-node.ts'
import type { XmlElement } from '../../xml/element.ts'
import { writeXml } from '../../xml/write.ts'
import { changedTexts } from '../object-text.ts'
import { changedProperties, shownXmlOf } from './draft.ts'
import { restoringRequest } from './restore.ts'
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
  readonly version: string | null
  readonly mark: string | null
}

/** What a node holds, and what its history says of the object of a draft. */
interface Seen extends CatalogView {
  readonly last: KeptEntry | undefined
  /** The change a draft goes back to. */
  readonly entry: KeptEntry | undefined
}

/** Turns drafts into changes of one node. */
export class Edits {
  readonly #versions: Versions

  constructor(versions: Versions) {
    this.#versions = versions
  }

  /** What a draft would do. Nothing changes. */
  async preview(node: NodeConfiguration, draft: Draft, slaves: readonly string[]): Promise<Preview> {
    const seen = await this.#seen(node, draft)
    const current = currentOf(seen, draft)
    const conflict = this.#conflict(seen, draft, current)
    const reading = this.#read(seen, draft, this.#base(draft, current)?.object)
    if (!('request' in reading)) {
      return { ...nothing, problems: [reading.problem], slaves: [...slaves], conflict }
    }
    const plan = await node.plan(reading.request)
    const given = reading.request.properties ?? []
    return {
      events: [...plan.events],
      differences: differencesOf(seen.catalog, plan, reading.request, current?.styleBody),
      before: plan.before === undefined ? null : shownXml(plan.before, seen.catalog),
      after: plan.after === undefined ? null : shownXml(plan.after, seen.catalog),
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
    const made = await node.madeBefore(requestId, draft.verb === 'restore' ? undefined : askedBy(draft))
    if (made !== undefined) return this.#published(node, made)
    const seen = await this.#seen(node, draft)
    const current = currentOf(seen, draft)
    if (this.#isOutdated(draft, current)) {
      throw failure('PLB-EDIT-CONFLICT', { object: draft.id ?? '' })
    }
    const request = this.#requestOf(seen, draft, current?.object)
    // What came between the check of the version and the change makes the plan another, and the node refuses it.
    const agreement = { ...agreed, name: agreed.name ?? undefined }
    return this.#published(node, await node.publish(request, agreement, author, requestId))
  }

  async #published(node: NodeConfiguration, { events, id, mark }: Accepted): Promise<Published> {
    const view = await node.view()
    const after = view.catalog.get(id)
    const version = after === undefined ? null : this.#versionOf(view, after)
    return { events: [...events], id, version, mark: mark ?? null }
  }

  /** The catalog, with the change of the history a draft goes back to. */
  async #seen(node: NodeConfiguration, draft: Draft): Promise<Seen> {
    const { catalog, styleBody } = await node.view()
    const [last] = draft.id === null ? [] : await node.historyOf(draft.id, 1)
    const entry = draft.verb === 'restore' ? await node.historyEntry(draft.historyId) : undefined
    return { catalog, styleBody, last, entry }
  }

  #read(seen: Seen, draft: Draft, base: CatalogObject | undefined): Reading {
    try {
      return { request: this.#requestOf(seen, draft, base) }
    } catch (error) {
      if (!isFailure(error)) throw error
      return { problem: problemOf(error, []) }
    }
  }

  #requestOf(seen: Seen, draft: Draft, base: CatalogObject | undefined): EditRequest {
    if (draft.verb === 'restore') {
      const { entry } = seen
      if (entry === undefined) throw failure('PLB-EDIT-HISTORY-EMPTY', { state: draft.state })
      return restoringRequest(seen, entry, draft.state)
    }
    const kind = kindOf(draft)
    return requestOf(draft, kind, changedPropertiesOf(draft, kind, base, seen.catalog))
  }

  /** What the draft was begun with; what there is now when that is not known any more. */
  #base(draft: Draft, current: Snapshot | undefined): Snapshot | undefined {
    const version = versionOf(draft)
    return (version === null ? undefined : this.#versions.find(version)) ?? current
  }

  #isOutdated(draft: Draft, current: Snapshot | undefined): boolean {
    const version = versionOf(draft)
    if (draft.id === null || version === null) return false
    return current === undefined || this.#versions.of(current) !== version
  }

  #conflict(seen: Seen, draft: Draft, current: Snapshot | undefined): Preview['conflict'] {
    if (!this.#isOutdated(draft, current)) return null
    // Nothing can be merged into an object that is gone.
    if (current === undefined)
      return { version: '', theirs: say('edits.removed'), merged: null, conflicts: [] }
    const version = this.#versions.of(current)
    const begun = versionOf(draft)
    const base = begun === null ? undefined : this.#versions.find(begun)
    const theirs = otherChange(seen, base, current)
    const reading = this.#read(seen, draft, (base ?? current).object)
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

function currentOf(seen: Seen, { id }: Draft): Snapshot | undefined {
  const object = id === null ? undefined : seen.catalog.get(id)
  return object && snapshotOf(seen, object)
}

function snapshotOf({ styleBody }: CatalogView, object: CatalogObject): Snapshot {
  return { object, styleBody: object.kind === 'style' ? styleBody(object) : undefined }
}

const nothing = {
  events: [],
  differences: [],
  before: null,
  after: null,
  findings: [],
  goesAlong: [],
  plan: '',
  asksForName: null,
}

/** The version a draft was begun with; the way back to an earlier state starts from whatever there is. */
function versionOf(draft: Draft): string | null {
  return draft.verb === 'restore' ? null : draft.version
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

function askedBy(draft: EditDraft): Pick<EditRequest, 'verb' | 'kind'> {
  return { verb: draft.verb, kind: kindOf(draft) }
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

function differencesOf(
  catalog: Catalog,
  { before, after }: Plan,
  { verb, styleBody }: EditRequest,
  bodyBefore: string | undefined,
): Preview['differences'] {
  if (after === undefined && verb !== 'remove') return []
  const object = after ?? before
  const stamps = new Set(
    object === undefined
      ? []
      : propertiesOf(object.kind, object.root).flatMap(({ name, notCompared }) =>
          name.startsWith('date') && notCompared !== undefined ? [name] : [],
        ),
  )
  const differences: Preview['differences'] = changedTexts(before, after, catalog)
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
  if (last?.after === writeXml(elementForFile(object, catalog)))
    return say('edits.byAuthor', { event: last.summary, author: last.author })
  const names = changedTexts(base?.object, object, catalog).flatMap(({ name, changed }) =>
    base !== undefined && changed && name !== 'dateModified' ? [name] : [],
  )
  if (base !== undefined && base.styleBody !== styleBody) names.push('body')
  return names.length === 0
    ? say('edits.changed')
    : say('edits.changedAnotherNode', { properties: names.map(property) })
}

/** A refusal with the property it is about, as far as can be told. */
function problemOf(refusal: Failure, given: readonly XmlElement[]): Preview['problems'][number] {
  const message = wordingOf(refusal)
  if (refusal.code === 'PLB-WIRE-PASSWORD-ENCRYPTED') {
    return { property: given.find(holdsPasswordOfOneNode)?.name ?? null, message }
  }
  const { reason } = refusal.details
  const name = isSentence(reason) ? reason.values['property'] : undefined
  return { property: isSentence(name) ? name.key.replace('properties.', '') : null, message }
}
