import { describe, expect, it } from 'vitest'
import { Catalog } from '../../../electron/catalog/catalog.ts'
import { nameOf, textOfProperty } from '../../../electron/catalog/object.ts'
import { noFiles } from '../../../electron/engine/replica/directory-files.ts'
import type { ReplicaFiles } from '../../../electron/engine/replica/catalog-with-files.ts'
import { Replica } from '../../../electron/engine/replica/replica.ts'
import { Sequencer, type Encoded } from '../../../electron/engine/slave/sequencer.ts'
import { failure } from '../../../electron/errors/failure.ts'
import { fileFailure } from '../../../electron/storage/file-failure.ts'
import type { ClusterEvent } from '../../../electron/wire/event.ts'
import { object, reference } from '../../support/catalog-changes.ts'
import { failureOf } from '../../support/failures.ts'
import { added, modified, references, removed, styleFile } from '../replica/world.ts'
import { encoded, of } from './encoded.ts'
import { english } from '../../../electron/sentences/english.ts'

interface Entry extends Encoded {
  readonly called: string
}

function prepared(files: ReplicaFiles = noFiles) {
  const replica = new Replica(new Catalog(), files)
  const heard: string[] = []
  const sequencer = new Sequencer<Entry>(replica, ({ called }, { state, reason, failure: because }) => {
    heard.push(
      [called, state, because?.code ?? (reason && english(reason))]
        .filter((part) => part !== undefined)
        .join(': '),
    )
  })
  const apply = (called: string, event: ClusterEvent): void => {
    sequencer.apply({ called, ...encoded(event) })
  }
  const add = (...ids: readonly string[]): void => {
    for (const id of ids) apply(id, added(of(id)))
  }
  const holds = (): string[] => [...replica.catalog.objects()].map(({ id }) => id)
  return { replica, sequencer, heard, apply, add, holds }
}

/** What a write throws when the operating system refuses it with this code. */
function refusalOfSystem(code: string): unknown {
  return fileFailure(Object.assign(new Error(code), { code, errno: -1 }), 'write', '/x')
}

describe('events that need what is not there', () => {
  it('wait and are applied in order when it arrives, level by level', () => {
    const { add, heard, holds } = prepared()
    add('all-a', 'layer-a', 'roads-a', 'pg-a', 'st-a', 'st', 'ns-a')
    expect(heard).toEqual([
      'all-a: parked: waits for the workspace a',
      'layer-a: parked: waits for the namespace a',
      'roads-a: parked: waits for the namespace a',
      'pg-a: parked: waits for the workspace a',
      'st-a: parked: waits for the workspace a',
      'st: applied',
      // GeoServer ignores a namespace without its workspace, and a restart would forget it.
      'ns-a: parked: waits for the workspace a',
    ])
    heard.length = 0
    add('ws-a')
    expect(heard).toEqual([
      'ws-a: applied',
      'all-a: parked: waits for the layer layer-a',
      'pg-a: applied',
      'st-a: applied',
      'ns-a: applied',
      // It carries a copy of its resource, which is restored; that one's own addition then changes nothing.
      'layer-a: applied: restored roads from the copy the layer carries',
      'all-a: applied',
      'roads-a: applied',
    ])
    expect(holds().toSorted()).toEqual(['all-a', 'layer-a', 'ns-a', 'pg-a', 'roads-a', 'st', 'st-a', 'ws-a'])
  })

  it('say by kind and name what they wait for, or by id where there is no name', () => {
    const { apply, heard } = prepared()
    apply('known', added(of('pg-a')))
    apply(
      'unknown',
      added(object('dataStore', 'x', { name: 'x', workspace: reference('workspace', 'gone') })),
    )
    apply('file', styleFile('gone', 'x.sld', '<sld/>'))
    expect(heard).toEqual([
      'known: parked: waits for the workspace a',
      'unknown: parked: waits for the workspace gone',
      'file: parked: waits for the workspace gone',
    ])
  })

  it('are not for another one of its name, whether that came, was renamed so, or is there after a restart', () => {
    const { sequencer, apply, add, heard } = prepared()
    // The file knows its workspace by name alone, and learns from the store which one it is.
    apply('file', styleFile('a', 'x.sld', '<sld/>'))
    apply('store', added(of('pg-a')))
    apply('other', added(object('workspace', 'ws-x', { name: 'x' })))
    apply('rename', modified(object('workspace', 'ws-x', { name: 'x' }), { name: 'a' }))
    sequencer.retryAll()
    expect(heard.slice(2)).toEqual(['other: applied', 'rename: applied'])
    add('ws-a')
    expect(heard.slice(4)).toEqual([
      'ws-a: applied: took over the id ws-a; it was ws-x here',
      'file: applied',
      'store: applied',
    ])
  })

  it('who know a workspace by its name alone find it by that', () => {
    const { apply, heard } = prepared()
    apply('file', styleFile('a', 'x.sld', '<sld/>'))
    apply('other', added(object('workspace', 'ws-x', { name: 'a' })))
    expect(heard.slice(1)).toEqual(['other: applied', 'file: applied'])
  })

  it('find what another event brought along', () => {
    const { add, apply, heard } = prepared()
    add('st', 'ws-a', 'ns-a', 'st-a', 'pg-a')
    const onResource = object('layer', 'second', {
      resource: reference('resource', 'roads-a', { class: 'featureType' }),
    })
    // Its copy of the resource has no name, so that nothing can be restored from it.
    apply('second', {
      ...added(onResource),
      copies: new Map([['roads-a', object('featureType', 'roads-a', {})]]),
    })
    heard.length = 0
    add('layer-a')
    expect(heard[0]).toBe('layer-a: applied: restored roads from the copy the layer carries')
    expect(heard[1]).toMatch(/^second: applied/)
  })

  it('fail on their own when they still cannot be applied, and hold nothing up', () => {
    const { apply, add, heard } = prepared({
      ...noFiles,
      write(each) {
        if (nameOf(each) === '..') throw failure('PLB-STORAGE-NAME-REFUSED', { name: '..', reason: 'no' })
      },
    })
    apply(
      'hostile',
      added(object('dataStore', 'x', { name: '..', workspace: reference('workspace', 'ws-a') })),
    )
    apply('good', added(of('pg-a')))
    add('ws-a')
    expect(heard.slice(2)).toEqual([
      'ws-a: applied',
      'hostile: failed: PLB-STORAGE-NAME-REFUSED',
      'good: applied',
    ])
  })
})

