import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it, onTestFinished } from 'vitest'
import { readDataDirectory } from '../../../electron/catalog/data-directory.ts'
import { compareCatalogs } from '../../../electron/catalog/diff.ts'
import type { Kind } from '../../../electron/catalog/kinds/property.ts'
import { textOfProperty } from '../../../electron/catalog/object.ts'
import type { EditRequest } from '../../../electron/engine/master/master.ts'
import type { FileSystemCalls } from '../../../electron/storage/file-system-calls.ts'
import { named } from '../../support/catalog-changes.ts'
import { driftBetween } from '../../support/cluster.ts'
import { directoryRoot } from '../../support/data-directories.ts'
import {
  atEveryCrashPoint,
  failingFileSystem,
  recordingFileSystem,
} from '../../support/file-system-faults.ts'
import { failureOf } from '../../support/failures.ts'
import { openMaster, seedDirectory } from '../../support/master.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'
import { FakeClock } from '../broker/fake-clock.ts'
import { editAsPlanned } from '../../support/edit-as-planned.ts'
import { sld } from '../../support/styles.ts'
import { english } from '../../../electron/sentences/english.ts'

function masterInUse(options: Parameters<typeof openMaster>[1] = {}) {
  const path = seedDirectory(temporaryDirectory())
  const opened = openMaster(path, options)
  onTestFinished(() => opened.close())
  const edit = (request: EditRequest) => editAsPlanned(opened.master, request, 'test').events
  return { ...opened, path, edit }
}

const addTopp: EditRequest = { verb: 'add', kind: 'workspace', input: '{"name":"topp"}' }
const addPg: EditRequest = {
  verb: 'add',
  kind: 'dataStore',
  input:
    '{"name":"pg","workspace":"topp","type":"PostGIS","connectionParameters":{"passwd":"s3cret","namespace":"http://topp"}}',
}
const addRoads: EditRequest = {
  verb: 'add',
  kind: 'featureType',
  input: '{"name":"roads","namespace":"topp","store":"topp:pg","title":"Roads"}',
}

