import { english } from '../../../electron/sentences/english.ts'
import { describe, expect, it } from 'vitest'
import { Catalog } from '../../../electron/catalog/catalog.ts'
import { readDataDirectory } from '../../../electron/catalog/data-directory.ts'
import { compareCatalogs, type DriftEntry } from '../../../electron/catalog/diff.ts'
import { propertyOf, withProperties, type CatalogObject } from '../../../electron/catalog/object.ts'
import { readStyleBody } from '../../../electron/catalog/style-body.ts'
import { parentElement, textElement, type XmlElement } from '../../../electron/xml/element.ts'
import { named, object, reference } from '../../support/catalog-changes.ts'
import { goldenRoot } from '../../support/data-directories.ts'

const golden = (name: string): Catalog => readDataDirectory(goldenRoot(name)).catalog

function bodiesOf(name: string, catalog: Catalog) {
  return (style: CatalogObject) => readStyleBody(goldenRoot(name), catalog, style)
}

function catalogOf(...objects: readonly CatalogObject[]): Catalog {
  const catalog = new Catalog()
  for (const each of objects) catalog.put(each)
  return catalog
}

function summary(entries: readonly DriftEntry[]): string[] {
  return entries.map((entry) => {
    if (entry.type === 'defaultWorkspace') return `default ${entry.left} ${entry.right}`
    const properties = entry.type === 'different' ? entry.properties.map((each) => each.property) : []
    return [entry.type, entry.kind, entry.title, ...properties].join(' ')
  })
}

function changed(
  catalog: Catalog,
  id: string,
  values: Readonly<Record<string, XmlElement | undefined>>,
): Catalog {
  const copy = catalogOf(...catalog.objects())
  copy.defaultWorkspace = catalog.defaultWorkspace
  const found = copy.get(id)
  if (found === undefined) throw new Error(`no ${id}`)
  copy.put(withProperties(found, new Map(Object.entries(values))))
  return copy
}

describe('a real slave compared with its master', () => {
  it.each([
    [
      'after-build-up',
      [
        'missing wmtsStore topp:cascmts',
        'different service wfs maxFeatures title',
        'different service wms maxRenderingTime title',
        // Defaults the slave filled in are no difference.
        'different service topp:wms title',
      ],
    ],
    [
      'after-teardown',
      [
        'missing wmtsStore topp:cascmts',
        'different service wfs maxFeatures title',
        'different service wms maxRenderingTime title',
      ],
    ],
  ])('%s shows what the real module loses and nothing else', (moment, expected) => {
    const left = golden(`${moment}/master`)
    const right = golden(`${moment}/slave`)
    const bodies = {
      left: bodiesOf(`${moment}/master`, left),
      right: bodiesOf(`${moment}/slave`, right),
    }
    const drift = compareCatalogs(left, right, { bodies })
    expect(drift.equal).toBe(false)
    expect(summary(drift.entries)).toEqual(expected)
  })

  it('names once, with a reason, each property that cannot or need not be compared', () => {
    const { unknowable, compared } = compareCatalogs(
      golden('after-build-up/master'),
      golden('after-build-up/slave'),
    )
    expect(compared).toBe(32)
    const groups = unknowable.map((each) => `${each.kind} ${each.property} ${each.objects.length}`)
    expect(groups).toContain('global updateSequence 1')
    expect(groups).toContain('global settings.id 1')
    expect(groups).toContain('dataStore connectionParameters 1')
    expect(groups).toContain('style dateCreated 3')
    expect(new Set(groups).size).toBe(groups.length)
    expect(unknowable.every((each) => english(each.reason).length > 10)).toBe(true)
  })

  it('shows what is there too many when looked at from the other side', () => {
    const { entries } = compareCatalogs(golden('after-build-up/slave'), golden('after-build-up/master'))
    expect(summary(entries)).toContain('extra wmtsStore topp:cascmts')
  })
})

