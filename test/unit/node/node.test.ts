import { cpSync, existsSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Node } from '../../../electron/engine/node/node.ts'
import type { NodeOptions } from '../../../electron/engine/node/node-options.ts'
import { eventually } from '../../support/cluster.ts'
import { disturbedFileSystem, failingFileSystem } from '../../support/file-system-faults.ts'
import { makeDataDirectory } from '../../support/services.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'
import { editAsPlanned } from '../../support/edit-as-planned.ts'
import { sld } from '../../support/styles.ts'
import { english } from '../../../electron/sentences/english.ts'

/** Opens a node without connecting it; what it accepts stays in its outbox. */
async function openNode(dataDirectory: string, options: Partial<NodeOptions> = {}): Promise<Node> {
  const node = await Node.open({ dataDirectory, environment: {}, ...options })
  onTestFinished(() => node.stop())
  return node
}

const addTopp = { verb: 'add', kind: 'workspace', input: '{"name":"topp"}' } as const

describe('a node', () => {
  it('does not start over a lost key while something is sealed with it, and makes no new one', async () => {
    const directory = makeDataDirectory(temporaryDirectory(), 'master')
    const key = join(directory, 'cluster/plumbline/key')
    const first = await openNode(directory)
    editAsPlanned(first, addTopp, 'test')
    await first.stop()
    rmSync(key)
    await expect(openNode(directory)).rejects.toMatchObject({ code: 'PLB-STORAGE-KEY-MISSING' })
    expect(existsSync(key)).toBe(false)
  })

  it('starts on a disk that refuses, says so until what was accepted has its files, and then they are there', async () => {
    const directory = makeDataDirectory(temporaryDirectory(), 'master')
    let isFull = false
    const fileSystem = failingFileSystem(
      'ENOSPC',
      ({ name, path }) => isFull && name === 'create' && path.includes('styles'),
    )
    const first = await openNode(directory, { fileSystem })
    editAsPlanned(
      first,
      { verb: 'add', kind: 'style', input: '{"name":"blue"}', styleBody: sld('blue') },
      'test',
    )
    isFull = true
    const rename = { kind: 'style', name: 'blue', input: '{"name":"navy","filename":"navy.sld"}' } as const
    expect(() => editAsPlanned(first, { verb: 'modify', ...rename }, 'test')).toThrow(
      /accepted, but not finished/,
    )
    expect(first.status.reasons.map(english).join(' ')).toMatch(/is full/)
    await first.stop()
    const again = await openNode(directory, { fileSystem })
    expect(again.status.reasons.map(english).join(' ')).toMatch(/is full/)
    isFull = false
    editAsPlanned(again, addTopp, 'test')
    await eventually('nothing is left to say', () => again.status.reasons.length === 0)
    expect(again.status.outbox.accepted).toBe(0)
    expect(readdirSync(join(directory, 'styles'))).toContain('navy.sld')
  })

  it('accepts changes with one wait for the disk each, and has their files after a power cut all the same', async () => {
    const directory = makeDataDirectory(temporaryDirectory(), 'master')
    const synced: string[] = []
    const fileSystem = disturbedFileSystem(({ name, path }) => {
      if (name === 'sync' || name === 'syncDirectory') synced.push(path)
    })
    const node = await openNode(directory, { fileSystem })
    editAsPlanned(node, addTopp, 'test')
    synced.length = 0
    const style = { kind: 'style', name: 'blue' } as const
    editAsPlanned(node, { ...style, verb: 'add', input: '{"name":"blue"}', styleBody: sld('blue') }, 'test')
    editAsPlanned(node, { ...style, verb: 'modify', styleBody: sld('red') }, 'test')
    expect(synced).toEqual([])
    // What the disk has of a file nobody waited for may be nothing at all.
    const copy = join(temporaryDirectory(), 'copy')
    cpSync(directory, copy, { recursive: true })
    for (const name of ['blue.sld', 'blue.xml']) truncateSync(join(copy, 'styles', name))
    await openNode(copy)
    for (const name of ['blue.sld', 'blue.xml']) {
      const read = (at: string) => readFileSync(join(at, 'styles', name), 'utf8')
      expect(read(copy)).toBe(read(directory))
    }
  })
})
