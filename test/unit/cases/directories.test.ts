import { execFileSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { titleOf } from '../../../electron/catalog/catalog.ts'
import { kinds } from '../../../electron/catalog/kinds/property.ts'
import type { EditRequest, Master } from '../../../electron/engine/master/master.ts'
import { unlikeItems } from '../../../electron/catalog/unsent-items.ts'
import { compareStates, readNodeState } from '../../../electron/engine/resync/compare.ts'
import { say } from '../../../electron/sentences/say.ts'
import { unsentAreas } from '../../../electron/sentences/kinds.ts'
import { driftData } from '../../../electron/services/directories/drift-data.ts'
import { directoryRoot, filesBelow } from '../../support/data-directories.ts'
import { openMaster } from '../../support/master.ts'
import {
  alpha,
  compare,
  copyOfCase,
  directoryOf,
  featureType,
  findings,
  layer,
  remarks,
  renamed,
  style,
  type Files,
} from '../../support/small-directories.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

/** A copy of a data directory. */
function copyOf(path: string): string {
  const copy = temporaryDirectory()
  cpSync(path, copy, { recursive: true })
  return copy
}

/** Titles of all objects a directory holds. */
function titles(path: string): readonly string[] {
  const { catalog } = readNodeState(directoryRoot(path))
  return kinds.flatMap((kind) => catalog.ofKind(kind).map((each) => `${kind} ${titleOf(catalog, each)}`))
}

/** A master on a copy of a directory, which is at `data` below the path returned. */
function masterOn(directory: string) {
  const path = temporaryDirectory()
  cpSync(directory, join(path, 'data'), { recursive: true })
  return { path, data: join(path, 'data'), ...openMaster(path) }
}

/** Makes a change as someone who has seen its plan, and names what goes with others. */
function change(master: Master, request: EditRequest): void {
  const { digest } = master.plan(request)
  master.edit(
    request,
    { plan: digest, name: request.name?.split(':').at(-1) ?? '', publishAnyway: true },
    'me',
  )
}

const inAlpha = '<workspace><id>ws1</id></workspace>'

describe('the default workspace (01-default-workspace-by-name)', () => {
  const path = '01-default-workspace-by-name'

  it('is found by its name whatever the id, and stays when a workspace is added', () => {
    const directory = copyOfCase(path)
    const [a, b] = [join(directory, 'A'), join(directory, 'B')]
    expect(findings(compare(a, b))).toEqual([])
    expect(remarks(a)).toEqual(['remark workspaces/default.xml: PLB-CATALOG-DEFAULT-BY-NAME'])
    const { master, data, close } = masterOn(a)
    const before = filesBelow(data).get('workspaces/default.xml')
    change(master, { verb: 'add', kind: 'workspace', input: '{"name":"gamma"}' })
    close()
    expect(filesBelow(data).get('workspaces/default.xml')).toBe(before)
    expect(readNodeState(directoryRoot(data)).catalog.defaultWorkspace).toBe('ws2')
  })

  it.each([
    ['the id of another', '<workspace><id>ws1</id><name>beta</name></workspace>', 'ws2'],
    ['no id', '<workspace><name>beta</name></workspace>', 'ws2'],
    ['a name that is gone', '<workspace><id>ws2</id><name>before</name></workspace>', 'ws2'],
    ['nothing that is there', '<workspace><id>x</id><name>x</name></workspace>', undefined],
    ['nothing at all', '<workspace/>', undefined],
  ])('is what it should be with %s', (_, content, expected) => {
    const directory = join(copyOfCase(path), 'B')
    writeFileSync(join(directory, 'workspaces/default.xml'), content)
    expect(readNodeState(directoryRoot(directory)).catalog.defaultWorkspace).toBe(expected)
  })
})

const stylesAndGroups: Files = {
  ...alpha,
  'styles/line.xml': style('st1', 'line'),
  'styles/line.sld': '<sld/>',
  'layergroups/world.xml':
    '<layerGroup><id>g1</id><name>world</name><publishables><published type="layer"><id>l1</id></published></publishables><styles><style><id>st1</id></style></styles></layerGroup>',
}

describe('files called otherwise than what they hold (02-directory-name-differs-from-object)', () => {
  it('are read and compared, and changed where they are', () => {
    const directory = join(copyOfCase('02-directory-name-differs-from-object'), 'D')
    expect(findings(compare(directory, copyOf(directory)))).toEqual([])
    const { master, data, close } = masterOn(directory)
    const names = [...filesBelow(data).keys()]
    change(master, { verb: 'modify', kind: 'featureType', name: 'alpha:roads', input: '{"title":"New"}' })
    close()
    expect([...filesBelow(data).keys()]).toEqual(names)
    expect(findings(compare(directory, data))).toEqual(['different featureType alpha:roads: title'])
  })

  const roads = 'workspaces/alpha/store1/roads'
  it.each([
    ['a resource', { [roads]: 'workspaces/alpha/store1/alpha_roads' }, 'featureType', 'alpha:roads', 'title'],
    ['a layer', { [roads]: 'workspaces/alpha/store1/alpha_roads' }, 'layer', 'alpha:roads', 'path'],
    [
      'a store',
      { 'workspaces/alpha/store1': 'workspaces/alpha/old store' },
      'dataStore',
      'alpha:store1',
      'description',
    ],
    [
      'what lies in such a store',
      { 'workspaces/alpha/store1': 'workspaces/alpha/old store' },
      'featureType',
      'alpha:roads',
      'title',
    ],
    ['a workspace', { 'workspaces/alpha': 'workspaces/Alpha_1' }, 'workspace', 'alpha', 'isolated'],
    ['a namespace', { 'workspaces/alpha': 'workspaces/Alpha_1' }, 'namespace', 'alpha', 'uri'],
    [
      'what lies in such a workspace',
      { 'workspaces/alpha': 'workspaces/Alpha_1' },
      'dataStore',
      'alpha:store1',
      'description',
    ],
    ['a style', { 'styles/line.xml': 'styles/default_line.xml' }, 'style', 'line', 'format'],
    ['a layer group', { 'layergroups/world.xml': 'layergroups/World.xml' }, 'layerGroup', 'world', 'title'],
  ] as const)('are changed in the file they came from: %s', (_, names, kind, name, property) => {
    const directory = directoryOf(renamed(stylesAndGroups, names))
    expect(findings(compare(directory, copyOf(directory)))).toEqual([])
    const { master, data, close } = masterOn(directory)
    const files = [...filesBelow(data).keys()]
    const value = property === 'isolated' ? 'true' : 'http://new.example'
    change(master, { verb: 'modify', kind, name, input: JSON.stringify({ [property]: value }) })
    close()
    expect([...filesBelow(data).keys()]).toEqual(files)
    expect(findings(compare(directory, data))[0]).toContain(`${property}`)
    expect(titles(data)).toEqual(titles(directory))
  })

  it('move to where their name puts them when they are renamed, and all that lies there with them', () => {
    const directory = directoryOf(
      renamed(stylesAndGroups, { 'workspaces/alpha/store1': 'workspaces/alpha/old store' }),
    )
    const { master, data, close } = masterOn(directory)
    change(master, { verb: 'modify', kind: 'dataStore', name: 'alpha:store1', input: '{"name":"pg"}' })
    close()
    expect([...filesBelow(data).keys()].filter((name) => name.includes('pg/'))).toHaveLength(3)
    expect(existsSync(join(data, 'workspaces/alpha/old store'))).toBe(false)
    expect(remarks(data)).toEqual([])
  })

  it('are removed where they are, and nothing else goes with them', () => {
    const directory = directoryOf({
      ...renamed(stylesAndGroups, { 'workspaces/alpha/': 'workspaces/A/' }),
      'workspaces/beta/workspace.xml': '<workspace><id>ws2</id><name>beta</name></workspace>',
      'workspaces/beta/namespace.xml': '<namespace><id>ns2</id><prefix>beta</prefix><uri>b</uri></namespace>',
      // A store of beta in the directory of alpha.
      'workspaces/A/guest/datastore.xml':
        '<dataStore><id>ds2</id><name>guest</name><workspace><id>ws2</id></workspace></dataStore>',
    })
    const { master, data, close } = masterOn(directory)
    change(master, { verb: 'remove', kind: 'workspace', name: 'alpha', recurse: true })
    close()
    expect(existsSync(join(data, 'workspaces/A'))).toBe(false)
    expect(titles(data)).toContain('dataStore beta:guest')
    expect(titles(data)).not.toContain('workspace alpha')
  })

  it('give way to the file in its proper place when both hold the object', () => {
    const directory = directoryOf({
      ...alpha,
      'workspaces/alpha/store1/alpha_roads/featuretype.xml': featureType('ft1', 'roads', 'Old'),
      'workspaces/alpha/store1/alpha_roads/layer.xml': layer('l1', 'ft1'),
    })
    const { catalog } = readNodeState(directoryRoot(directory))
    expect(catalog.get('ft1')?.properties.find(({ name }) => name === 'title')?.text).toBe('Roads')
    expect(remarks(directory)).toEqual([
      'ignored workspaces/alpha/store1/alpha_roads/featuretype.xml: PLB-CATALOG-DUPLICATE-NAME',
    ])
  })
})

describe('one id in several files (03-same-id-twice)', () => {
  it('hides neither object: both are compared and found', () => {
    const directory = copyOfCase('03-same-id-twice')
    const [a, b] = [join(directory, 'A'), join(directory, 'B')]
    expect(findings(compare(a, b))).toEqual(['different style alpha:roads: styleBody'])
    expect(remarks(a)).toEqual(['remark workspaces/alpha/styles/roads.xml: PLB-CATALOG-DUPLICATE-ID'])
    const { master, data, close } = masterOn(a)
    change(master, { verb: 'modify', kind: 'style', name: 'alpha:roads', input: '{"format":"css"}' })
    close()
    expect(findings(compare(a, data))).toEqual(['different style alpha:roads: format'])
    // The change gave it an id of its own.
    expect(remarks(data)).toEqual([])
  })

  it('is no matter between kinds', () => {
    const files = Object.fromEntries(
      Object.entries(alpha).map(([path, content]) => [path, content.replaceAll(/(ws|ns|ds|ft|l)1/g, '1')]),
    )
    const directory = directoryOf(files)
    expect(titles(directory)).toEqual(titles(directoryOf(alpha)))
    expect(findings(compare(directory, copyOf(directory)))).toEqual([])
  })

  it('means the nearer one where something refers to it', () => {
    const directory = directoryOf({
      ...alpha,
      'styles/roads.xml': style('st1', 'roads'),
      'workspaces/alpha/styles/roads.xml': style('st1', 'roads', inAlpha),
      'workspaces/alpha/store1/roads/layer.xml': layer('l1', 'ft1').replace(
        '<resource',
        '<defaultStyle><id>st1</id></defaultStyle><resource',
      ),
    })
    const { catalog } = readNodeState(directoryRoot(directory))
    const [referring] = catalog.referringTo('st1~alpha/styles/roads')
    expect(referring?.id).toBe('l1')
  })

  it('loads a copied workspace with all in it under its own name', () => {
    const copied = renamed(alpha, { 'workspaces/alpha/': 'workspaces/beta/' })
    const directory = directoryOf({
      ...alpha,
      ...Object.fromEntries(
        Object.entries(copied).map(([path, content]) => [
          path,
          path.startsWith('workspaces/beta/') ? content.replaceAll('alpha', 'beta') : content,
        ]),
      ),
    })
    expect(titles(directory)).toEqual([
      'workspace alpha',
      'workspace beta',
      'namespace alpha',
      'namespace beta',
      'dataStore alpha:store1',
      'dataStore beta:store1',
      'featureType alpha:roads',
      'featureType beta:roads',
      'layer alpha:roads',
      'layer beta:roads',
    ])
    expect(findings(compare(directory, copyOf(directory)))).toEqual([])
  })

  it('is made up where a file states none', () => {
    const directory = directoryOf({
      ...alpha,
      'styles/line.xml': '<style><name>line</name><filename>l.sld</filename></style>',
    })
    expect(titles(directory)).toContain('style line')
    expect(findings(compare(directory, copyOf(directory)))).toEqual([])
    expect(remarks(directory)).toEqual(['remark styles/line.xml: PLB-CATALOG-ID-MISSING'])
  })
})

describe('what GeoServer does not load', () => {
  it.each<[string, Readonly<Record<string, string | undefined>>, readonly string[]]>([
    [
      'a workspace without its namespace',
      { 'workspaces/alpha/namespace.xml': undefined },
      [
        'ignored workspaces/alpha: PLB-CATALOG-DIRECTORY-IGNORED',
        'remark workspaces/default.xml: PLB-CATALOG-DEFAULT-MISSING',
      ],
    ],
    [
      'a resource without its layer',
      { 'workspaces/alpha/store1/roads/layer.xml': undefined },
      ['ignored workspaces/alpha/store1/roads: PLB-CATALOG-DIRECTORY-IGNORED'],
    ],
    [
      'a layer without its resource',
      { 'workspaces/alpha/store1/roads/featuretype.xml': undefined },
      ['ignored workspaces/alpha/store1/roads: PLB-CATALOG-DIRECTORY-IGNORED'],
    ],
    [
      'layers without their store',
      { 'workspaces/alpha/store1/datastore.xml': undefined },
      ['ignored workspaces/alpha/store1: PLB-CATALOG-DIRECTORY-IGNORED'],
    ],
    [
      'the second store of a directory',
      {
        'workspaces/alpha/store1/coveragestore.xml':
          '<coverageStore><id>cs</id><name>cs</name></coverageStore>',
      },
      ['ignored workspaces/alpha/store1/coveragestore.xml: PLB-CATALOG-FILE-IGNORED'],
    ],
    [
      'the second workspace of a name, with all in it',
      {
        'workspaces/beta/workspace.xml': '<workspace><id>ws2</id><name>alpha</name></workspace>',
        'workspaces/beta/namespace.xml':
          '<namespace><id>ns2</id><prefix>beta</prefix><uri>b</uri></namespace>',
        'workspaces/beta/s/datastore.xml': '<dataStore><id>s</id><name>s</name></dataStore>',
      },
      ['ignored workspaces/beta/workspace.xml: PLB-CATALOG-NAMESAKE'],
    ],
    [
      'the second resource of a name in a namespace',
      {
        'workspaces/alpha/store2/datastore.xml': `<dataStore><id>ds2</id><name>store2</name>${inAlpha}</dataStore>`,
        'workspaces/alpha/store2/roads/featuretype.xml': featureType('ft2', 'roads').replace('ds1', 'ds2'),
        'workspaces/alpha/store2/roads/layer.xml': layer('l2', 'ft2'),
      },
      ['ignored workspaces/alpha/store2/roads/featuretype.xml: PLB-CATALOG-NAMESAKE'],
    ],
    [
      'a group without members, and a style without a file',
      {
        'layergroups/g.xml': '<layerGroup><id>g</id><name>g</name></layerGroup>',
        'styles/s.xml': '<style><id>s</id><name>s</name></style>',
      },
      [
        'ignored layergroups/g.xml: PLB-CATALOG-FILE-IGNORED',
        'ignored styles/s.xml: PLB-CATALOG-FILE-IGNORED',
      ],
    ],
    [
      'a service that lies with a workspace and does not say so',
      { 'workspaces/alpha/wms.xml': '<wms><id>w</id><enabled>true</enabled></wms>' },
      ['ignored workspaces/alpha/wms.xml: PLB-CATALOG-FILE-IGNORED'],
    ],
  ])('is named and ignored, and makes nothing uncertain: %s', (_, changes, said) => {
    const directory = directoryOf({ ...alpha, ...changes })
    expect(remarks(directory)).toEqual(said)
    expect(findings(compare(directory, copyOf(directory)))).toEqual([])
  })

  it.each([
    ['data and templates', 'workspaces/alpha/store1/data/more/x.csv'],
    ['directories in directories', 'workspaces/alpha/store1/a/b/featuretype.xml'],
  ])('may be anything else, of which nothing need be said: %s', (_, path) => {
    const directory = directoryOf({ ...alpha, [path]: '' })
    expect(remarks(directory)).toEqual([])
    expect(titles(directory)).toEqual(titles(directoryOf(alpha)))
  })

  it('leaves the rest when a file cannot be understood', () => {
    const directory = directoryOf({ ...stylesAndGroups, 'styles/line.xml': '' })
    expect(remarks(directory)).toContain('unread styles/line.xml: PLB-XML-MALFORMED')
    expect(findings(compare(directory, directoryOf(stylesAndGroups)))).toEqual([
      'extra style line',
      'unread left styles/line.xml',
    ])
  })
})

describe('files other programs wrote', () => {
  const title = 'Straße'
  const file = 'workspaces/alpha/store1/roads/featuretype.xml'
  const text = featureType('ft1', 'roads', title)
  it.each([
    ['with a byte order mark', Buffer.from(`\uFEFF${text}`)],
    ['with line ends of Windows', Buffer.from(text.replaceAll('><', '>\r\n<'))],
    [
      'with a declaration and a document type',
      Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE featureType>\n${text}`),
    ],
    ['in ISO-8859-1', Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?>${text}`, 'latin1')],
    ['in UTF-16', Buffer.from(`\uFEFF${text}`, 'utf16le')],
    ['with comments', Buffer.from(`<!-- a -->${text.replace('<name>', '<!-- b --><name>')}`)],
  ])('are read %s', (_, content) => {
    const directory = directoryOf({ ...alpha, [file]: content })
    expect(remarks(directory)).toEqual([])
    const { catalog } = readNodeState(directoryRoot(directory))
    expect(catalog.get('ft1')?.properties.find(({ name }) => name === 'title')?.text).toBe(title)
  })

  it('refer by name, as text, and by a name in place of an id', () => {
    const directory = directoryOf({
      ...alpha,
      'styles/line.xml': style('st1', 'line'),
      'workspaces/alpha/styles/own.xml': style('st2', 'own', '<workspace>alpha</workspace>'),
      'workspaces/alpha/store1/datastore.xml':
        '<dataStore><id>ds1</id><name>store1</name><workspace><id>alpha</id></workspace></dataStore>',
      [file]: featureType('ft1', 'roads')
        .replace('<id>ns1</id>', '<prefix>alpha</prefix>')
        .replace('<id>ds1</id>', '<id>alpha:store1</id>'),
      'workspaces/alpha/store1/roads/layer.xml': layer('l1', 'ft1')
        .replace('<id>ft1</id>', '<id>roads</id>')
        .replace(
          '<resource',
          '<defaultStyle>line</defaultStyle><styles><style><workspace>alpha</workspace><name>own</name></style></styles><resource',
        ),
    })
    expect(remarks(directory)).toEqual([])
    const { catalog } = readNodeState(directoryRoot(directory))
    const referring = (id: string) => catalog.referringTo(id).map((each) => each.id)
    expect(referring('ws1').toSorted()).toEqual(['ds1', 'st2'])
    expect(referring('ds1')).toEqual(['ft1'])
    expect(referring('ns1')).toEqual(['ft1'])
    expect(referring('ft1')).toEqual(['l1'])
    expect(referring('st1')).toEqual(['l1'])
    expect(referring('st2')).toEqual(['l1'])
  })
})

