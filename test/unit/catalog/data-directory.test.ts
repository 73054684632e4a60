import { cpSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { defaultReadLimits, readDataDirectory } from '../../../electron/catalog/data-directory.ts'
import { DataDirectoryWriter } from '../../../electron/catalog/data-directory-writer.ts'
import { comparableProperties } from '../../../electron/catalog/comparable.ts'
import { propertyOf, referenceOf } from '../../../electron/catalog/object.ts'
import { parseXml } from '../../../electron/xml/parse.ts'
import { writeXml } from '../../../electron/xml/write.ts'
import { named } from '../../support/catalog-changes.ts'
import { directoryRoot, filesBelow, goldenPath } from '../../support/data-directories.ts'
import { failingFileSystem } from '../../support/file-system-faults.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

/** A copy of a real data directory with some files put in place of, or added to, its own. */
function directoryWith(files: Readonly<Record<string, string>> = {}): string {
  const path = temporaryDirectory()
  cpSync(goldenPath('after-build-up/master'), path, { recursive: true })
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true })
    writeFileSync(join(path, name), content)
  }
  return path
}

function problemsOf(path: string): string[] {
  return readDataDirectory(directoryRoot(path)).problems.map((each) => `${each.path}: ${each.failure.code}`)
}

const whole = readDataDirectory(directoryRoot(goldenPath('after-build-up/master'))).catalog.size

