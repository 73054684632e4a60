import fc from 'fast-check'
import type { Catalog } from '../../electron/catalog/catalog.ts'
import type { Kind } from '../../electron/catalog/kinds/property.ts'
import { referenceOf, type CatalogObject } from '../../electron/catalog/object.ts'
import type { EditRequest } from '../../electron/engine/master/master.ts'
import { parentElement, textElement } from '../../electron/xml/element.ts'
import { reference } from './catalog-changes.ts'
import { sld } from './styles.ts'

/** A change made up from numbers; what it is depends on what there is to change. */
export interface EditChoice {
  readonly verb: number
  readonly object: number
  readonly value: number
}

export const editChoice: fc.Arbitrary<EditChoice> = fc.record({
  verb: fc.nat({ max: 999 }),
  object: fc.nat({ max: 999 }),
  value: fc.nat({ max: 999 }),
})

/** The request a choice means for a master that holds this; undefined when it means nothing there. */
export function requestFor(
  { verb, object: at, value }: EditChoice,
  catalog: Catalog,
): EditRequest | undefined {
  const pick = (...kinds: readonly Kind[]): CatalogObject | undefined => {
    const candidates = catalog.ofKind(...kinds)
    return candidates[at % Math.max(1, candidates.length)]
  }
  return makers[verb % makers.length]?.(pick, value, catalog)
}

type Pick = (...kinds: readonly Kind[]) => CatalogObject | undefined
type Maker = (pick: Pick, value: number, catalog: Catalog) => EditRequest | undefined

/** Few names, so that changes meet; the same in every workspace. */
function name(prefix: string, value: number): ReturnType<typeof textElement> {
  return textElement('name', `${prefix}${value % 4}`)
}

function modified(
  object: CatalogObject | undefined,
  ...properties: readonly ReturnType<typeof textElement>[]
): EditRequest | undefined {
  return object && { verb: 'modify', kind: object.kind, name: object.id, properties }
}

const makers: readonly Maker[] = [
  (_, value) => ({ verb: 'add', kind: 'workspace', properties: [name('ws', value)] }),
  (pick, value) => {
    const workspace = pick('workspace')
    const inside = value % 3 === 0 || workspace === undefined ? [] : [reference('workspace', workspace.id)]
    const properties = [name('st', value), ...inside]
    return { verb: 'add', kind: 'style', properties, styleBody: sld(`colour${value}`) }
  },
  (pick, value) => {
    const workspace = pick('workspace')
    const parameters = parentElement('connectionParameters', [
      textElement('entry', `secret ${value}`, { key: 'passwd' }),
    ])
    return (
      workspace && {
        verb: 'add',
        kind: 'dataStore',
        properties: [name('pg', value), reference('workspace', workspace.id), parameters],
      }
    )
  },
  (pick, value, catalog) => {
    const store = pick('dataStore')
    const workspace = store && catalog.get(referenceOf(store, 'workspace') ?? '')
    const namespace =
      workspace &&
      catalog.byName('namespace', workspace.properties.find((each) => each.name === 'name')?.text ?? '')
    if (store === undefined || namespace === undefined) return undefined
    const places = [
      reference('namespace', namespace.id),
      reference('store', store.id, { class: 'dataStore' }),
    ]
    return { verb: 'add', kind: 'featureType', properties: [name('ft', value), ...places] }
  },
  (pick, value) => {
    const layers = [pick('layer'), pick('layerGroup')].filter((each) => each !== undefined)
    const members = layers.map((each) => reference('published', each.id, { type: each.kind }))
    const styles = layers.map(() => parentElement('style', []))
    const lists = [parentElement('publishables', members), parentElement('styles', styles)]
    return { verb: 'add', kind: 'layerGroup', properties: [name('lg', value), ...lists] }
  },
  (pick, value) => modified(pick('workspace'), name('ws', value)),
  (pick, value) => modified(pick('dataStore'), name('pg', value), textElement('description', `${value}`)),
  (pick, value) => modified(pick('featureType'), name('ft', value), textElement('title', `Roads ${value}`)),
  (pick, value) => modified(pick('style'), name('st', value), textElement('filename', `st${value % 4}.sld`)),
  (pick, value) => {
    const style = pick('style')
    return style && { verb: 'modify', kind: 'style', name: style.id, styleBody: sld(`new${value}`) }
  },
  (pick) => {
    const style = pick('style')
    return style && modified(pick('layer'), reference('defaultStyle', style.id))
  },
  (_, value) => ({
    verb: 'modify',
    kind: 'global',
    properties: [textElement('featureTypeCacheSize', String(value))],
  }),
  (_, value) => ({ verb: 'modify', kind: 'logging', properties: [textElement('level', `LEVEL_${value}`)] }),
  (pick) => {
    const workspace = pick('workspace')
    return workspace && { verb: 'default', kind: 'workspace', name: workspace.id }
  },
  (pick, value) => {
    const members = [pick('layer'), pick('layerGroup')].flatMap((each) =>
      each === undefined ? [] : [reference('published', each.id, { type: each.kind })],
    )
    const styles = members.map(() => parentElement('style', []))
    return modified(
      pick('layerGroup'),
      ...(value % 2 === 0 ? [name('lg', value)] : []),
      parentElement('publishables', members),
      parentElement('styles', styles),
    )
  },
  (pick, value) => {
    const styles = [pick('style')].flatMap((each) =>
      each === undefined ? [] : [reference('style', each.id)],
    )
    return modified(pick('layer'), parentElement('styles', value % 3 === 0 ? [] : styles))
  },
  (pick, value) => modified(pick('style'), name('st', value)),
  (pick, value) => modified(pick('style'), textElement('filename', `st${value % 4}.sld`)),
  (pick, value) => {
    const workspace = pick('workspace')
    const place =
      value % 3 === 0 || workspace === undefined
        ? parentElement('workspace', [])
        : reference('workspace', workspace.id)
    return modified(pick('style'), place)
  },
  (pick, value) => modified(pick('namespace'), textElement('uri', `http://example.org/${value % 4}`)),
  (pick, value) => {
    const store = pick('dataStore')
    return (
      store &&
      modified(pick('featureType'), name('ft', value), reference('store', store.id, { class: 'dataStore' }))
    )
  },
  (pick, value) => {
    const workspace = pick('workspace')
    return workspace && modified(pick('dataStore'), name('pg', value), reference('workspace', workspace.id))
  },
  (pick, value) => {
    const workspace = pick('workspace')
    return (
      workspace && {
        verb: 'add',
        kind: 'wmsStore',
        properties: [
          name('pg', value),
          reference('workspace', workspace.id),
          textElement('capabilitiesURL', `http://example.org/wms${value}`),
        ],
      }
    )
  },
  (pick, value) => modified(pick('service'), textElement('title', `Maps ${value}`)),
  (pick) => {
    const doomed = pick('workspace', 'dataStore', 'featureType', 'layer', 'layerGroup', 'style')
    return doomed && { verb: 'remove', kind: doomed.kind, name: doomed.id, recurse: true }
  },
]