describe('a master', () => {
  it('writes what it accepts into its files and its outbox, in the order it is published', () => {
    const { edit, outbox, path } = masterInUse()
    expect(edit(addTopp)).toEqual(['workspace topp added', 'namespace topp added'])
    expect(outbox.entries('applied').map(({ summary, audience }) => [summary, audience])).toEqual([
      ['workspace topp added', 'everyone'],
      ['namespace topp added', 'everyone'],
    ])
    expect(readFileSync(join(path, 'data/workspaces/topp/namespace.xml'), 'utf8')).toContain(
      '<uri>http://topp</uri>',
    )
  })

  it('publishes a layer with its resource, as GeoServer does', () => {
    const { edit, catalog } = masterInUse()
    edit(addTopp)
    edit(addPg)
    expect(edit(addRoads)).toEqual(['feature type topp:roads added', 'layer topp:roads added'])
    expect(catalog.ofKind('layer')).toHaveLength(1)
  })

  it('puts no group within itself, as no GeoServer does', () => {
    const { edit } = masterInUse()
    edit(addTopp)
    edit(addPg)
    edit(addRoads)
    const holding = (type: string, name: string) =>
      `<publishables><published type="${type}"><name>${name}</name></published></publishables><styles><style/></styles>`
    const group = (name: string, members: string): EditRequest => ({
      verb: 'add',
      kind: 'layerGroup',
      input: `<layerGroup><name>${name}</name>${members}</layerGroup>`,
    })
    edit(group('inner', holding('layer', 'topp:roads')))
    edit(group('middle', holding('layerGroup', 'inner')))
    edit(group('outer', holding('layerGroup', 'middle')))
    for (const member of ['inner', 'middle', 'outer']) {
      const input = `<layerGroup>${holding('layerGroup', member)}</layerGroup>`
      const refusal = failureOf(() => edit({ verb: 'modify', kind: 'layerGroup', name: 'inner', input }))
      expect(refusal.message).toContain(`its member ${member} is or holds it`)
    }
  })

  it('sends a password clear although its own file holds it in another form', () => {
    const { edit, outbox, path, close } = masterInUse()
    edit(addTopp)
    edit(addPg)
    expect(readFileSync(join(path, 'data/workspaces/topp/pg/datastore.xml'), 'utf8')).toContain(
      'plain:s3cret',
    )
    close()
    const again = openMaster(path)
    onTestFinished(() => again.close())
    editAsPlanned(
      again.master,
      { verb: 'modify', kind: 'namespace', name: 'topp', input: '{"uri":"http://new"}' },
      'test',
    )
    const bodies = [...outbox.entries.call(again.outbox, 'applied')].map(({ body }) => body)
    expect(bodies.at(-1)).toContain('<string>s3cret</string>')
    expect(bodies.join()).not.toContain('plain:')
  })

  it('asks only nodes of Plumbline to apply what GeoServer slaves reject', () => {
    const { edit, outbox } = masterInUse()
    edit(addTopp)
    edit({
      verb: 'add',
      kind: 'wmtsStore',
      input: '{"name":"tiles","workspace":"topp","capabilitiesURL":"http://x"}',
    })
    edit({ verb: 'modify', kind: 'workspace', name: 'topp', input: '{"isolated":true}' })
    expect(outbox.entries('applied').map(({ audience }) => audience)).toEqual([
      'everyone',
      'everyone',
      'plumbline',
      'everyone',
    ])
  })

  it('renames a workspace with its namespace, and moves the directory', () => {
    const { edit, catalog, path } = masterInUse()
    edit(addTopp)
    edit(addPg)
    expect(edit({ verb: 'modify', kind: 'workspace', name: 'topp', input: '{"name":"new"}' })).toEqual([
      'namespace topp modified: prefix',
      'workspace topp modified: name',
    ])
    expect(catalog.byName('namespace', 'new')).toBeDefined()
    expect(readFileSync(join(path, 'data/workspaces/new/pg/datastore.xml'), 'utf8')).toContain(
      '<name>pg</name>',
    )
  })

  it('changes global settings and logging, the one sent as changes, the other as a whole', () => {
    const { edit, catalog } = masterInUse()
    edit({ verb: 'modify', kind: 'global', input: '{"featureTypeCacheSize":77}' })
    edit({ verb: 'modify', kind: 'logging', input: '<logging><level>QUIET</level><location/></logging>' })
    const value = (kind: Kind, name: string) => textOfProperty(named(catalog, kind, kind), name)
    expect(value('global', 'featureTypeCacheSize')).toBe('77')
    expect([value('logging', 'level'), value('logging', 'location')]).toEqual(['QUIET', undefined])
  })

  it('repeats a new namespace URI in the data stores of the workspace', () => {
    const { edit, outbox } = masterInUse()
    edit(addTopp)
    edit(addPg)
    expect(edit({ verb: 'modify', kind: 'namespace', name: 'topp', input: '{"uri":"http://new"}' })).toEqual([
      'namespace topp modified: URI',
      'data store topp:pg modified: connection parameters',
    ])
    expect(outbox.entries('applied').at(-1)?.body).toContain('<string>http://new</string>')
  })

  it('removes what is empty, and what is not only together with what is in it, children first', () => {
    const { edit, catalog } = masterInUse()
    edit(addTopp)
    edit(addPg)
    edit(addRoads)
    expect(failureOf(() => edit({ verb: 'remove', kind: 'workspace', name: 'topp' }))).toMatchObject({
      code: 'PLB-ENGINE-IN-USE',
      message: expect.stringContaining('layer topp:roads') as string,
    })
    expect(edit({ verb: 'remove', kind: 'workspace', name: 'topp', recurse: true })).toEqual([
      'layer topp:roads removed',
      'feature type topp:roads removed',
      'data store topp:pg removed',
      'namespace topp removed',
      'workspace topp removed',
    ])
    expect(catalog.byName('workspace', 'topp')).toBeUndefined()
  })

  it('keeps who changed what, sealed', () => {
    const { edit, history, path, close } = masterInUse()
    edit(addTopp)
    edit(addPg)
    expect(history.latest(1)).toMatchObject([{ author: 'test', verb: 'add', kind: 'dataStore' }])
    close()
    const bytes = readFileSync(join(path, 'node.sqlite')).toString('latin1')
    expect(bytes).not.toContain('s3cret')
  })

  it.each<[string, EditRequest, string]>([
    ['a slave', addTopp, 'PLB-ENGINE-NOT-A-MASTER'],
    [
      'a name that is taken',
      { verb: 'add', kind: 'workspace', input: '{"name":"base"}' },
      'PLB-ENGINE-EDIT-REFUSED',
    ],
    ['no name', { verb: 'add', kind: 'workspace', input: '{}' }, 'PLB-ENGINE-EDIT-REFUSED'],
    [
      'a name GeoServer keeps for itself',
      { verb: 'modify', kind: 'workspace', name: 'base', input: '{"name":"default.xml"}' },
      'PLB-CATALOG-NAME-RESERVED',
    ],
    ['neither XML nor JSON', { verb: 'add', kind: 'workspace', input: 'topp' }, 'PLB-ENGINE-EDIT-REFUSED'],
    ['XML of another kind', { verb: 'add', kind: 'workspace', input: '<style/>' }, 'PLB-ENGINE-EDIT-REFUSED'],
    [
      'a store without a workspace',
      { verb: 'add', kind: 'dataStore', input: '{"name":"x"}' },
      'PLB-ENGINE-EDIT-REFUSED',
    ],
    [
      'a style without a body',
      { verb: 'add', kind: 'style', input: '{"name":"x"}' },
      'PLB-ENGINE-EDIT-REFUSED',
    ],
    [
      'a body that is too large',
      { verb: 'add', kind: 'style', input: '{"name":"x"}', styleBody: 'x'.repeat(1001) },
      'PLB-ENGINE-STYLE-BODY-TOO-LARGE',
    ],
    [
      'something that is not there',
      { verb: 'remove', kind: 'style', name: 'nowhere' },
      'PLB-ENGINE-OBJECT-NOT-FOUND',
    ],
    [
      'a change that changes nothing',
      { verb: 'modify', kind: 'workspace', name: 'base', input: '{"name":"base"}' },
      'PLB-ENGINE-NOTHING-TO-CHANGE',
    ],
    [
      'what its absence means already',
      { verb: 'modify', kind: 'workspace', name: 'base', input: '{"isolated":false}' },
      'PLB-ENGINE-NOTHING-TO-CHANGE',
    ],
    ['a second global', { verb: 'add', kind: 'global', input: '{}' }, 'PLB-ENGINE-EDIT-REFUSED'],
    [
      'a reference to nothing',
      {
        verb: 'add',
        kind: 'style',
        input: '<style><name>x</name><workspace><id>gone</id></workspace></style>',
        styleBody: '',
      },
      'PLB-ENGINE-EDIT-REFUSED',
    ],
    ['an empty group', { verb: 'add', kind: 'layerGroup', input: '{"name":"g"}' }, 'PLB-ENGINE-EDIT-REFUSED'],
  ])('refuses %s and changes nothing', (what, request, code) => {
    const { edit, outbox, history, path } = masterInUse({ toggleMaster: what !== 'a slave' })
    const untouched = seedDirectory(temporaryDirectory())
    expect(failureOf(() => edit(request)).code).toBe(code)
    expect(outbox.entries('accepted')).toEqual([])
    expect(outbox.entries('applied')).toEqual([])
    expect(history.latest()).toEqual([])
    expect(driftBetween(join(untouched, 'data'), join(path, 'data')).equal).toBe(true)
  })

  it('takes a change back whole when the disk refuses before anything was written', () => {
    const path = seedDirectory(temporaryDirectory())
    let full = false
    const fileSystem = failingFileSystem('ENOSPC', ({ name }) => full && name === 'create')
    const { master, outbox, catalog, close } = openMaster(path, { fileSystem })
    onTestFinished(() => close())
    full = true
    expect(failureOf(() => editAsPlanned(master, addTopp, 'test')).code).toBe('PLB-STORAGE-FULL')
    expect(outbox.count('withdrawn')).toBe(2)
    expect(outbox.count('accepted')).toBe(0)
    expect(catalog.byName('workspace', 'topp')).toBeUndefined()
    full = false
    expect(editAsPlanned(master, addTopp, 'test').events).toHaveLength(2)
  })

  it('makes a change that is asked for again under the same id once, also after a restart', () => {
    const path = seedDirectory(temporaryDirectory())
    const first = openMaster(path)
    const made = editAsPlanned(first.master, addTopp, 'test', 'request-1')
    expect(editAsPlanned(first.master, addTopp, 'test', 'request-1')).toEqual(made)
    first.close()
    const second = openMaster(path)
    onTestFinished(() => second.close())
    expect(editAsPlanned(second.master, addTopp, 'test', 'request-1')).toEqual(made)
    expect(second.history.latest()).toHaveLength(1)
    expect(failureOf(() => editAsPlanned(second.master, addTopp, 'test', 'request-2')).code).toBe(
      'PLB-ENGINE-EDIT-REFUSED',
    )
    expect(failureOf(() => editAsPlanned(second.master, addPg, 'test', 'request-1')).code).toBe(
      'PLB-ENGINE-REQUEST-REUSED',
    )
  })

  it('makes a change that was taken back when it is asked for again under the same id', () => {
    const path = seedDirectory(temporaryDirectory())
    let full = true
    const fileSystem = failingFileSystem('ENOSPC', ({ name }) => full && name === 'create')
    const { master, catalog, close } = openMaster(path, { fileSystem })
    onTestFinished(() => close())
    expect(failureOf(() => editAsPlanned(master, addTopp, 'test', 'request-1')).code).toBe('PLB-STORAGE-FULL')
    full = false
    expect(editAsPlanned(master, addTopp, 'test', 'request-1').events).toHaveLength(2)
    expect(catalog.byName('workspace', 'topp')).toBeDefined()
  })

  it('says of a change it cannot finish yet that it is accepted, when it is asked for again', () => {
    const path = seedDirectory(temporaryDirectory())
    const clock = new FakeClock()
    let isFull = false
    let written = 0
    const fileSystem = failingFileSystem('ENOSPC', ({ name }) => {
      if (name === 'create') written += 1
      return isFull && written > 1
    })
    const { master, history, close } = openMaster(path, { fileSystem, clock })
    onTestFinished(() => close())
    const other = editAsPlanned(master, { ...addTopp, input: '{"name":"other"}' }, 'test', 'request-0')
    isFull = true
    written = 0
    const again = () => editAsPlanned(master, addTopp, 'test', 'request-1')
    expect(failureOf(again).code).toBe('PLB-ENGINE-EDIT-UNFINISHED')
    expect(failureOf(again).code).toBe('PLB-ENGINE-EDIT-UNFINISHED')
    // What was finished before is known all the same.
    expect(master.madeBefore('request-0', undefined)).toEqual(other)
    expect(failureOf(() => editAsPlanned(master, addPg, 'test', 'request-2')).code).toBe('PLB-STORAGE-FULL')
    isFull = false
    expect(again().events).toEqual(['workspace topp added', 'namespace topp added'])
    expect(history.latest()).toHaveLength(2)
  })

  it('takes no password that only one node can read, wherever it stands', () => {
    const { edit, outbox, catalog } = masterInUse()
    edit(addTopp)
    edit(addPg)
    const sent = outbox.count('applied')
    const input = (values: object) => JSON.stringify({ name: 'other', workspace: 'topp', ...values })
    const requests: readonly EditRequest[] = [
      { ...addPg, input: input({ connectionParameters: { passwd: 'crypt1:abc' } }) },
      { ...addPg, input: input({ connectionParameters: { url: 'jdbc:x://h/?password=crypt2:abc' } }) },
      { verb: 'add', kind: 'wmsStore', input: input({ password: 'crypt1:abc' }) },
      { verb: 'add', kind: 'wmtsStore', input: input({ password: 'crypt2:abc' }) },
      {
        verb: 'modify',
        kind: 'dataStore',
        name: 'topp:pg',
        input:
          '<dataStore><connectionParameters><entry key="passwd">crypt1:abc</entry></connectionParameters></dataStore>',
      },
    ]
    for (const request of requests) {
      expect(failureOf(() => edit(request)).code, request.input).toBe('PLB-WIRE-PASSWORD-ENCRYPTED')
    }
    expect(outbox.count('applied')).toBe(sent)
    expect(catalog.ofKind('dataStore', 'wmsStore', 'wmtsStore')).toHaveLength(1)
  })

  it('leaves nothing behind of a change that was refused, no empty directories either', () => {
    const path = seedDirectory(temporaryDirectory())
    let refused: keyof FileSystemCalls | undefined
    const fileSystem = failingFileSystem('ENOSPC', ({ name }) => name === refused)
    const { master, outbox, close } = openMaster(path, { fileSystem })
    onTestFinished(() => close())
    const before = readdirSync(join(path, 'data'), { recursive: true })
    for (refused of ['create', 'write', 'sync', 'rename', 'makeDirectory'] as const) {
      expect(failureOf(() => editAsPlanned(master, addTopp, 'test')).code, refused).toBe('PLB-STORAGE-FULL')
      expect(readdirSync(join(path, 'data'), { recursive: true }), refused).toEqual(before)
    }
    expect([outbox.count('accepted'), outbox.count('withdrawn')]).toEqual([0, 10])
  })

  it('says that a change it cannot even take back is accepted, and finishes it by itself', () => {
    const path = seedDirectory(temporaryDirectory())
    const clock = new FakeClock()
    let isFull = true
    const fileSystem = failingFileSystem('ENOSPC', ({ name }) => isFull && name === 'create')
    const { master, outbox, catalog, close } = openMaster(path, { fileSystem, clock })
    onTestFinished(() => close())
    const journal = new DatabaseSync(join(path, 'node.sqlite'))
    journal.exec(`CREATE TRIGGER full BEFORE UPDATE ON outbox BEGIN SELECT RAISE(ABORT, 'no room'); END`)
    expect(failureOf(() => editAsPlanned(master, addTopp, 'test')).code).toBe('PLB-ENGINE-EDIT-UNFINISHED')
    expect(master.trouble).toBeDefined()
    clock.advance(60_000)
    expect(master.trouble).toMatchObject({ code: 'PLB-STORAGE-FULL' })
    expect(outbox.count('accepted')).toBe(2)
    isFull = false
    journal.exec('DROP TRIGGER full')
    journal.close()
    clock.advance(60_000)
    expect(master.trouble).toBeUndefined()
    expect([outbox.count('accepted'), outbox.count('applied')]).toEqual([0, 2])
    expect(catalog.byName('workspace', 'topp')).toBeDefined()
  })

  it('waits for no directory twice in a change of many objects, which can be finished after a crash', () => {
    const path = seedDirectory(temporaryDirectory())
    const { fileSystem, calls } = recordingFileSystem()
    const { master, close } = openMaster(path, { fileSystem })
    onTestFinished(() => close())
    const edit = (request: EditRequest) => editAsPlanned(master, request, 'test')
    edit(addTopp)
    for (const name of ['one', 'two', 'three']) {
      const input = `{"name":"${name}","workspace":"topp"}`
      edit({ verb: 'add', kind: 'style', input, styleBody: sld(name) })
    }
    calls.length = 0
    edit({ verb: 'remove', kind: 'workspace', name: 'topp', recurse: true })
    const waitedFor = calls.flatMap((call) => (call.name === 'syncDirectory' ? [call.path] : []))
    expect(waitedFor.length).toBeGreaterThan(0)
    expect(waitedFor).toEqual([...new Set(waitedFor)])
  })

  it('does not call a change refused that is in its files, although the disk did not confirm it', () => {
    const path = seedDirectory(temporaryDirectory())
    let isFailing = false
    const fileSystem = failingFileSystem('EIO', ({ name, path: directory }) => {
      return isFailing && name === 'syncDirectory' && directory.endsWith('styles')
    })
    const { master, outbox, close } = openMaster(path, { fileSystem })
    onTestFinished(() => close())
    isFailing = true
    const style: EditRequest = {
      verb: 'add',
      kind: 'style',
      input: '{"name":"blue"}',
      styleBody: sld('blue'),
    }
    expect(failureOf(() => editAsPlanned(master, style, 'test')).code).toBe('PLB-ENGINE-EDIT-UNFINISHED')
    expect(outbox.count('withdrawn')).toBe(0)
  })

  it('finishes first what the disk interrupted in the middle, and says that it will', () => {
    const path = seedDirectory(temporaryDirectory())
    let isFull = false
    const fileSystem = failingFileSystem('ENOSPC', ({ name }) => isFull && name === 'write')
    const { master, outbox, catalog, close } = openMaster(path, { fileSystem })
    onTestFinished(() => close())
    const edit = (request: EditRequest) => editAsPlanned(master, request, 'test')
    edit({ verb: 'add', kind: 'style', input: '{"name":"blue"}', styleBody: sld('blue') })
    isFull = true
    // The file of its rules is renamed before anything has to be written.
    const rename = { name: 'blue', input: '{"name":"navy","filename":"navy.sld"}' }
    expect(failureOf(() => edit({ verb: 'modify', kind: 'style', ...rename })).code).toBe(
      'PLB-ENGINE-EDIT-UNFINISHED',
    )
    expect(failureOf(() => edit(addTopp)).code).toBe('PLB-STORAGE-FULL')
    expect([outbox.count('accepted'), outbox.count('withdrawn')]).toEqual([1, 0])
    expect(master.trouble).toMatchObject({ code: 'PLB-STORAGE-FULL' })
    isFull = false
    edit(addTopp)
    expect(master.trouble).toBeUndefined()
    expect(
      outbox
        .entries('applied')
        .map(({ summary }) => english(summary))
        .slice(2),
    ).toEqual(['style blue modified: name, filename, body', 'workspace topp added', 'namespace topp added'])
    const reread = readDataDirectory(directoryRoot(join(path, 'data'))).catalog
    expect(compareCatalogs(catalog, reread).entries).toEqual([])
  })

  it('withdraws what its files can never hold, also at a start, and goes on', () => {
    const path = seedDirectory(temporaryDirectory())
    let isInTheWay = true
    const options = { fileSystem: failingFileSystem('EISDIR', ({ name }) => isInTheWay && name === 'write') }
    const first = openMaster(path, options)
    expect(failureOf(() => editAsPlanned(first.master, addTopp, 'test')).code).toBe('PLB-STORAGE-FAILED')
    expect(first.outbox.count('withdrawn')).toBe(2)
    const [withdrawn] = first.outbox.entries('withdrawn')
    // As if the process had died before it could withdraw it.
    first.outbox.mark(withdrawn?.id ?? 0, 'accepted', 0)
    first.master.resume()
    expect(first.outbox.count('withdrawn')).toBe(2)
    isInTheWay = false
    expect(editAsPlanned(first.master, addTopp, 'test').events).toHaveLength(2)
    first.close()
  })

  it('says what it would do without doing it', () => {
    const { edit, master, outbox, catalog } = masterInUse()
    edit(addTopp)
    const plan = master.plan({ verb: 'modify', kind: 'workspace', name: 'topp', input: '{"name":"maps"}' })
    expect(plan).toMatchObject({
      events: ['namespace topp modified: prefix', 'workspace topp modified: name'],
      edits: [{ before: { kind: 'workspace' } }],
      problems: [],
    })
    expect(plan.edits[0]?.after?.properties).toContainEqual({
      name: 'name',
      text: 'maps',
      children: [],
      attributes: {},
    })
    expect(catalog.byName('workspace', 'topp')).toBeDefined()
    expect(outbox.count('applied')).toBe(2)
    const refused = master.plan({ verb: 'modify', kind: 'workspace', name: 'none', input: '{"name":"maps"}' })
    expect(refused.problems).toMatchObject([{ code: 'PLB-ENGINE-OBJECT-NOT-FOUND' }])
  })

  it('gives a copy of an object stamps of its own', () => {
    const { edit, catalog } = masterInUse()
    edit({
      verb: 'add',
      kind: 'workspace',
      input:
        '<workspace><id>x</id><name>topp</name><dateCreated>2020-01-01 00:00:00.0 UTC</dateCreated></workspace>',
    })
    const stamps = catalog
      .byName('workspace', 'topp')
      ?.properties.filter(({ name }) => name === 'dateCreated')
    expect(stamps).toHaveLength(1)
    expect(stamps?.[0]?.text).not.toContain('2020')
  })

  it('accepts nothing that nobody could read', () => {
    const { edit, master, outbox } = masterInUse()
    const twice = '<workspace><name>topp</name><name>maps</name></workspace>'
    expect(master.plan({ verb: 'add', kind: 'workspace', input: twice }).problems).toHaveLength(1)
    expect(failureOf(() => edit({ verb: 'add', kind: 'workspace', input: twice })).code).toMatch(/^PLB-WIRE-/)
    expect(outbox.count('accepted')).toBe(0)
    edit(addTopp)
  })

  it('keeps the rules of a style before and after a change', () => {
    const { edit, history } = masterInUse()
    edit({ verb: 'add', kind: 'style', input: '{"name":"blue"}', styleBody: sld('blue') })
    edit({ verb: 'modify', kind: 'style', name: 'blue', styleBody: sld('navy') })
    const [newest] = history.latest(1)
    expect(
      history
        .ofObject(newest?.object_id ?? '')
        .map(({ styleBodyBefore, styleBodyAfter }) => [styleBodyBefore, styleBodyAfter]),
    ).toEqual([
      [sld('blue'), sld('navy')],
      [undefined, sld('blue')],
    ])
  })

  it('finishes a change after a crash at any point', () => {
    const reference = seedDirectory(temporaryDirectory())
    const edits: EditRequest[] = [
      addTopp,
      { verb: 'modify', kind: 'workspace', name: 'topp', input: '{"name":"new"}' },
    ]
    const complete = openMaster(reference)
    for (const request of edits) editAsPlanned(complete.master, request, 'test')
    complete.close()
    const crashes = atEveryCrashPoint({
      prepare: () => seedDirectory(temporaryDirectory()),
      run(fileSystem, path) {
        const { master, close } = openMaster(path, { fileSystem })
        try {
          for (const request of edits) editAsPlanned(master, request, 'test')
        } finally {
          close()
        }
      },
      check(path, { after }) {
        const { master, outbox, close } = openMaster(path)
        master.resume()
        // What was accepted is in the files and ready to be published; nothing is half done.
        expect(outbox.count('accepted')).toBe(0)
        const accepted = outbox.count('applied')
        expect(outbox.count('withdrawn') + accepted === 0 || accepted % 2 === 0).toBe(true)
        if (after === undefined) expect(accepted).toBe(4)
        close()
        if (accepted === 4)
          expect(driftBetween(join(reference, 'data'), join(path, 'data')).entries).toEqual([])
      },
    })
    expect(crashes).toBeGreaterThan(20)
  })
})