describe('a damaged data directory', () => {
  it.each([
    ['cut off', '<featureType><id>x', 'PLB-XML-MALFORMED'],
    ['empty', '', 'PLB-XML-MALFORMED'],
    ['of another kind', '<coverage><id>x</id></coverage>', 'PLB-CATALOG-FILE-UNREADABLE'],
    ['without a store', '<featureType><name>x</name></featureType>', 'PLB-CATALOG-FILE-IGNORED'],
    [
      'with a property twice',
      '<featureType><id>x</id><id>y</id></featureType>',
      'PLB-CATALOG-FILE-UNREADABLE',
    ],
    ['built to exhaust', '<!DOCTYPE x [<!ENTITY a "b">]><featureType>&a;</featureType>', 'PLB-XML-MALFORMED'],
    ['not text', 'é\ud800', 'PLB-XML-MALFORMED'],
  ])('is read but for a file that is %s', (_, content, code) => {
    const path = directoryWith({ 'workspaces/topp/shp/cities/featuretype.xml': content })
    const { catalog, problems } = readDataDirectory(directoryRoot(path))
    const isIgnored = code === 'PLB-CATALOG-FILE-IGNORED'
    expect(problems.map((each) => [each.path, each.failure.code])).toEqual([
      ['workspaces/topp/shp/cities/featuretype.xml', code],
      // The layer has lost its resource; without one that is known, GeoServer does not load it.
      ...(isIgnored ? [] : [['workspaces/topp/shp/cities/layer.xml', 'PLB-CATALOG-PARENT-MISSING']]),
    ])
    expect(catalog.size).toBe(isIgnored ? whole - 2 : whole - 1)
  })

  it('is read but for files that are no UTF-8, too large, unreadable or no files', () => {
    const path = directoryWith({ 'styles/big.xml': `<style><id>x</id>${' '.repeat(2000)}</style>` })
    writeFileSync(join(path, 'logging.xml'), Buffer.from([0x3c, 0xff, 0xfe]))
    rmSync(join(path, 'wms.xml'))
    symlinkSync('/etc/hostname', join(path, 'wms.xml'))
    const { problems } = readDataDirectory(directoryRoot(path), {
      limits: { ...defaultReadLimits, fileSize: 1900 },
    })
    expect(problems.map((each) => `${each.path}: ${each.failure.code}`).toSorted()).toEqual([
      'global.xml: PLB-STORAGE-FILE-TOO-LARGE',
      'logging.xml: PLB-XML-NOT-UTF-8',
      'styles/big.xml: PLB-STORAGE-FILE-TOO-LARGE',
      'wms.xml: PLB-STORAGE-PATH-OUTSIDE',
    ])
  })

  it('is read but for what the disk refuses', () => {
    const path = directoryWith()
    const fileSystem = failingFileSystem(
      'EIO',
      (call) => call.name === 'readStart' && call.path.endsWith('styles/red.xml'),
    )
    const { catalog, problems } = readDataDirectory(directoryRoot(path, fileSystem))
    expect(problems.map((each) => each.failure.code)).toEqual(['PLB-STORAGE-FAILED'])
    expect(catalog.size).toBe(whole - 1)
    const unlisted = failingFileSystem(
      'EACCES',
      (call) => call.name === 'names' && call.path.endsWith('/topp/shp'),
    )
    const rest = readDataDirectory(directoryRoot(path, unlisted))
    expect(rest.problems.map((each) => each.path)).toEqual(['workspaces/topp/shp'])
    expect(rest.catalog.size).toBe(whole - 3)
  })

  it('is read, written and compared quickly even when a file is built of a hundred thousand properties', () => {
    const many = '<own/>'.repeat(100_000) + '<own>x</own>'.repeat(100_000)
    const path = directoryWith({ 'wmse.xml': `<wmse><id>e</id>${many}</wmse>` })
    const { catalog } = readDataDirectory(directoryRoot(path))
    const service = named(catalog, 'service', 'wmse')
    expect(service.properties).toHaveLength(200_001)
    new DataDirectoryWriter(directoryRoot(path), catalog).write(service)
    expect(comparableProperties(service).get('own')?.length).toBeGreaterThan(300_000)
  })

  it('is read up to a number of files, which is said once', () => {
    const path = directoryWith()
    const { catalog, problems } = readDataDirectory(directoryRoot(path), {
      limits: { ...defaultReadLimits, files: 5 },
    })
    expect(catalog.size).toBe(5)
    expect(problems.map((each) => each.failure.code)).toEqual(['PLB-CATALOG-TOO-MANY-FILES'])
  })

  it('has its incomplete directories named', () => {
    const path = directoryWith({
      'workspaces/left/styles/a.sld': '',
      'workspaces/topp/shp/lost/layer.xml': '<layer/>',
    })
    mkdirSync(join(path, 'workspaces/empty'))
    rmSync(join(path, 'workspaces/lab3/namespace.xml'))
    expect(problemsOf(path)).toEqual([
      'workspaces/lab3: PLB-CATALOG-DIRECTORY-IGNORED',
      'workspaces/left: PLB-CATALOG-DIRECTORY-IGNORED',
      'workspaces/topp/shp/lost: PLB-CATALOG-DIRECTORY-IGNORED',
    ])
  })

  it('has a copy of the same name named, and the original kept with all that belongs to it', () => {
    const path = directoryWith()
    cpSync(join(path, 'workspaces/topp/shp'), join(path, 'workspaces/topp/shp copy'), { recursive: true })
    expect(problemsOf(path)).toEqual([
      'workspaces/topp/shp copy/cities/featuretype.xml: PLB-CATALOG-DUPLICATE-NAME',
      'workspaces/topp/shp copy/datastore.xml: PLB-CATALOG-DUPLICATE-NAME',
    ])
    expect(readDataDirectory(directoryRoot(path)).catalog.size).toBe(whole)
  })

  it('says of each problem whether what it is about was read, is read by nobody, or is not known', () => {
    const path = directoryWith({ 'styles/red.xml': '<style>', 'workspaces/left/styles/a.sld': '' })
    renameSync(join(path, 'workspaces/topp/pg'), join(path, 'workspaces/topp/pg2'))
    const { problems } = readDataDirectory(directoryRoot(path))
    expect(problems.map(({ effect, path: place }) => `${effect} ${place}`)).toEqual([
      'unread styles/red.xml',
      'ignored workspaces/left',
      'remark workspaces/topp/pg2/datastore.xml',
    ])
  })

  it('has a directory renamed by hand named', () => {
    const path = directoryWith()
    renameSync(join(path, 'workspaces/topp/pg'), join(path, 'workspaces/topp/pg2'))
    const { problems } = readDataDirectory(directoryRoot(path))
    expect(problems.map((each) => each.failure.message)).toEqual([
      'The data store pg was read from here, although its name would put it in workspaces/topp/pg/datastore.xml.',
    ])
  })

  it('has no default workspace when the one named is gone', () => {
    const path = directoryWith()
    rmSync(join(path, 'workspaces/base'), { recursive: true })
    const { catalog, problems } = readDataDirectory(directoryRoot(path))
    expect(catalog.defaultWorkspace).toBeUndefined()
    expect(problems.map((each) => each.path)).toEqual(['workspaces/default.xml'])
  })

  it('is read when it is empty, and not when it is missing', () => {
    expect(readDataDirectory(directoryRoot(temporaryDirectory()))).toMatchObject({ problems: [] })
    expect(() => readDataDirectory(directoryRoot(join(temporaryDirectory(), 'none')))).toThrow(/no such file/)
  })
})

