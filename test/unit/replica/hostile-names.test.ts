import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readDataDirectory } from '../../../electron/catalog/data-directory.ts'
import { isFailure } from '../../../electron/errors/failure.ts'
import { decodeBody } from '../../../electron/wire/decode.ts'
import { handlers } from '../../../electron/wire/handlers.ts'
import { escapeText } from '../../../electron/xml/write.ts'
import { object, reference } from '../../support/catalog-changes.ts'
import { directoryRoot, filesBelow } from '../../support/data-directories.ts'
import { failureOf } from '../../support/failures.ts'
import { replicaIn } from '../../support/replicas.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'
import { added, expectWhole, modified, styleFile, worldObjects } from './world.ts'

/** A data directory beside files that are none of its business. */
function prepared() {
  const outside = temporaryDirectory()
  const path = join(outside, 'data')
  mkdirSync(join(path, 'styles'), { recursive: true })
  for (const name of ['secret.sld', 'secret.xml', 'x.sld', 'workspace.xml'])
    writeFileSync(join(outside, name), 'mine')
  const replica = replicaIn(path)
  for (const each of worldObjects())
    if (each.id === 'st' || each.id.endsWith('-a')) replica.apply(added(each))
  return { outside, path, replica }
}

const hostileNames = [
  '..',
  '.',
  '../../secret',
  '../secret.sld',
  'a/b',
  'a\\b',
  '..\\secret',
  'C:\\x',
  'C:x',
  '/etc/passwd',
  'nul\u0000',
  'line\nfeed',
  '',
  'x'.repeat(300),
]

const leadsElsewhere = (name: string): boolean => /[/\\\0]|^\.\.?$/.test(name)

describe.each(hostileNames)('the name %j', (name) => {
  it('of anything in a message touches nothing but leads to a refusal, and the next event applies', () => {
    const { outside, path, replica } = prepared()
    const before = filesBelow(outside)
    const inA = { workspace: reference('workspace', 'ws-a') }
    const events = [
      styleFile(undefined, name, 'evil'),
      styleFile('a', name, 'evil'),
      added(object('workspace', 'x', { name })),
      added(object('namespace', 'x', { prefix: name })),
      added(object('dataStore', 'x', { name, ...inA })),
      added(object('style', 'x', { name, filename: 'x.sld' })),
      added(object('layerGroup', 'x', { name, ...inA })),
      added(
        object('featureType', 'x', {
          name,
          namespace: reference('namespace', 'ns-a'),
          store: reference('store', 'pg-a', { class: 'dataStore' }),
        }),
      ),
      added({ ...object('service', 'x', {}), root: name }),
      ...(leadsElsewhere(name) ? [added(object('style', 'x', { name: 'x', filename: name }))] : []),
    ]
    for (const event of events) {
      let code = 'none'
      try {
        const { outcome } = replica.apply(event)
        // Where the name itself is possible, a namespace waits for the workspace, which the disk refuses.
        const isNamespace = 'object' in event && event.object.kind === 'namespace'
        if (outcome === 'parked' && isNamespace && !leadsElsewhere(name)) code = 'none, but it waits'
      } catch (error) {
        if (!isFailure(error)) throw error
        code = error.code
      }
      expect([event, code]).toEqual([
        event,
        expect.stringMatching(
          /^PLB-(?:STORAGE-(?:PATH-OUTSIDE|NAME-REFUSED)|CATALOG-NAME-MISSING|XML-NAME-REFUSED)$|^none, but it waits$/,
        ),
      ])
      expect(filesBelow(outside)).toEqual(before)
      expect(replica.catalog.get('x')).toBeUndefined()
    }
    expect(
      replica.apply(modified(worldObjects()[0] ?? object('style', 'st', {}), { format: 'css' })).outcome,
    ).toBe('applied')
    expectWhole({ path, replica })
  })
})