describe.skipIf(process.platform === 'win32')('links (04-symlinked-directories)', () => {
  it('that lead outside are never equal', () => {
    const directory = copyOfCase('04-symlinked-directories')
    execFileSync(join(directory, 'make-links.sh'), [directory])
    const [a, b] = [join(directory, 'A'), join(directory, 'B')]
    expect(findings(compare(a, b))).toEqual([
      'unread left styles',
      'unread left workspaces/beta',
      'unread right styles',
      'unread right workspaces/beta',
    ])
  })

  it.each([
    ['a store', 'workspaces/alpha/store1'],
    ['a resource', 'workspaces/alpha/store1/roads'],
    ['all workspaces', 'workspaces'],
  ])('that lead outside are named: %s', (_, place) => {
    const directory = directoryOf(alpha)
    const outside = temporaryDirectory()
    cpSync(join(directory, place), outside, { recursive: true })
    rmSync(join(directory, place), { recursive: true })
    symlinkSync(outside, join(directory, place))
    expect(remarks(directory)[0]).toBe(`unread ${place}: PLB-CATALOG-LINK-OUTSIDE`)
  })

  it('to the rules of a style that lead outside are never equal', () => {
    const directory = directoryOf({ ...stylesAndGroups, 'styles/line.sld': undefined })
    symlinkSync('/etc/hostname', join(directory, 'styles/line.sld'))
    expect(findings(compare(directory, copyOf(directory)))).toEqual([
      'unread left styles/line.sld',
      'unread right styles/line.sld',
    ])
  })

  it('that stay inside are followed, and those that lead to data or nowhere make nothing uncertain', () => {
    const directory = directoryOf({ ...alpha, 'kept/line.xml': style('st1', 'line') })
    mkdirSync(join(directory, 'styles'))
    symlinkSync('../kept/line.xml', join(directory, 'styles/line.xml'))
    symlinkSync(temporaryDirectory(), join(directory, 'workspaces/alpha/data'))
    symlinkSync('nowhere', join(directory, 'workspaces/gone'))
    expect(titles(directory)).toContain('style line')
    expect(remarks(directory)).toEqual(['ignored workspaces/gone: PLB-CATALOG-DIRECTORY-IGNORED'])
  })
})