describe('the file of a style', () => {
  it('finds its workspace by the style when both are applied again after a rename', () => {
    const written: (string | undefined)[][] = []
    const { apply, add, heard } = prepared({
      ...noFiles,
      writeStyleFile: (workspace, fileName) => written.push([workspace, fileName]),
    })
    add('ws-a')
    apply('rename', modified(of('ws-a'), { name: 'hydro' }))
    apply('another file', styleFile('a', 'river.sld', '<sld/>'))
    apply('file', styleFile('a', 'line.sld', '<sld/>'))
    add('st-a')
    expect(written).toEqual([['hydro', 'line.sld']])
    expect(heard.slice(2)).toEqual([
      'another file: parked: waits for the workspace a',
      'file: parked: waits for the workspace a',
      'st-a: applied',
      'file: applied: the workspace was a then',
    ])
  })
})

describe('events that need what was refused', () => {
  const idOfAnother = object('style', 'ws-a', { name: 'other', filename: 'other.sld' })

  it('fail with the reason it was refused for, whether they came before it or after', () => {
    const { apply, add, heard } = prepared()
    apply('other', added(idOfAnother))
    add('roads-a', 'ns-a', 'pg-a')
    heard.length = 0
    add('ws-a', 'st-a')
    const needing = 'PLB-ENGINE-NEEDED-OBJECT-REFUSED'
    expect(heard).toEqual([
      'ws-a: failed: PLB-WIRE-UNREADABLE',
      `ns-a: failed: ${needing}`,
      `roads-a: failed: ${needing}`,
      `pg-a: failed: ${needing}`,
      `st-a: failed: ${needing}`,
    ])
  })

  it('say what they need and why it is not there', () => {
    const replica = new Replica(new Catalog(), noFiles)
    const reasons: (string | undefined)[] = []
    const sequencer = new Sequencer<Encoded>(replica, (_, { failure: because }) => {
      reasons.push(because?.message)
    })
    for (const each of [idOfAnother, of('ws-a'), of('ns-a')]) sequencer.apply(encoded(added(each)))
    const [, refusal, consequence] = reasons
    expect(refusal).toContain('the workspace has the id of the style other')
    expect(consequence).toContain('needs the workspace a')
    expect(consequence).toContain(refusal)
  })

  it('are applied should it arrive after all, and dropped when it is removed', () => {
    const { apply, add, heard, holds } = prepared()
    apply('other', added(idOfAnother))
    add('ws-a', 'ns-a', 'pg-a')
    apply('gone', removed(of('pg-a')))
    apply('other', removed(idOfAnother))
    heard.length = 0
    add('ws-a')
    expect(heard).toEqual(['ws-a: applied', 'ns-a: applied'])
    add('pg-a')
    expect(holds()).toEqual(['ws-a', 'ns-a', 'pg-a'])
  })
})

