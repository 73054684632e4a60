import { join } from 'node:path'
import { expect, it } from 'vitest'
import { sayConflict, sayWhy } from '../../electron/engine/meeting/words.ts'
import { textElement } from '../../electron/xml/element.ts'
import { english } from '../../electron/sentences/english.ts'
import { seedDirectory } from '../support/master.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { peerOfTest } from './peers.ts'

/** Two masters that named one workspace otherwise before either heard of the other; the second did so later. */
function twoThatMet() {
  const path = temporaryDirectory()
  const [a, b] = [
    peerOfTest(seedDirectory(join(path, 'a')), 'a', 0),
    peerOfTest(seedDirectory(join(path, 'b')), 'b', 500),
  ]
  a.edit({ verb: 'add', kind: 'workspace', properties: [textElement('name', 'shared')] })
  b.receiver.take(a.published())
  const id = a.replica.catalog.byName('workspace', 'shared')?.id ?? ''
  for (const [peer, name] of [
    [a, 'mine'],
    [b, 'theirs'],
  ] as const) {
    peer.edit({ verb: 'modify', kind: 'workspace', name: id, properties: [textElement('name', name)] })
  }
  const [fromA, fromB] = [a.published(), b.published()]
  const meet = (): void => {
    a.receiver.take(fromB)
    b.receiver.take(fromA)
  }
  return { path, a, b, meet }
}

it('a master keeps what it changed and does not stand, with what stands, until somebody has seen it', () => {
  const { a, b, meet } = twoThatMet()
  meet()
  expect(b.conflicts.all).toEqual([])
  const [conflict] = a.conflicts.all
  if (conflict === undefined) throw new Error('There is no conflict.')
  expect(conflict).toMatchObject({ kind: 'workspace', title: 'theirs', reason: 'same property', other: 'b' })
  expect(conflict.properties).toEqual(['name'])
  expect(conflict.theirs).toContain('<name>theirs</name>')
  expect(a.history.ofChange(conflict.historyId)[0]?.after).toContain('<name>mine</name>')
  expect(english(sayConflict(conflict, 'a'))).toMatch(
    /theirs: what a changed does not stand, since b changed/,
  )
  expect(english(sayWhy(conflict))).toMatch(/Both changed name; the change of b is the later one/)
  a.conflicts.acknowledge(conflict.id)
  expect(a.conflicts.count).toBe(0)
})

it('a conflict is there once, however often the message that made it comes, and after the next start', () => {
  const { path, a, meet } = twoThatMet()
  meet()
  meet()
  a.close()
  const again = peerOfTest(join(path, 'a'), 'a', 0)
  expect(again.conflicts.count).toBe(1)
})
