import { comparableProperties, comparableText } from './comparable.ts'
import { titleOf, type Catalog } from './catalog.ts'
import { canBeSame } from './coordinate-reference-system.ts'
import { digestOfStyleBody, type StyleBodies, type StyleBodyDigest } from './digest.ts'
import { withoutFormerFields } from './former-fields.ts'
import type { Kind, Property } from './kinds/property.ts'
import { byNameOf, propertiesOf } from './kinds/table.ts'
import { lostReferences } from './lost-references.ts'
import { matchObjects, type Pair } from './match-objects.ts'
import { textOfProperty, type CatalogObject } from './object.ts'
import { referencedIds } from './references.ts'
import { withoutReferences } from './without-references.ts'
import { comparePasswords } from './password-comparison.ts'
import type { XmlElement } from '../xml/element.ts'
import { say } from '../sentences/say.ts'
import type { Wording } from '../sentences/sentence.ts'

/** One property that differs. Texts are as {@link comparableProperties} writes them; passwords in them are hidden. */
export interface PropertyDifference {
  /** Name of the property, or `styleBody` for the rules of a style. */
  readonly property: string
  /** Undefined when the left side has none, or has what means the same. */
  readonly left: string | undefined
  readonly right: string | undefined
  /** Set when only a password in it differs, so that both texts look alike. */
  readonly secret?: true
  /** The rules of a style themselves, of which `left` and `right` say no more than that they differ. */
  readonly bodies?: { readonly left: string; readonly right: string }
}

interface Entry {
  readonly kind: Kind
  /** Of the object on the left, or of an extra one on the right. */
  readonly id: string
  /** As operators name it, such as `topp:roads`. */
  readonly title: string
}

export type DriftEntry =
  | (Entry & { readonly type: 'missing' | 'extra' })
  | (Entry & { readonly type: 'different'; readonly properties: readonly PropertyDifference[] })
  /** The same thing to an operator, but messages refer to it by an id the right side does not know. */
  | (Entry & { readonly type: 'sameNameOtherId'; readonly otherId: string })
  /** Titles of the workspaces that are the default. */
  | {
      readonly type: 'defaultWorkspace'
      readonly left: string | undefined
      readonly right: string | undefined
    }

/** A property in which objects of a kind differ, or may differ, without that being drift. */
export interface Unknowable {
  readonly kind: Kind
  /** Names joined by `.` where one property lies inside another. */
  readonly property: string
  readonly reason: Wording
  /** Ids of the objects on the left. */
  readonly objects: readonly string[]
}

export interface Drift {
  /** Whether nothing that can be compared differs. */
  readonly equal: boolean
  /** Pairs of objects compared. */
  readonly compared: number
  readonly entries: readonly DriftEntry[]
  readonly unknowable: readonly Unknowable[]
}

export interface ComparisonOptions {
  /** Rules of the styles on each side; they are compared when both are given. */
  readonly bodies?: { readonly left: StyleBodies; readonly right: StyleBodies }
}

/**
 * Compares what two nodes hold.
 * @param left what it should be, usually the master
 * @param right what it is, usually a slave
 */