describe('comparing', () => {
  const master = golden('after-build-up/master')

  it('finds nothing between a catalog and itself', () => {
    expect(compareCatalogs(master, golden('after-build-up/master'))).toEqual({
      equal: true,
      compared: master.size,
      entries: [],
      unknowable: [],
    })
  })

  it('takes a style that names no version of its language for one of the first', () => {
    const style = (version?: string): Catalog => {
      const of = parentElement('languageVersion', [textElement('version', version ?? '')])
      return catalogOf(
        object('style', 's', { name: 'red', ...(version === undefined ? {} : { languageVersion: of }) }),
      )
    }
    expect(compareCatalogs(style(), style('1.0.0')).equal).toBe(true)
    expect(summary(compareCatalogs(style(), style('1.1.0')).entries)).toEqual([
      'different style red languageVersion',
    ])
  })

  it('takes an absent property for its default, an empty collection for none, and other spellings for the same', () => {
    const store = named(master, 'dataStore', 'shp')
    const type = named(master, 'featureType', 'cities')
    const copy = changed(
      changed(master, store.id, { __default: undefined, metadata: parentElement('metadata', []) }),
      type.id,
      {
        maxFeatures: textElement('maxFeatures', '00'),
        latLonBoundingBox: parentElement('latLonBoundingBox', [
          textElement('crs', 'epsg:4326'),
          textElement('minx', '-1E1'),
          textElement('maxx', '20'),
          textElement('miny', '40.00'),
          textElement('maxy', '60.0'),
        ]),
        abstract: textElement('abstract', 'multi\nline', { class: 'string' }),
      },
    )
    expect(compareCatalogs(master, copy).entries).toEqual([])
  })

  it('takes absent global settings for what GeoServer assumes, as it writes them with its next save', () => {
    const [global] = master.ofKind('global')
    if (global === undefined) throw new Error('no global settings')
    const jai = propertyOf(global, 'jai')?.children.filter(({ name }) => name !== 'pngEncoderType')
    const copy = changed(master, global.id, {
      jai: parentElement('jai', jai ?? []),
      webUIMode: undefined,
      resourceErrorHandling: undefined,
    })
    expect(compareCatalogs(master, copy).entries).toEqual([])
  })

  it('takes an empty text for none, since GeoServer can only empty a text', () => {
    const type = named(master, 'featureType', 'cities')
    const copy = changed(master, type.id, { description: textElement('description', '') })
    expect(summary(compareCatalogs(master, copy).entries)).toEqual([])
  })

  it('compares the default workspace', () => {
    const copy = golden('after-build-up/master')
    copy.defaultWorkspace = named(copy, 'workspace', 'topp').id
    expect(summary(compareCatalogs(master, copy).entries)).toEqual(['default base topp'])
    copy.defaultWorkspace = undefined
    expect(summary(compareCatalogs(master, copy).entries)).toEqual(['default base undefined'])
  })

  it('takes sets of references without order, and lists with it', () => {
    const layer = object('layer', 'l', {
      styles: parentElement('styles', [reference('style', 'a'), reference('style', 'b')]),
    })
    const group = object('layerGroup', 'g', {
      name: 'g',
      styles: parentElement('styles', [reference('style', 'a'), parentElement('style', [])]),
    })
    const turned = [layer, group].map((each) => ({
      ...each,
      properties: each.properties.map((property) =>
        property.name === 'styles' ? { ...property, children: property.children.toReversed() } : property,
      ),
    }))
    const styles = ['a', 'b'].map((name) => object('style', name, { name }))
    const { entries } = compareCatalogs(catalogOf(...styles, layer, group), catalogOf(...styles, ...turned))
    expect(summary(entries)).toEqual(['different layerGroup g styles'])
  })

  it('does not know what a reference without a file of its settings has', () => {
    const settings = (['global', 'logging'] as const).map((kind) => object(kind, kind, {}))
    expect(compareCatalogs(catalogOf(), catalogOf(...settings))).toMatchObject({
      equal: true,
      unknowable: [{ kind: 'global' }, { kind: 'logging' }],
    })
    expect(compareCatalogs(catalogOf(...settings), catalogOf()).entries).toHaveLength(2)
  })

  it('names references to what neither has, and takes them for no difference', () => {
    const layer = (...ids: readonly string[]) =>
      object('layer', 'l', {
        styles: parentElement(
          'styles',
          ids.map((id) => reference('style', id)),
        ),
      })
    const style = object('style', 'a', { name: 'a' })
    const { entries, unknowable } = compareCatalogs(
      catalogOf(style, layer('a', 'gone')),
      catalogOf(style, layer('a')),
    )
    expect(entries).toEqual([])
    expect(unknowable).toMatchObject([
      {
        kind: 'layer',
        property: 'styles',
        reason: 'it refers to gone, which neither node has',
        objects: ['l'],
      },
    ])
    const held = compareCatalogs(
      catalogOf(style, layer('a', 'b')),
      catalogOf(style, object('style', 'b', { name: 'b' }), layer('a')),
    )
    expect(summary(held.entries)).toContain('different layer l styles')
  })

  it('compares properties the table does not know', () => {
    const left = object('workspace', 'w', {
      name: 'w',
      quota: parentElement('quota', [textElement('max', '1')]),
    })
    const right = object('workspace', 'w', {
      name: 'w',
      quota: parentElement('quota', [textElement('max', '2')]),
    })
    expect(summary(compareCatalogs(catalogOf(left), catalogOf(right)).entries)).toEqual([
      'different workspace w quota',
    ])
  })
})

