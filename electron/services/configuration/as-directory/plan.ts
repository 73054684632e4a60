import { isRemovable } from '../../../contract/features/configuration.ts'
import { titleOf, type Catalog } from '../../../catalog/catalog.ts'
import { propertiesFromFile } from '../../../catalog/from-file.ts'
import { propertiesOf } from '../../../catalog/kinds/table.ts'
import { nameOf, referenceOf, textOfProperty, type CatalogObject } from '../../../catalog/object.ts'
import { clearPassword, withPasswords } from '../../../catalog/passwords.ts'
import { elementForFile } from '../../../catalog/to-file.ts'
import type { EditRequest } from '../../../engine/master/master.ts'
import type { CatalogView } from '../../../nodes/face/cluster-node.ts'
import { textElement, withChildren, type XmlElement } from '../../../xml/element.ts'
import { withStoredPasswords } from '../drafts/hidden-passwords.ts'
import { objectsOf } from './scope.ts'

/** What of a directory counts. */
export interface PlanScope {
  /** The one workspace something is removed in; undefined for all of it. */
  readonly workspace: string | undefined
  /** Whether what the directory does not have is removed. */
  readonly removes: boolean
}

/**
 * The one change that makes a node hold what a directory says. Objects are the same when their kinds and names are; a
 * hidden password in the directory stands for the one that is stored.
 * @returns undefined when there is nothing to change
 * @throws PLB-ENGINE-EDIT-REFUSED, PLB-ENGINE-OBJECT-NOT-FOUND
 */
export function changeTo(
  wanted: CatalogView,
  present: CatalogView,
  scope: PlanScope,
): EditRequest | undefined {
  const plan = new DirectoryPlan(wanted, present)
  const [first, ...others] = [...plan.edits(), ...(scope.removes ? plan.removals(scope.workspace) : [])]
  return first && (others.length === 0 ? first : { ...first, others })
}

class DirectoryPlan {
  readonly #wanted: CatalogView
  readonly #present: CatalogView
  /** By what they are called: what both have goes by its id here, what is new by its name. */
  readonly #counterparts = new Map<string, CatalogObject>()
  readonly #newTitles = new Map<string, string>()

  constructor(wanted: CatalogView, present: CatalogView) {
    this.#wanted = wanted
    this.#present = present
    const here = new Map(
      [...present.catalog.objects()].map((object) => [keyOf(object, present.catalog), object]),
    )
    for (const object of wanted.catalog.objects()) {
      const counterpart = here.get(keyOf(object, wanted.catalog))
      if (counterpart === undefined) this.#newTitles.set(object.id, titleOf(wanted.catalog, object))
      else this.#counterparts.set(object.id, counterpart)
    }
  }

  /** Additions and modifications, what is needed first. */
  edits(): readonly EditRequest[] {
    const { catalog } = this.#wanted
    const standard =
      catalog.defaultWorkspace === undefined ? undefined : catalog.get(catalog.defaultWorkspace)
    return [
      ...objectsOf(catalog, undefined).flatMap((object) => this.#edit(object) ?? []),
      ...(standard === undefined ? [] : this.#defaultWorkspace(standard)),
    ]
  }

  /** What the directory does not have, what refers to others first; what goes with something else is left to that. */
  removals(workspace: string | undefined): readonly EditRequest[] {
    const { catalog } = this.#present
    const kept = new Set([...this.#counterparts.values()].map(({ id }) => id))
    const going = objectsOf(catalog, workspace).filter(({ id, kind }) => !kept.has(id) && isRemovable(kind))
    const withLayer = new Set(
      going.flatMap((each) => (each.kind === 'layer' ? (referenceOf(each, 'resource') ?? []) : [])),
    )
    return going
      .filter(({ id }) => !withLayer.has(id))
      .toReversed()
      .map(({ id, kind }) => ({ verb: 'remove', kind, name: id }))
  }

  #defaultWorkspace(standard: CatalogObject): readonly EditRequest[] {
    const here = this.#counterparts.get(standard.id)
    if (here !== undefined && here.id === this.#present.catalog.defaultWorkspace) return []
    return [{ verb: 'default', kind: 'workspace', name: here?.id ?? nameOf(standard) ?? '' }]
  }

  #edit(object: CatalogObject): EditRequest | undefined {
    const here = this.#counterparts.get(object.id)
    const { kind, root } = object
    const service = kind === 'service' ? root : undefined
    const body = kind === 'style' ? this.#wanted.styleBody(object) : undefined
    // A new layer comes with its resource, and is made what it is to be.
    if (here === undefined && kind !== 'layer') {
      if (kind === 'namespace') return undefined
      return { verb: 'add', kind, service, properties: this.#propertiesOfNew(object), styleBody: body }
    }
    const properties = this.#changes(object, here)
    const styleBody = here !== undefined && body !== this.#present.styleBody(here) ? body : undefined
    if (properties.length === 0 && styleBody === undefined) return undefined
    return {
      verb: 'modify',
      kind,
      service,
      name: here?.id ?? titleOf(this.#wanted.catalog, object),
      properties,
      styleBody,
    }
  }

  #propertiesOfNew(object: CatalogObject): readonly XmlElement[] {
    const given = this.#changes(object, undefined)
    if (object.kind !== 'workspace') return given
    const namespace = this.#wanted.catalog.byName('namespace', nameOf(object) ?? '')
    const uri = namespace && textOfProperty(namespace, 'uri')
    return uri === undefined ? given : [...given, textElement('uri', uri)]
  }

  /** Properties that are not what the directory says, each as it is to be; an empty one is taken away. */
  #changes(object: CatalogObject, here: CatalogObject | undefined): readonly XmlElement[] {
    const { kind, root } = object
    const counted = new Set(
      propertiesOf(kind, root).flatMap(({ name, notCompared }) => (notCompared === undefined ? [] : [name])),
    )
    const counts = ({ name }: XmlElement): boolean => name !== 'id' && !counted.has(name)
    const wanted = inFile(object, this.#wanted.catalog)
      .filter(counts)
      .map((each) => this.#referring(each))
    const present = here === undefined ? [] : inFile(here, this.#present.catalog).filter(counts)
    const changed = wanted.flatMap((each) => {
      const stored = present.find(({ name }) => name === each.name)
      const value = withStoredPasswords(each, stored)
      return JSON.stringify(value) === JSON.stringify(stored) ? [] : [value]
    })
    const gone = present.filter(({ name }) => !wanted.some((each) => each.name === name))
    return [...changed, ...gone.map(({ name }) => textElement(name, ''))]
  }

  /** The references in a value, as this node has what they are to. */
  #referring(element: XmlElement): XmlElement {
    const [only, ...others] = element.children
    if (only === undefined) return element
    if (only.name === 'id' && others.length === 0) {
      const title = this.#newTitles.get(only.text)
      const id = this.#counterparts.get(only.text)?.id ?? only.text
      return withChildren(element, [title === undefined ? textElement('id', id) : textElement('name', title)])
    }
    return withChildren(
      element,
      element.children.map((child) => this.#referring(child)),
    )
  }
}

/** As files hold it, passwords as they are. */
function inFile(object: CatalogObject, catalog: Catalog): readonly XmlElement[] {
  return propertiesFromFile(object.kind, elementForFile(object, catalog)).map((element) =>
    withPasswords(element, (password) => clearPassword(password) ?? password),
  )
}

function keyOf(object: CatalogObject, catalog: Catalog): string {
  return `${object.kind} ${object.root} ${titleOf(catalog, object)}`
}