export function compareCatalogs(left: Catalog, right: Catalog, options: ComparisonOptions = {}): Drift {
  const { pairs, missing, extra, leftId } = matchObjects(left, right)
  const entries: DriftEntry[] = []
  const unknowable = new UnknowableGroups()
  const withoutLost = (object: CatalogObject): CatalogObject => {
    const lost = lostReferences(object, (id) => (left.get(id) ?? right.get(id)) !== undefined)
    for (const { id, property } of lost) {
      unknowable.add(object, property, say('catalog.refersNeitherNode', { id }))
    }
    const ids = new Set(lost.map(({ id }) => id))
    return ids.size === 0 ? object : withoutReferences(object, (id) => ids.has(id))
  }
  for (const object of missing) entries.push({ type: 'missing', ...entryOf(left, withoutLost(object)) })
  for (const pair of pairs) {
    if (pair.left.id !== pair.right.id) {
      entries.push({ type: 'sameNameOtherId', ...entryOf(left, pair.left), otherId: pair.right.id })
    }
    const properties = isOneContent(pair, left, right, leftId)
      ? []
      : compareProperties(
          { left: withoutLost(pair.left), right: withoutLost(pair.right) },
          leftId,
          unknowable,
        )
    const body = options.bodies && compareBodies(pair, options.bodies, unknowable)
    if (body !== undefined) properties.push(body)
    if (properties.length > 0) entries.push({ type: 'different', ...entryOf(left, pair.left), properties })
  }
  for (const object of extra) {
    // Every GeoServer has one of each of these, with its defaults where no file says otherwise.
    if (object.kind !== 'global' && object.kind !== 'logging') {
      entries.push({ type: 'extra', ...entryOf(right, object) })
    } else unknowable.add(object, 'settings', say('catalog.referenceDefaultsVersionNo'))
  }
  const rightDefault = right.defaultWorkspace
  const defaultThere = right.get(rightDefault ?? '', 'workspace')
  if (left.defaultWorkspace === undefined && defaultThere !== undefined) {
    // A GeoServer without one takes the first that it reads; its files do not say which that is.
    unknowable.add(defaultThere, 'defaultWorkspace', say('plan.referenceDoesNotSay'))
  } else if (left.defaultWorkspace !== (rightDefault === undefined ? undefined : leftId(rightDefault))) {
    entries.push({ type: 'defaultWorkspace', left: defaultOf(left), right: defaultOf(right) })
  }
  return { equal: entries.length === 0, compared: pairs.length, entries, unknowable: unknowable.all() }
}

function entryOf(catalog: Catalog, object: CatalogObject): Entry {
  return { kind: object.kind, id: object.id, title: titleOf(catalog, object) }
}

function defaultOf(catalog: Catalog): string | undefined {
  const workspace = catalog.get(catalog.defaultWorkspace ?? '', 'workspace')
  return workspace === undefined ? catalog.defaultWorkspace : titleOf(catalog, workspace)
}

function compareProperties(
  pair: Pair,
  leftId: (id: string) => string,
  unknowable: UnknowableGroups,
): PropertyDifference[] {
  const [former, later] = [
    withoutFormerFields(pair.left, pair.right),
    withoutFormerFields(pair.right, pair.left),
  ]
  const [left, right] = [former.object, later.object]
  for (const name of [...former.left, ...later.left])
    unknowable.add(left, name, say('catalog.oneReleaseHasNot'))
  const leftTexts = comparableProperties(left)
  const rightTexts = comparableProperties(right, { idAs: leftId })
  const differences: PropertyDifference[] = []
  for (const property of new Set([...leftTexts.keys(), ...rightTexts.keys()])) {
    const texts = { left: leftTexts.get(property), right: rightTexts.get(property) }
    if (texts.left !== texts.right && !isSameSystem(left, right, property)) {
      differences.push({ property, ...texts })
      continue
    }
    const verdict = comparePasswords(elementsOf(left, property), elementsOf(right, property))
    if (verdict === 'different') differences.push({ property, ...texts, secret: true })
    if (verdict === 'unknowable') {
      unknowable.add(left, property, say('catalog.passwordEncryptedKeyOnly'))
    }
  }
  for (const { name, reason } of notComparedDifferences(left, right)) unknowable.add(left, name, reason)
  return differences
}

/** Whether both were read from one content, and refer to the same, which is there on either side. */
function isOneContent(pair: Pair, left: Catalog, right: Catalog, leftId: (id: string) => string): boolean {
  if (pair.left !== pair.right) return false
  for (const id of referencedIds(pair.left))
    if (leftId(id) !== id || (left.get(id) ?? right.get(id)) === undefined) return false
  return true
}