describe('what is never sent (17-never-sent-passes-as-equal)', () => {
  it('is listed as not compared', () => {
    const directory = copyOfCase('17-never-sent-passes-as-equal')
    const { equal, unread, unsent } = compare(join(directory, 'A'), join(directory, 'B'))
    expect([equal, unread]).toEqual([true, []])
    expect(unsent).toEqual([
      { area: 'security', left: ['security'], right: ['security'] },
      { area: 'tiles', left: ['gwc-layers'], right: [] },
      { area: 'templates', left: [], right: ['workspaces/alpha/header.ftl'] },
      { area: 'graphics', left: ['styles/icon.svg'], right: ['styles/icon.svg'] },
    ])
  })

  it('is compared thing by thing, as far as it can be read, and never counts as equal', () => {
    const users = (admin: string, more = '', groups = '') =>
      `<userRegistry version="1.0"><users><user enabled="true" name="admin" password="${admin}"/>${more}</users>${groups}</userRegistry>`
    const members = (...names: readonly string[]) =>
      `<groups><group name="ops">${names.map((name) => `<member username="${name}"/>`).join('')}</group></groups>`
    const roles = (more = '', mine = '') =>
      `<roleRegistry version="1.0"><roleList><role id="ADMIN"/>${more}</roleList><userList><userRoles username="admin"><roleRef roleID="ADMIN"/>${mine}</userRoles></userList></roleRegistry>`
    const master = directoryOf({
      ...stylesAndGroups,
      'security/layers.properties': '# rules\n*.*.r=*\ntopp.*.w=EDITOR,ADMIN\n',
      'security/rest.properties': '/**;GET=ADMIN\n',
      'security/role/default/roles.xml': roles('<role id="EDITOR"/>', '<roleRef roleID="EDITOR"/>'),
      'security/usergroup/default/users.xml': users(
        'digest1:one',
        '<user enabled="true" name="bob"/>',
        members('bob'),
      ),
      'security/masterpw.info': 'secret one',
      'gwc-layers/a.xml': '<GeoServerTileLayer/>',
      'gwc-gs.xml': '<GeoServerGWCConfig/>',
      'templates/header.ftl': 'one',
      'styles/icon.svg': '<svg/>',
      'styles/seen.png': '',
      'data/roads.shp': 'one',
    })
    const slave = directoryOf({
      ...stylesAndGroups,
      'security/layers.properties': '*.*.r=*\ntopp.*.w=ADMIN, EDITOR\nsf.*.w=ADMIN\n',
      'security/rest.properties': '/**;GET=ADMIN,GROUP_ADMIN\n',
      'security/role/default/roles.xml': roles(),
      'security/usergroup/default/users.xml': users(
        'digest1:two',
        '<user enabled="false" name="bob"/>',
        members(),
      ),
      'security/masterpw.info': 'secret two',
      'gwc-layers/a.xml': '<GeoServerTileLayer><enabled>false</enabled></GeoServerTileLayer>',
      'gwc-gs.xml': '<GeoServerGWCConfig/>',
      'templates/header.ftl': 'two',
      'styles/icon.svg': '<svg/>',
      'legendsamples/point.png': 'made when somebody looks at styles',
      'styles/seen.png': 'of which the other side knows the name alone',
      'data/roads.shp': 'two',
    })
    const [left, right] = [master, slave].map((each) => readNodeState(directoryRoot(each)))
    if (left === undefined || right === undefined) throw new Error('there are two')
    const unlike = unsentAreas.map(
      (area) =>
        [
          area,
          unlikeItems(left.unsentItems?.(area) ?? new Map(), right.unsentItems?.(area) ?? new Map()),
        ] as const,
    )
    expect(Object.fromEntries(unlike.filter(([, names]) => names.length > 0))).toEqual({
      security: [
        'security/layers.properties: sf.*.w',
        'security/rest.properties: /**;GET',
        'security/role/default/EDITOR',
        'security/role/default/userList/admin',
        'security/usergroup/default/bob',
        'security/usergroup/default/group/ops',
      ],
      tiles: ['gwc-layers/a.xml'],
      templates: ['templates/header.ftl'],
    })
    const { unsent } = driftData(compareStates(left, right), left, right, 0)
    expect(unsent?.map(({ area, differ }) => [area, differ])).toEqual([
      ...[
        ['security', 6],
        ['tiles', 1],
        ['templates', 1],
        ['data', 0],
        ['graphics', 0],
      ],
    ])
    expect(JSON.stringify(unsent)).not.toMatch(/secret|digest1/)
  })

  it.each([
    ['the configuration of a style is gone', { 'styles/line.xml': null }],
    ['the rules of a style are gone', { 'styles/line.sld': null }],
    ['the configuration of a style cannot be read', { 'styles/line.xml': '<style><id>' }],
    ['that of a workspace is gone', { 'workspaces/alpha/styles/dots.xml': null }],
  ])('holds no half of a style, where %s', (_what, damage) => {
    const files = {
      ...stylesAndGroups,
      'styles/icon.svg': '<svg/>',
      'workspaces/alpha/styles/dots.xml': style('st2', 'dots').replace('</style>', `${inAlpha}</style>`),
      'workspaces/alpha/styles/dots.sld': '<sld/>',
    }
    const [master, slave] = [directoryOf(files), directoryOf(files)]
    for (const [path, content] of Object.entries<string | null>(damage)) {
      if (content === null) rmSync(join(slave, path))
      else writeFileSync(join(slave, path), content)
    }
    for (const [one, other] of [
      [master, slave],
      [slave, master],
    ] as const) {
      const [left, right] = [readNodeState(directoryRoot(one)), readNodeState(directoryRoot(other))]
      const { unsent, equal } = driftData(compareStates(left, right), left, right, 0)
      expect(equal).toBe(false)
      expect(unsent?.filter(({ area }) => area === 'graphics')).toEqual([
        { area: 'graphics', reference: 1, slave: 1, differ: 0, found: say('comparison.unsentSame') },
      ])
    }
  })

  it('covers data, templates at every level, and files of extensions, but no backups and nothing of the node alone', () => {
    const directory = directoryOf({
      ...stylesAndGroups,
      'data/roads.shp': '',
      'user_projections/epsg.properties': '',
      'templates/x.ftl': '',
      'workspaces/alpha/store1/roads/title.ftl': '',
      'workspaces/alpha/store1/roads.csv': '',
      'workspaces/alpha/files/a.tif': '',
      'styles/line.sld.bak': '',
      'styles/fonts/a.ttf': '',
      'cluster/cluster.properties': '',
      'logs/geoserver.log': '',
    })
    const { unsent } = readNodeState(directoryRoot(directory))
    expect(unsent?.map(({ area, places }) => `${area}: ${places.join(', ')}`).toSorted()).toEqual([
      'data: workspaces/alpha/files, workspaces/alpha/store1/roads.csv, data',
      'graphics: styles/fonts',
      'other: user_projections',
      'templates: workspaces/alpha/store1/roads/title.ftl, templates',
    ])
  })
})

describe('a directory of version 1 (22-directory-of-version-1)', () => {
  it('is told, and never equal', () => {
    const directory = join(copyOfCase('22-directory-of-version-1'), 'D')
    expect(findings(compare(directory, directory)).slice(0, 2)).toEqual([
      'unread left catalog.xml',
      'unread left services.xml',
    ])
    expect(remarks(directory)).toEqual([
      'unread catalog.xml: PLB-CATALOG-VERSION-1',
      'unread services.xml: PLB-CATALOG-VERSION-1',
    ])
  })
})

describe('every case', () => {
  it('keeps what it is made of', () => {
    // Reading changes nothing.
    const directory = join(copyOfCase('02-directory-name-differs-from-object'), 'D')
    const before = filesBelow(directory)
    readNodeState(directoryRoot(directory))
    expect(filesBelow(directory)).toEqual(before)
    expect(readFileSync(join(directory, 'workspaces/default.xml'), 'utf8')).toContain('alpha')
  })
})