describe('a style file in a message', () => {
  const message = (fileName: string, resourcePath: string) =>
    decodeBody(
      handlers.styleFile,
      '<org.geoserver.cluster.impl.handlers.DocumentFile>' +
        `<resourceName>${escapeText(fileName)}</resourceName><resourcePath>${escapeText(resourcePath)}</resourcePath>` +
        '<body>evil</body></org.geoserver.cluster.impl.handlers.DocumentFile>',
    )

  it.each([
    ['x.sld', '/workspaces/../../styles/x.sld'],
    ['x.sld', '../secret.sld'],
    ['../x.sld', 'styles/x.sld'],
    ['../../secret.sld', '/workspaces/a/styles/x.sld'],
    ['C:\\x.sld', 'styles\\x.sld'],
    ['x\u0000.sld', 'styles/x.sld'],
  ])('named %j at %j touches nothing', (fileName, resourcePath) => {
    const { outside, replica } = prepared()
    const before = filesBelow(outside)
    let code = 'none'
    try {
      replica.apply(message(fileName, resourcePath))
    } catch (error) {
      if (!isFailure(error)) throw error
      code = error.code
    }
    expect(code).toMatch(/^PLB-(?:WIRE-UNREADABLE|STORAGE-(?:PATH-OUTSIDE|NAME-REFUSED))$/)
    expect(filesBelow(outside)).toEqual(before)
  })

  it('goes by its name alone, wherever its path claims to be', () => {
    const { outside, path, replica } = prepared()
    const before = filesBelow(outside)
    replica.apply(message('new.sld', '/etc/styles/other.sld'))
    replica.apply(message('new.sld', '/srv/workspaces/a/styles/other.sld'))
    expect([...filesBelow(outside).keys()].filter((name) => !before.has(name))).toEqual([
      'data/styles/new.sld',
      'data/workspaces/a/styles/new.sld',
    ])
    expect(path).toContain(outside)
  })

  it('does not follow a symbolic link out of the directory', () => {
    const { outside, path, replica } = prepared()
    const elsewhere = temporaryDirectory()
    symlinkSync(join(outside, 'secret.sld'), join(path, 'styles/link.sld'))
    symlinkSync(elsewhere, join(path, 'workspaces/b'))
    const before = filesBelow(outside)
    for (const event of [
      styleFile(undefined, 'link.sld', 'evil'),
      added(object('workspace', 'ws-b', { name: 'b' })),
    ]) {
      expect(failureOf(() => replica.apply(event)).code).toBe('PLB-STORAGE-PATH-OUTSIDE')
      expect(filesBelow(outside)).toEqual(before)
      expect(filesBelow(elsewhere).size).toBe(0)
    }
  })
})

describe('names GeoServer keeps for itself', () => {
  it('are refused', () => {
    const { path, replica } = prepared()
    const inA = { workspace: reference('workspace', 'ws-a') }
    for (const event of [
      added(object('workspace', 'x', { name: 'default.xml' })),
      added(object('namespace', 'x', { prefix: 'default.xml' })),
      modified(object('workspace', 'ws-a', { name: 'a' }), { name: 'default.xml' }),
      added(object('dataStore', 'x', { name: 'styles', ...inA })),
      added(object('dataStore', 'x', { name: 'layergroups', ...inA })),
      added(object('dataStore', 'x', { name: 'settings.xml', ...inA })),
      modified(object('dataStore', 'pg-a', { name: 'pg', ...inA }), { name: 'workspace.xml' }),
      modified(object('featureType', 'roads-a', { name: 'roads' }), { name: 'datastore.xml' }),
      added({ ...object('service', 'x', {}), root: 'global' }),
      added({ ...object('service', 'x', inA), root: 'workspace' }),
    ]) {
      expect(() => replica.apply(event)).toThrow(/reserved|taken by GeoServer/)
    }
    expectWhole({ path, replica })
  })

  it('a style whose rules would lie where the configuration of another lies is refused', () => {
    const { path, replica } = prepared()
    replica.apply(added(object('style', 'one', { name: 'one', filename: 'one.sld' })))
    const clash = object('style', 'two', { name: 'two', filename: 'one.xml' })
    expect(() => replica.apply(added(clash))).toThrow(/belongs to the style one/)
    expectWhole({ path, replica })
  })
})

describe('a file of the directory that is not UTF-8', () => {
  it('is a problem of its own, and everything else is read', () => {
    const { path, replica } = prepared()
    writeFileSync(
      join(path, 'workspaces/a/pg/datastore.xml'),
      Buffer.from('<dataStore><id>é</id></dataStore>', 'latin1'),
    )
    const { catalog, problems } = readDataDirectory(directoryRoot(path))
    expect(
      problems.filter(({ failure }) => failure.code === 'PLB-XML-NOT-UTF-8').map((each) => each.path),
    ).toEqual(['workspaces/a/pg/datastore.xml'])
    expect(catalog.size).toBe(replica.catalog.size - 1)
  })

  it('is mended by the next addition of its object', () => {
    const { path, replica } = prepared()
    const store = replica.catalog.get('pg-a')
    writeFileSync(join(path, 'workspaces/a/pg/datastore.xml'), Buffer.from([0xff, 0xfe, 0x00]))
    const again = replicaIn(path)
    expect(store && again.apply(added(store)).outcome).toBe('applied')
    expectWhole({ path, replica: again })
  })
})
