import { cpSync, existsSync, readdirSync, readFileSync, rmSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { EditRequest } from '../../../electron/engine/master/master.ts'
import { Node } from '../../../electron/engine/node/node.ts'
import type { NodeOptions } from '../../../electron/engine/node/node-options.ts'
import { isFailure } from '../../../electron/errors/failure.ts'
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

/** Asks for changes in one turn, each on the plan of before. */
function askTogether(
  node: Node,
  requests: readonly EditRequest[],
  isAgreed: (request: EditRequest) => boolean = () => true,
) {
  const plans = requests.map((request) => node.plan(request))
  return Promise.allSettled(
    requests.map((request, index) =>
      node.editSoon(request, { plan: isAgreed(request) ? (plans[index]?.digest ?? '') : 'another' }, 'test'),
    ),
  )
}

const codeOf = (answer: PromiseSettledResult<unknown> | undefined): unknown =>
  answer?.status === 'rejected' && isFailure(answer.reason) ? answer.reason.code : answer?.status

/** How often the journal was committed since it was begun, or cut, last. */
function commitsOf(directory: string): number {
  const log = readFileSync(join(directory, 'cluster/plumbline/node.sqlite-wal'))
  const [header, frameHeader, pageSize] = [32, 24, log.readUInt32BE(8)]
  let commits = 0
  for (let at = header; at < log.byteLength; at += frameHeader + pageSize)
    if (log.readUInt32BE(at + 4) > 0) commits += 1
  return commits
}

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

  describe('that is asked for several changes in one turn', () => {
    const addStyle = { verb: 'add', kind: 'style', input: '{"name":"blue"}', styleBody: sld('blue') } as const
    const changeSettings = { verb: 'modify', kind: 'global', input: '{"featureTypeCacheSize":77}' } as const
    const paths = ['workspaces/topp/workspace.xml', 'styles/blue.sld'] as const

    it('makes them with one commit, and none but the one that is refused is left out', async () => {
      const directory = makeDataDirectory(temporaryDirectory(), 'master')
      const node = await openNode(directory)
      editAsPlanned(node, { ...changeSettings, input: '{"featureTypeCacheSize":76}' }, 'test')
      const before = commitsOf(directory)
      const answers = await askTogether(
        node,
        [addTopp, changeSettings, addStyle],
        ({ kind }) => kind !== 'global',
      )
      expect(answers.map(codeOf)).toEqual(['fulfilled', 'PLB-ENGINE-PLAN-CHANGED', 'fulfilled'])
      expect(commitsOf(directory)).toBe(before + 1)
      for (const path of paths) expect(existsSync(join(directory, path))).toBe(true)
      expect(readFileSync(join(directory, 'global.xml'), 'utf8')).toContain('<featureTypeCacheSize>76<')
      expect(node.history().map(({ summary }) => english(summary))).toEqual([
        'style blue added',
        'namespace topp added',
        expect.stringContaining('global'),
      ])
    })

    it('plans each on what those before it leave, the rules of a style included', async () => {
      const node = await openNode(makeDataDirectory(temporaryDirectory(), 'master'))
      editAsPlanned(node, addStyle, 'test')
      const style = { verb: 'modify', kind: 'style', name: 'blue' } as const
      const red = { ...style, styleBody: sld('red') }
      const answers = await askTogether(node, [red, { ...style, styleBody: sld('green') }, addTopp, addTopp])
      expect(answers.map(codeOf)).toEqual([
        'fulfilled',
        'PLB-ENGINE-PLAN-CHANGED',
        'fulfilled',
        'PLB-ENGINE-EDIT-REFUSED',
      ])
      expect(readFileSync(join(node.status.dataDirectory, 'styles/blue.sld'), 'utf8')).toBe(sld('red'))
    })

    it('makes a request that comes twice once, and tells both', async () => {
      const node = await openNode(makeDataDirectory(temporaryDirectory(), 'master'))
      const agreement = { plan: node.plan(addTopp).digest }
      const answers = await Promise.all(
        [1, 2].map(() => node.editSoon(addTopp, agreement, 'test', 'the request')),
      )
      expect(answers[1]).toEqual(answers[0])
      expect(node.history()).toHaveLength(1)
    })

    it('makes none of them when they cannot be committed, and all once they can', async () => {
      const directory = makeDataDirectory(temporaryDirectory(), 'master')
      const node = await openNode(directory)
      const journal = new DatabaseSync(join(directory, 'cluster/plumbline/node.sqlite'))
      onTestFinished(() => journal.close())
      // A broken reference that is looked at with the commit alone.
      journal.exec(`
        CREATE TABLE broken (id INTEGER REFERENCES history (id) DEFERRABLE INITIALLY DEFERRED);
        CREATE TRIGGER breaks AFTER INSERT ON outbox BEGIN INSERT INTO broken VALUES (-1); END`)
      const before = node.catalog.size
      const refused = await askTogether(node, [addTopp, changeSettings, addStyle])
      expect(refused.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
      expect([node.catalog.size, node.history().length, node.status.outbox.applied]).toEqual([before, 0, 0])
      for (const path of paths) expect(existsSync(join(directory, path))).toBe(false)
      journal.exec('DROP TRIGGER breaks')
      const made = await askTogether(node, [addTopp, changeSettings, addStyle])
      expect(made.map(codeOf)).toEqual(['fulfilled', 'fulfilled', 'fulfilled'])
    })

    it('makes all of them when one moves a directory, which cannot wait for a commit', async () => {
      const node = await openNode(makeDataDirectory(temporaryDirectory(), 'master'))
      editAsPlanned(node, addTopp, 'test')
      const rename = { verb: 'modify', kind: 'workspace', name: 'topp', input: '{"name":"new"}' } as const
      const answers = await askTogether(node, [changeSettings, rename, addStyle])
      expect(answers.map(codeOf)).toEqual(['fulfilled', 'fulfilled', 'fulfilled'])
      expect(node.catalog.byName('namespace', 'new')).toBeDefined()
      expect(node.status.outbox).toMatchObject({ accepted: 0, withdrawn: 0 })
    })

    it('says of each that it is unfinished when the disk refuses its files, and finishes them', async () => {
      const directory = makeDataDirectory(temporaryDirectory(), 'master')
      let isFull = false
      const fileSystem = failingFileSystem(
        'ENOSPC',
        ({ name, path }) => isFull && name === 'create' && path.includes('styles'),
      )
      const node = await openNode(directory, { fileSystem })
      isFull = true
      const answers = await askTogether(node, [addTopp, changeSettings, addStyle])
      expect(answers.map(codeOf)).toEqual(Array(3).fill('PLB-ENGINE-EDIT-UNFINISHED'))
      isFull = false
      editAsPlanned(node, { ...changeSettings, input: '{"featureTypeCacheSize":78}' }, 'test')
      for (const path of paths) expect(existsSync(join(directory, path))).toBe(true)
    })

    it('makes those that wait when it is stopped', async () => {
      const directory = makeDataDirectory(temporaryDirectory(), 'master')
      const node = await openNode(directory)
      const answers = askTogether(node, [addTopp, addStyle])
      await node.stop()
      expect((await answers).map(codeOf)).toEqual(['fulfilled', 'fulfilled'])
      for (const path of paths) expect(existsSync(join(directory, path))).toBe(true)
    })
  })
})