/** Whether two objects have the same coordinate reference system, as far as can be told. */
function isSameSystem(left: CatalogObject, right: CatalogObject, name: string): boolean {
  const property = propertiesOf(left.kind, left.root).find((each) => each.name === name)
  const [before, after] = [textOfProperty(left, name), textOfProperty(right, name)]
  const isSystem = property?.type.type === 'crs' && before !== undefined && after !== undefined
  return isSystem && canBeSame(before, after)
}

function elementsOf(object: CatalogObject, name: string): readonly XmlElement[] {
  return object.properties.filter((each) => each.name === name)
}

/** What the table leaves out of comparisons and yet differs, with the table's reason. */
function notComparedDifferences(
  left: CatalogObject,
  right: CatalogObject,
): readonly { readonly name: string; readonly reason: Wording }[] {
  const leftValues = new Map<string, { text: string; reason: Wording }>()
  const rightValues = new Map<string, { text: string; reason: Wording }>()
  for (const [object, values] of [
    [left, leftValues],
    [right, rightValues],
  ] as const) {
    collectNotCompared(object.kind, object.properties, propertiesOf(object.kind, object.root), '', values)
  }
  return [...new Set([...leftValues.keys(), ...rightValues.keys()])].flatMap((name) => {
    const reason = (leftValues.get(name) ?? rightValues.get(name))?.reason ?? ''
    return leftValues.get(name)?.text === rightValues.get(name)?.text ? [] : [{ name, reason }]
  })
}

function collectNotCompared(
  kind: Kind,
  elements: readonly XmlElement[],
  properties: readonly Property[],
  prefix: string,
  into: Map<string, { text: string; reason: Wording }>,
): void {
  for (const element of elements) {
    const property = byNameOf(properties).get(element.name)
    if (property === undefined || property.persisted !== 'always') continue
    const name = prefix + property.name
    if (property.notCompared !== undefined) {
      const text = comparableText(kind, property, element)
      if (text !== undefined) into.set(name, { text, reason: property.notCompared })
    } else if (property.type.type === 'structure') {
      collectNotCompared(kind, element.children, property.type.properties, `${name}.`, into)
    }
  }
}

/** Rules GeoServer itself puts in place on every node, in the version it runs. */
const builtInBody = /^default_\w+\.sld$/

function compareBodies(
  { left, right }: Pair,
  bodies: { readonly left: StyleBodies; readonly right: StyleBodies },
  unknowable: UnknowableGroups,
): PropertyDifference | undefined {
  if (left.kind !== 'style') return undefined
  const leftBody = digestOfBody(bodies.left(left))
  const rightBody = digestOfBody(bodies.right(right))
  if (leftBody?.sha256 === rightBody?.sha256) return undefined
  const isOneSided = leftBody === undefined || rightBody === undefined
  if (isOneSided && builtInBody.test(textOfProperty(left, 'filename') ?? '')) {
    unknowable.add(left, 'styleBody', say('catalog.rulesBuiltStyleKnown'))
    return undefined
  }
  return { property: 'styleBody', left: describeBody(leftBody), right: describeBody(rightBody) }
}

function digestOfBody(body: Uint8Array | StyleBodyDigest | undefined): StyleBodyDigest | undefined {
  return body === undefined ? undefined : digestOfStyleBody(body)
}

function describeBody(body: StyleBodyDigest | undefined): string | undefined {
  return body === undefined ? undefined : `${body.size} B, SHA-256 ${body.sha256}`
}

/** Collects by kind, property and reason, so that what concerns a thousand objects is said once. */
class UnknowableGroups {
  readonly #groups = new Map<string, Unknowable & { readonly objects: string[] }>()

  add(object: CatalogObject, property: string, reason: Wording): void {
    const key = JSON.stringify([object.kind, property, reason])
    const group = this.#groups.get(key) ?? { kind: object.kind, property, reason, objects: [] }
    if (group.objects.at(-1) !== object.id) group.objects.push(object.id)
    this.#groups.set(key, group)
  }

  all(): readonly Unknowable[] {
    return [...this.#groups.values()]
  }
}