describe('files beside the configuration', () => {
  it('are left alone', () => {
    const path = directoryWith({
      'gwc-gs.xml': '<GeoServerGWCConfig><version>1.1.0</version></GeoServerGWCConfig>',
      'logback.xml': '<!DOCTYPE configuration><configuration/>',
      'broken.xml': '<broken',
      'styles/fancy.xml': '<StyledLayerDescriptor version="1.0.0"/>',
      'styles/icon.svg': '<svg',
      'workspaces/topp/data/some.xml': '<x/>',
      'workspaces/topp/templates/header.ftl': '',
      'data/deep/er.xml': '',
      'security/config.xml': '<security/>',
    })
    const { catalog, problems } = readDataDirectory(directoryRoot(path))
    expect(problems).toEqual([])
    expect(catalog.size).toBe(whole)
  })

  it('are services when they look like one, and are kept in full', () => {
    const service =
      '<wmse>\n  <id>e</id>\n  <enabled>true</enabled>\n  <own>\n    <x a="1">y</x>\n  </own>\n  <own/>\n</wmse>'
    const path = directoryWith({
      'wmse.xml': service,
      'workspaces/topp/wmse.xml': service.replace(
        '<id>e</id>',
        '<id>f</id><workspace><name>topp</name></workspace>',
      ),
      'workspaces/lab3/wmse.xml': service.replace('>e<', '>g<'),
    })
    const { catalog, problems } = readDataDirectory(directoryRoot(path))
    // GeoServer does not load one that lies with a workspace and does not say that it belongs to it.
    expect(problems.map((each) => `${each.effect} ${each.path}`)).toEqual([
      'ignored workspaces/lab3/wmse.xml',
    ])
    expect(catalog.get('e')).toMatchObject({ kind: 'service', root: 'wmse' })
    expect(referenceOf(catalog.get('f') ?? named(catalog, 'service', 'wms'), 'workspace')).toBe(
      named(catalog, 'workspace', 'topp').id,
    )
    const writer = new DataDirectoryWriter(directoryRoot(path), catalog)
    writer.write(catalog.get('e') ?? named(catalog, 'service', 'wms'))
    expect(filesBelow(path).get('wmse.xml')).toBe(service)
  })
})