it('compares each of the properties nobody knows that have one name', () => {
  const service = (...own: readonly string[]): Catalog => {
    const made = object('service', 'e', { enabled: 'true' })
    const properties = [...made.properties, ...own.map((each) => textElement('own', each))]
    return catalogOf({ ...made, root: 'wmse', properties })
  }
  expect(compareCatalogs(service('a', 'b'), service('a', 'b')).equal).toBe(true)
  expect(compareCatalogs(service('a', 'b'), service('c', 'b')).equal).toBe(false)
  expect(compareCatalogs(service('a', 'b'), service('b')).equal).toBe(false)
})

describe('a node whose objects have other ids', () => {
  const left = catalogOf(
    object('workspace', 'w1', { name: 'topp' }),
    object('namespace', 'n1', { prefix: 'topp', uri: 'http://topp' }),
    object('dataStore', 's1', { name: 'pg', workspace: reference('workspace', 'w1') }),
    object('featureType', 'f1', {
      name: 'roads',
      store: reference('store', 's1', { class: 'dataStore' }),
      namespace: reference('namespace', 'n1'),
    }),
    object('style', 'y1', { name: 'line', filename: 'line.sld' }),
    object('layer', 'l1', {
      resource: reference('resource', 'f1', { class: 'featureType' }),
      defaultStyle: reference('defaultStyle', 'y1'),
    }),
  )
  const renumbered = catalogOf(
    ...[...left.objects()].map((each): CatalogObject => {
      const text = JSON.stringify(each).replaceAll(/"([wnsfyl])1"/g, '"$12"')
      return JSON.parse(text) as CatalogObject
    }),
  )
  left.defaultWorkspace = 'w1'
  renumbered.defaultWorkspace = 'w2'

  it('has each reported once for its id, not for the references to it', () => {
    const { entries, compared } = compareCatalogs(left, renumbered)
    expect(compared).toBe(6)
    expect(summary(entries)).toEqual([
      'sameNameOtherId workspace topp',
      'sameNameOtherId namespace topp',
      'sameNameOtherId style line',
      'sameNameOtherId dataStore topp:pg',
      'sameNameOtherId featureType topp:roads',
      'sameNameOtherId layer topp:roads',
    ])
    expect(entries[0]).toMatchObject({ id: 'w1', otherId: 'w2' })
  })

  it('is matched by id before it is matched by name', () => {
    const one = catalogOf(object('style', 'a', { name: 'x' }), object('style', 'b', { name: 'y' }))
    const swapped = catalogOf(object('style', 'a', { name: 'y' }), object('style', 'b', { name: 'x' }))
    expect(summary(compareCatalogs(one, swapped).entries)).toEqual([
      'different style x name',
      'different style y name',
    ])
  })

  it('is matched by both id and place before a namesake in its place is taken for it', () => {
    const service = (id: string, workspace?: string): CatalogObject => ({
      ...object('service', id, {
        ...(workspace === undefined ? {} : { workspace: reference('workspace', workspace) }),
        title: id,
      }),
      root: 'wcs',
    })
    const topp = object('workspace', 'w1', { name: 'topp' })
    const one = catalogOf(topp, service('global'), service('local', 'w1'))
    const astray = catalogOf(topp, service('global'), service('local'))
    expect(summary(compareCatalogs(one, astray).entries)).toEqual(['different service topp:wcs workspace'])
    expect(summary(compareCatalogs(astray, one).entries)).toEqual(['different service wcs workspace'])
  })

  it('has what is the very same content compared by what it refers to there', () => {
    const layer = object('layer', 'l1', {
      resource: reference('resource', 'f1', { class: 'featureType' }),
      defaultStyle: reference('defaultStyle', 'y1'),
    })
    const one = catalogOf(layer, object('style', 'y1', { name: 'line' }))
    const other = catalogOf(
      layer,
      object('style', 'y2', { name: 'line' }),
      object('workspace', 'y1', { name: 'w' }),
    )
    expect(summary(compareCatalogs(one, other).entries)).toContain('different layer l1 defaultStyle')
    expect(compareCatalogs(one, catalogOf(...one.objects())).entries).toEqual([])
  })

  it('is not matched across kinds', () => {
    const one = catalogOf(object('dataStore', 'a', { name: 'x' }))
    const other = catalogOf(object('coverageStore', 'a', { name: 'x' }))
    expect(summary(compareCatalogs(one, other).entries)).toEqual([
      'missing dataStore x',
      'extra coverageStore x',
    ])
  })
})