describe('several events on one object', () => {
  it('keep their order: a change behind one that waits, waits', () => {
    const { add, apply, heard, replica } = prepared()
    add('st', 'ws-a', 'ns-a', 'st-a', 'pg-a', 'roads-a', 'layer-a')
    heard.length = 0
    const layer = of('layer-a')
    const style = object('style', 'new', { name: 'new', filename: 'new.sld' })
    apply('style', modified(layer, { defaultStyle: reference('defaultStyle', 'new'), path: '/one' }, style))
    apply('path', modified(layer, { path: '/two' }))
    apply('other object', modified(of('roads-a'), { title: 't' }))
    expect(heard).toEqual([
      'style: parked: waits for the style new',
      'path: parked: an earlier event on the same object waits',
      'other object: applied',
    ])
    heard.length = 0
    apply('the style', added(style))
    expect(heard).toEqual(['the style: applied', 'style: applied', 'path: applied'])
    expect(textOfProperty(replica.catalog.get('layer-a') ?? style, 'path')).toBe('/two')
  })

  it('are outdone by one that brings the whole object', () => {
    const { add, apply, heard, holds } = prepared()
    add('st', 'ws-a', 'ns-a', 'st-a', 'pg-a', 'roads-a')
    heard.length = 0
    const waiting = object('layer', 'layer-a', {
      resource: reference('resource', 'roads-a', { class: 'featureType' }),
      defaultStyle: reference('defaultStyle', 'gone'),
    })
    apply('first', added(waiting))
    apply('second', modified(waiting, { path: '/p' }))
    expect(heard).toEqual([
      'first: parked: waits for the style gone',
      'second: parked: waits for the style gone',
    ])
    // The master gave up the style that never arrived.
    apply('third', modified(waiting, { defaultStyle: null }))
    expect(heard.slice(2)).toEqual([
      'first: ignored: a later event says it all',
      'second: ignored: a later event says it all',
      'third: applied: the object was missing and was made from the state the event carries',
    ])
    expect(holds()).toContain('layer-a')
  })

  it('are dropped when the object is removed before it could be added', () => {
    const { add, apply, heard, holds } = prepared()
    apply('add', added(of('pg-a')))
    apply('change', modified(of('pg-a'), { description: 'd' }))
    apply('remove', removed(of('pg-a')))
    expect(heard.slice(2)).toEqual([
      'add: ignored: removed before it could be applied',
      'change: ignored: removed before it could be applied',
      'remove: ignored: it is not there',
    ])
    add('ws-a')
    expect(holds()).toEqual(['ws-a'])
  })

  it('are dropped when what contains the object is removed', () => {
    const { add, apply, heard } = prepared()
    add('roads-a', 'pg-a', 'layer-a', 'all-a', 'pg-b')
    apply('file of a', styleFile('a', 'x.sld', '<sld/>'))
    apply('file of b', styleFile('b', 'x.sld', '<sld/>'))
    heard.length = 0
    apply('removal', removed(of('ws-a')))
    expect(heard.toSorted()).toEqual([
      'all-a: ignored: removed before it could be applied',
      'file of a: ignored: removed before it could be applied',
      'pg-a: ignored: removed before it could be applied',
      'removal: ignored: it is not there',
    ])
    // What waits for a namespace is dropped with that.
    heard.length = 0
    apply('namespace', removed(of('ns-a')))
    expect(heard.toSorted()).toEqual([
      'layer-a: ignored: removed before it could be applied',
      'namespace: ignored: it is not there',
      'roads-a: ignored: removed before it could be applied',
    ])
  })

  it('are kept when something is removed they merely refer to', () => {
    const { add, apply, heard } = prepared()
    add('ws-a', 'ns-a', 'pg-a', 'roads-a', 'st')
    const layer = object('layer', 'x', {
      resource: reference('resource', 'roads-a', { class: 'featureType' }),
      styles: references('styles', 'style', ['gone']),
    })
    apply('layer', added(layer))
    apply('style', removed(object('style', 'gone', { name: 'gone' })))
    expect(heard.slice(-2)).toEqual([
      'layer: parked: waits for the style gone',
      'style: ignored: it is not there',
    ])
  })
})