describe('files of other versions and hands', () => {
  it('may refer by name, with and without a workspace', () => {
    const path = directoryWith({
      'layergroups/byname.xml': `<layerGroup><id>g</id><name>byname</name>
        <publishables><published type="layer"><name>topp:cities</name></published>
        <published type="layer"><name>dem</name></published><published type="layer"><name>none</name></published>
        </publishables><styles><style><name>topp:wsred</name></style><style><name>red</name></style><style/></styles>
        </layerGroup>`,
      'workspaces/topp/hand/datastore.xml':
        '<dataStore><id>h</id><name>hand</name><workspace><name>topp</name></workspace></dataStore>',
      'workspaces/topp/hand/r/featuretype.xml': `<featureType><id>r</id><name>r</name>
        <namespace><name>topp</name></namespace><store class="dataStore"><name>hand</name></store></featureType>`,
      'workspaces/topp/hand/r/layer.xml':
        '<layer><id>rl</id><resource class="featureType"><name>topp:r</name></resource></layer>',
    })
    const { catalog, problems } = readDataDirectory(directoryRoot(path))
    expect(problems).toEqual([])
    const ids = (name: string) =>
      propertyOf(named(catalog, 'layerGroup', 'byname'), name)?.children.map((each) => each.children[0]?.text)
    const layer = (name: string) => named(catalog, 'layer', name).id
    expect(ids('publishables')).toEqual([layer('cities'), layer('dem'), 'none'])
    expect(ids('styles')).toEqual([
      named(catalog, 'style', 'wsred').id,
      named(catalog, 'style', 'red').id,
      undefined,
    ])
    expect(referenceOf(named(catalog, 'featureType', 'r'), 'store')).toBe('h')
    expect(referenceOf(named(catalog, 'featureType', 'r'), 'namespace')).toBe(
      named(catalog, 'namespace', 'topp').id,
    )
  })

  it('may hold groups of layers alone', () => {
    const path = directoryWith({
      'layergroups/old.xml':
        '<layerGroup><id>g</id><name>old</name><layers><layer><id>a</id></layer></layers></layerGroup>',
    })
    const { catalog } = readDataDirectory(directoryRoot(path))
    const group = named(catalog, 'layerGroup', 'old')
    expect(propertyOf(group, 'layers')).toBeUndefined()
    expect(writeXml(propertyOf(group, 'publishables') ?? parseXml('<x/>'))).toBe(
      '<publishables>\n  <published type="layer">\n    <id>a</id>\n  </published>\n</publishables>',
    )
  })

  it('may write maps in either way', () => {
    const map = (content: string): string => `<metadata>${content}</metadata>`
    for (const content of [
      '<map><entry><string>a</string><boolean>true</boolean></entry><entry><string>b</string><string/></entry></map>',
      '<entry><string>a</string><boolean>true</boolean></entry><entry><string>b</string><string/></entry>',
      '<entry key="a">true</entry><entry key="b"></entry>',
    ]) {
      const path = directoryWith({
        'workspaces/topp/workspace.xml': `<workspace><id>w</id><name>topp</name>${map(content)}</workspace>`,
      })
      const metadata = propertyOf(
        named(readDataDirectory(directoryRoot(path)).catalog, 'workspace', 'topp'),
        'metadata',
      )
      expect(metadata?.children.map((each) => [each.attributes['key'], each.text])).toEqual([
        ['a', 'true'],
        ['b', ''],
      ])
    }
  })

  it('may hold properties nobody knows, which stay where they are', () => {
    const file = 'workspaces/topp/pg/datastore.xml'
    const path = directoryWith()
    const original = filesBelow(path).get(file) ?? ''
    const extended = original
      .replace('  <type>', '  <first a="1">\n    <x/>\n  </first>\n  <second/>\n  <type>')
      .replace('</dataStore>', '  <last>&lt;</last>\n</dataStore>')
    writeFileSync(join(path, file), extended)
    const { catalog } = readDataDirectory(directoryRoot(path))
    const writer = new DataDirectoryWriter(directoryRoot(path), catalog)
    rmSync(join(path, file))
    writer.write(named(catalog, 'dataStore', 'pg'))
    expect(filesBelow(path).get(file)).toBe(extended)
  })
})