describe('passwords', () => {
  const store = (value: string, url = 'mongodb://me:one@host/db'): Catalog =>
    catalogOf(
      object('dataStore', 's', {
        name: 's',
        connectionParameters: parentElement('connectionParameters', [
          textElement('entry', value, { key: 'passwd' }),
          textElement('entry', url, { key: 'data_store' }),
        ]),
      }),
    )

  it('that differ are reported without being shown', () => {
    const drift = compareCatalogs(store('first-secret'), store('other-secret'))
    expect(drift.entries).toMatchObject([
      { properties: [{ property: 'connectionParameters', secret: true }] },
    ])
    expect(JSON.stringify(drift)).not.toMatch(/first|other-/)
  })

  it('inside addresses are compared and hidden too', () => {
    const drift = compareCatalogs(store('x'), store('x', 'mongodb://me:two@host/db'))
    expect(drift.entries).toMatchObject([{ properties: [{ secret: true }] }])
    expect(JSON.stringify(drift)).not.toMatch(/one|two/)
  })

  it('are the same whether clear or marked as plain', () => {
    expect(compareCatalogs(store('secret'), store('plain:secret')).equal).toBe(true)
  })

  it('that are encrypted are unknowable, unless the ciphertext is the same', () => {
    for (const other of ['crypt1:def', 'crypt2:def', 'secret', 'plain:secret']) {
      const drift = compareCatalogs(store('crypt1:abc'), store(other))
      expect(drift.equal).toBe(true)
      expect(drift.unknowable).toMatchObject([{ property: 'connectionParameters', objects: ['s'] }])
    }
    expect(compareCatalogs(store('crypt1:abc'), store('crypt1:abc')).unknowable).toEqual([])
  })

  it('that are missing on one side are drift', () => {
    const without = catalogOf(
      object('dataStore', 's', {
        name: 's',
        connectionParameters: parentElement('connectionParameters', [
          textElement('entry', 'mongodb://me:one@host/db', { key: 'data_store' }),
        ]),
      }),
    )
    const drift = compareCatalogs(store('crypt1:abc'), without)
    expect(summary(drift.entries)).toEqual(['different dataStore s connectionParameters'])
    expect(JSON.stringify(drift)).not.toMatch(/abc|one/)
  })
})

describe('rules of styles', () => {
  const style = (filename: string): Catalog => catalogOf(object('style', 's', { name: 's', filename }))
  const body = (text: string | undefined) => () => (text === undefined ? undefined : Buffer.from(text))
  const compare = (filename: string, left: string | undefined, right: string | undefined) =>
    compareCatalogs(style(filename), style(filename), { bodies: { left: body(left), right: body(right) } })

  it('are compared byte by byte', () => {
    expect(compare('s.sld', 'a', 'a').equal).toBe(true)
    expect(compare('s.sld', 'a', 'b').entries).toMatchObject([{ properties: [{ property: 'styleBody' }] }])
    expect(compare('default_line.sld', 'a', 'b').equal).toBe(false)
  })

  it('are drift when one side has none, unless they are built in', () => {
    expect(compare('s.sld', 'a', undefined).equal).toBe(false)
    const builtIn = compare('default_line.sld', 'a', undefined)
    expect(builtIn.equal).toBe(true)
    expect(builtIn.unknowable).toMatchObject([{ kind: 'style', property: 'styleBody' }])
    expect(compare('default_line.sld', undefined, undefined).unknowable).toEqual([])
  })
})
