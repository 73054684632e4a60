import { english } from '../../../electron/sentences/english.ts'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Directories } from '../../../electron/services/directories/directories.ts'
import { goldenPath } from '../../support/data-directories.ts'
import { makeDataDirectory } from '../../support/services.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

const directories = new Directories()
const plain = { at: 42, signal: new AbortController().signal }

describe('the comparison of two data directories', () => {
  it('says what differs in objects, with their workspace, and what it did meanwhile', async () => {
    const said: string[] = []
    const drift = await directories.compare({
      ...plain,
      reference: { directory: goldenPath('after-build-up/master'), isCopy: false },
      slave: { directory: goldenPath('after-build-up/slave'), isCopy: false },
      onProgress: (message) => said.push(english(message)),
    })
    expect(drift).toMatchObject({ equal: false, at: 42 })
    expect(drift.compared).toBeGreaterThan(10)
    expect(drift.entries).toContainEqual(
      expect.objectContaining({ type: 'missing', kind: 'wmtsStore', workspace: 'topp' }),
    )
    expect(said.at(-1)).toBe('Comparing')
  })

  it('says which files cannot be read, and on which side', async () => {
    const directory = temporaryDirectory()
    const [reference, slave] = [makeDataDirectory(directory, 'a'), makeDataDirectory(directory, 'b')]
    writeFileSync(join(slave, 'wms.xml'), '<wms><id>cut')
    const drift = await directories.compare({
      ...plain,
      reference: { directory: reference, isCopy: false },
      slave: { directory: slave, isCopy: false },
    })
    expect(drift.problems).toMatchObject([{ side: 'slave', path: 'wms.xml' }])
    expect(drift.entries).toMatchObject([{ type: 'missing', kind: 'service' }])
  })

  it.each([
    { what: 'what is not in its files', side: 'memory', code: 'PLB-GEOSERVER-WITHOUT-FILE' },
    { what: 'what no request can name', side: 'unaskable', code: 'PLB-GEOSERVER-NAME-UNASKABLE' },
    { what: 'what map clients are not told of', side: 'left-out', code: 'PLB-GEOSERVER-LEFT-OUT' },
  ] as const)('never calls a node equal that serves $what', async ({ side, code }) => {
    const directory = temporaryDirectory()
    const [reference, slave] = [makeDataDirectory(directory, 'a'), makeDataDirectory(directory, 'b')]
    const path = 'workspaces/ghost/workspace.xml'
    const drift = await directories.compare({
      ...plain,
      reference: { directory: reference, isCopy: false },
      slave: {
        directory: slave,
        isCopy: true,
        splits: [{ side, kind: 'workspace', workspace: undefined, name: 'ghost', path }],
      },
    })
    expect(drift).toMatchObject({
      equal: false,
      entries: [],
      problems: [{ side: 'slave', path, effect: 'unread', message: { key: code } }],
    })
  })

  it('calls a node equal to one that has all and leaves some out of what map clients are told', async () => {
    const directory = temporaryDirectory()
    const [reference, slave] = [makeDataDirectory(directory, 'a'), makeDataDirectory(directory, 'b')]
    const path = 'workspaces/topp/casc/ml/layer.xml'
    const drift = await directories.compare({
      ...plain,
      reference: {
        directory: reference,
        isCopy: true,
        splits: [{ side: 'left-out', kind: 'layer', workspace: 'topp', name: 'ml', path }],
      },
      slave: { directory: slave, isCopy: false },
    })
    expect(drift).toMatchObject({ equal: true, problems: [{ side: 'reference', path, effect: 'remark' }] })
  })

  it('shows the texts of a style that differs, from before the place where they part', async () => {
    const directory = temporaryDirectory()
    const [reference, slave] = [makeDataDirectory(directory, 'a'), makeDataDirectory(directory, 'b')]
    const drawn = (colour: string) =>
      `<sld>${'<!-- the same on both -->\n'.repeat(2_000)}<fill>${colour}</fill></sld>`
    for (const [node, colour] of [
      [reference, 'blue'],
      [slave, 'red'],
    ] as const) {
      writeFileSync(
        join(node, 'styles/lake.xml'),
        '<style><id>lake</id><name>lake</name><format>sld</format><filename>lake.sld</filename></style>',
      )
      writeFileSync(join(node, 'styles/lake.sld'), drawn(colour))
    }
    const drift = await directories.compare({
      ...plain,
      reference: { directory: reference, isCopy: false },
      slave: { directory: slave, isCopy: false },
    })
    const [entry] = drift.entries
    expect(entry).toMatchObject({ type: 'different', kind: 'style', title: 'lake' })
    const texts = entry?.properties.map(({ left, right }) => ({ left, right }))
    expect(texts).toHaveLength(1)
    expect(texts?.[0]?.left).toMatch(/^…\n<!-- the same on both -->\n[^]*<fill>blue<\/fill><\/sld>$/)
    expect(texts?.[0]?.right).toMatch(/^…\n<!-- the same on both -->\n[^]*<fill>red<\/fill><\/sld>$/)
  })

  it('is made of what lies there by then, however often it is made', async () => {
    const directory = temporaryDirectory()
    const [reference, slave] = [makeDataDirectory(directory, 'a'), makeDataDirectory(directory, 'b')]
    const compare = () =>
      directories.compare({
        ...plain,
        reference: { directory: reference, isCopy: false },
        slave: { directory: slave, isCopy: false },
      })
    expect(await compare()).toMatchObject({ equal: true })
    writeFileSync(join(slave, 'wms.xml'), '<wms><id>cut')
    expect(await compare()).toMatchObject({ equal: false, problems: [{ path: 'wms.xml' }] })
    rmSync(join(slave, 'wms.xml'))
    const both = await Promise.all([compare(), compare()])
    expect(both.map(({ problems, entries }) => [problems.length, entries.length])).toEqual([
      [0, 1],
      [0, 1],
    ])
    rmSync(join(reference, 'wms.xml'))
    await directories.forget()
    expect(await compare()).toMatchObject({ equal: true })
  })

  it('is remembered by the thread that plans a resync of the two', async () => {
    const [reference, slave] = [goldenPath('after-build-up/master'), goldenPath('after-build-up/slave')]
    let threads = 0
    const count = (): void => {
      threads += 1
    }
    process.on('worker', count)
    try {
      const sides = {
        reference: { directory: reference, isCopy: false },
        slave: { directory: slave, isCopy: false },
      }
      const { entries } = await directories.compare({ ...plain, ...sides })
      const source = (directory: string) => ({ at: 'directory', directory }) as const
      const [referenceSource, slaveSource] = [source(reference), source(slave)]
      const both = {
        instanceName: 'slave',
        reference: 'master',
        referenceSource,
        slaveSource,
        untaken: [],
        at: 42,
      }
      const planned = await directories.plan(both, { ...plain, onProgress: () => undefined })
      expect(planned.drift.entries).toEqual(entries)
      expect(threads).toBeLessThanOrEqual(1)
    } finally {
      process.off('worker', count)
    }
  })

  it('fails with the reason when a directory is not there', async () => {
    const directory = temporaryDirectory()
    const slave = makeDataDirectory(directory, 'b')
    rmSync(slave, { recursive: true })
    const comparison = directories.compare({
      ...plain,
      reference: { directory: goldenPath('seed/master'), isCopy: false },
      slave: { directory: slave, isCopy: false },
    })
    await expect(comparison).rejects.toMatchObject({ code: expect.stringMatching(/^PLB-STORAGE-/) as string })
  })

  it('can be cancelled', async () => {
    const abort = new AbortController()
    const comparison = directories.compare({
      reference: { directory: goldenPath('after-build-up/master'), isCopy: false },
      slave: { directory: goldenPath('after-build-up/slave'), isCopy: false },
      at: 0,
      signal: abort.signal,
      onProgress: () => abort.abort(new Error('enough')),
    })
    await expect(comparison).rejects.toThrow('enough')
  })
})
