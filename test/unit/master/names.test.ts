import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { EditRequest } from '../../../electron/engine/master/master.ts'
import { object } from '../../support/catalog-changes.ts'
import { editAsPlanned } from '../../support/edit-as-planned.ts'
import { failureOf } from '../../support/failures.ts'
import { openMaster, seedDirectory } from '../../support/master.ts'
import { replicaIn } from '../../support/replicas.ts'
import { sld } from '../../support/styles.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'
import { added, styleFile } from '../replica/world.ts'

/** A master that has been sent a workspace of every name by a GeoServer that keeps them apart. */
function masterWith(...workspaces: readonly string[]) {
  const path = seedDirectory(temporaryDirectory())
  const replica = replicaIn(join(path, 'data'))
  for (const [index, name] of workspaces.entries()) {
    replica.apply(added(object('workspace', `ws-${index}`, { name })))
    replica.apply(added(object('namespace', `ns-${index}`, { prefix: name, uri: `http://${index}` })))
  }
  const opened = openMaster(path)
  onTestFinished(() => {
    opened.close()
  })
  const edit = (request: EditRequest) => editAsPlanned(opened.master, request).events
  const outboxSize = () => opened.outbox.entries('applied').length
  return { ...opened, path, edit, outboxSize }
}

const workspace = (name: string): EditRequest => ({
  verb: 'add',
  kind: 'workspace',
  input: JSON.stringify({ name }),
})
const style = (name: string, filename?: string): EditRequest => ({
  verb: 'add',
  kind: 'style',
  input: JSON.stringify({ name, ...(filename === undefined ? {} : { filename }) }),
  styleBody: sld('#112233'),
})
const store = (name: string): EditRequest => ({
  verb: 'add',
  kind: 'dataStore',
  input: JSON.stringify({ name, workspace: 'topo', type: 'PostGIS' }),
})

describe('a master is not asked to publish', () => {
  it.each<[string, EditRequest, string]>([
    ['a workspace that differs in case', workspace('TOPO'), 'PLB-CATALOG-NAME-COLLIDES'],
    ['a workspace that differs in composition', workspace('Cafe\u0301'), 'PLB-CATALOG-NAME-COLLIDES'],
    ['a workspace that differs in a dot', workspace('topo.'), 'PLB-CATALOG-NAME-NOT-PORTABLE'],
    [
      'a workspace renamed into one',
      { verb: 'modify', kind: 'workspace', name: 'base', input: '{"name":"Topo"}' },
      'PLB-CATALOG-NAME-COLLIDES',
    ],
    ['a store called Styles', store('Styles'), 'PLB-CATALOG-NAME-RESERVED'],
    ['a store called like a file beside it', store('WORKSPACE.xml'), 'PLB-CATALOG-NAME-RESERVED'],
    ['a store called like another namespace file', store('Namespace.XML'), 'PLB-CATALOG-NAME-RESERVED'],
    ['a style that differs in case', style('GENERIC'), 'PLB-CATALOG-NAME-COLLIDES'],
    ['a style whose rules would', style('new', 'Default_Generic.SLD'), 'PLB-CATALOG-NAME-COLLIDES'],
    ['a device of Windows', workspace('aux'), 'PLB-CATALOG-NAME-NOT-PORTABLE'],
    ['a device with another digit', workspace('COM\u00b9'), 'PLB-CATALOG-NAME-NOT-PORTABLE'],
    ['a device that is a console', workspace('CONIN$'), 'PLB-CATALOG-NAME-NOT-PORTABLE'],
    ['a name with a blank at its end', store('pg '), 'PLB-CATALOG-NAME-NOT-PORTABLE'],
    ['a name that is too long with its ending', style('x'.repeat(252)), 'PLB-STORAGE-NAME-REFUSED'],
    ['a name that is too long in bytes', workspace('\u00e9'.repeat(128)), 'PLB-STORAGE-NAME-REFUSED'],
  ])('%s, and says why before anything is written', (_, request, code) => {
    const { edit, outboxSize, path } = masterWith('topo', 'Caf\u00e9')
    const before = readdirSync(join(path, 'data'), { recursive: true }).toSorted()
    const thrown = failureOf(() => edit(request))
    expect(thrown.code).toBe(code)
    expect(thrown.message).not.toContain('{')
    expect(outboxSize()).toBe(0)
    expect(readdirSync(join(path, 'data'), { recursive: true }).toSorted()).toEqual(before)
  })

  it('but what a GeoServer made of such names is read, changed and removed', () => {
    const { edit, catalog, path } = masterWith('topo', 'TOPO', 'aux', 'COM\u00b9')
    for (const name of ['topo', 'TOPO', 'aux', 'COM\u00b9']) {
      expect(catalog.byName('workspace', name)).toBeDefined()
      edit({ verb: 'modify', kind: 'workspace', name, input: '{"isolated":"true"}' })
    }
    edit({ verb: 'add', kind: 'dataStore', input: '{"name":"pg","workspace":"aux","type":"PostGIS"}' })
    edit({ verb: 'modify', kind: 'workspace', name: 'TOPO', input: '{"name":"maps"}' })
    edit({ verb: 'remove', kind: 'workspace', name: 'topo' })
    const left = readdirSync(join(path, 'data/workspaces'))
    expect(left).toEqual(expect.arrayContaining(['maps', 'aux', 'COM\u00b9']))
    expect(left).not.toContain('topo')
  })

  it('and an object may change the case of its own name', () => {
    const { edit, catalog, path } = masterWith('topo')
    edit({ verb: 'modify', kind: 'workspace', name: 'topo', input: '{"name":"Topo"}' })
    expect(catalog.byName('workspace', 'Topo')?.id).toBe('ws-0')
    expect(readdirSync(join(path, 'data/workspaces'))).toContain('Topo')
  })

  it('a removed style keeps its rules under a name that is short enough', () => {
    const { path } = masterWith('topo')
    const replica = replicaIn(join(path, 'data'))
    const long = `${'\u00e9'.repeat(125)}.sld`
    const each = object('style', 'long', { name: 'long', filename: long })
    replica.apply(styleFile(undefined, long, '<sld/>'))
    replica.apply(added(each))
    replica.apply({ verb: 'remove', object: each, copies: new Map() })
    const kept = readdirSync(join(path, 'data/styles')).filter((name) => name.endsWith('.bak'))
    expect(kept.filter((name) => name.startsWith('\u00e9'))).toHaveLength(1)
    expect(replica.catalog.get('long')).toBeUndefined()
  })
})