describe('the default of the catalog', () => {
  const makeDefault = (id: string) =>
    ({
      verb: 'default',
      property: 'defaultWorkspace',
      object: { kind: 'workspace', id, name: id.slice(3) },
      copies: new Map([[id, of(id)]]),
    }) as const

  it('waits for its workspace', () => {
    const { add, apply, heard, replica } = prepared()
    add('ws-a')
    apply('default', makeDefault('ws-b'))
    expect(heard).toEqual(['ws-a: applied', 'default: parked: waits for the workspace b'])
    add('ws-b')
    expect(replica.catalog.defaultWorkspace).toBe('ws-b')
  })

  it('is never set back by an older event whose workspace arrives late', () => {
    const { add, apply, heard, replica } = prepared()
    apply('older', makeDefault('ws-b'))
    add('ws-a')
    apply('newer', makeDefault('ws-a'))
    add('ws-b')
    expect(heard).toEqual([
      'older: parked: waits for the workspace b',
      'ws-a: applied',
      'older: ignored: a later event says it all',
      'newer: applied',
      'ws-b: applied',
    ])
    expect(replica.catalog.defaultWorkspace).toBe('ws-a')
  })
})

describe('events that can never be applied', () => {
  it('fail with their code, and those behind them go on', () => {
    const { sequencer, add, heard } = prepared()
    const { handler, body } = encoded(added(of('ws-a')))
    for (const [called, each] of Object.entries({
      'unknown handler': { handler: 'JMSUnheardOfHandlerSPI', body },
      'handler every object has': { handler: 'constructor', body },
      'cut off': { handler, body: body.slice(0, -20) },
      'wrong body': { handler: 'JMSServiceHandlerSPI', body },
      'unknown class': { handler, body: body.replace('WorkspaceInfoImpl', 'MapInfoImpl') },
      'not XML': { handler, body: 'hello' },
    })) {
      sequencer.apply({ called, ...each })
    }
    add('ws-a')
    expect(heard).toEqual([
      'unknown handler: failed: PLB-WIRE-UNKNOWN-HANDLER',
      'handler every object has: failed: PLB-WIRE-UNKNOWN-HANDLER',
      'cut off: failed: PLB-XML-MALFORMED',
      'wrong body: failed: PLB-WIRE-WRONG-BODY',
      'unknown class: failed: PLB-WIRE-UNKNOWN-CLASS',
      'not XML: failed: PLB-XML-MALFORMED',
      'ws-a: applied',
    ])
  })

  it('because of a fault of ours are said to be that, and hold nothing up either', () => {
    const { add, heard } = prepared({
      ...noFiles,
      write(each) {
        if (each.id === 'ws-a') throw new TypeError('Cannot read properties of undefined')
      },
    })
    add('ws-a', 'ws-b')
    expect(heard).toEqual(['ws-a: failed: PLB-ENGINE-EVENT-UNEXPECTED', 'ws-b: applied'])
  })

  it('are not those the disk or anything else outside refuses: that is thrown', () => {
    const trouble = [
      ...['ENOSPC', 'EACCES', 'EIO'].map(refusalOfSystem),
      new Error('the process is about to die'),
    ]
    for (const error of trouble) {
      const { add, heard } = prepared({
        ...noFiles,
        write() {
          throw error
        },
      })
      expect(() => {
        add('ws-a')
      }).toThrow(error)
      expect(heard).toEqual([])
    }
  })

  it.each(['EISDIR', 'ENOTDIR', 'EEXIST', 'ENOTEMPTY', 'ENAMETOOLONG'])(
    'are those whose place is taken by something else (%s): waiting would change nothing',
    (code) => {
      const { add, heard } = prepared({
        ...noFiles,
        write(each) {
          if (each.id === 'ws-a') throw refusalOfSystem(code)
        },
      })
      add('ws-a', 'ws-b')
      expect(heard).toEqual(['ws-a: failed: PLB-STORAGE-FAILED', 'ws-b: applied'])
    },
  )
})

describe('a disk that refuses while waiting events have their turn', () => {
  it('keeps every one of them waiting', () => {
    let isFull = true
    const { sequencer, add, heard, holds } = prepared({
      ...noFiles,
      write(each) {
        if (isFull && each.id === 'pg-a')
          throw failure('PLB-STORAGE-FULL', { operation: 'write', path: '/x' })
      },
    })
    add('st-a', 'pg-a', 'all-a')
    expect(failureOf(() => add('ws-a')).code).toBe('PLB-STORAGE-FULL')
    expect(heard.slice(3)).toEqual(['ws-a: applied', 'st-a: applied'])
    isFull = false
    sequencer.retryAll()
    expect(heard.slice(5)).toEqual(['pg-a: applied', 'all-a: parked: waits for the layer layer-a'])
    sequencer.forget()
    sequencer.retryAll()
    expect(heard.slice(7)).toEqual([])
    expect(holds()).not.toContain('all-a')
  })
})
