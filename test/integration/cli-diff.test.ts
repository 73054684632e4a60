import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { plumbline } from '../support/command-line.ts'
import { goldenPath } from '../support/data-directories.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const master = goldenPath('after-build-up/master')
const slave = goldenPath('after-build-up/slave')

/** A copy of a golden data directory that a test may change. */
function copyOf(path: string): string {
  const copy = join(temporaryDirectory(), 'data')
  cpSync(path, copy, { recursive: true })
  return copy
}

function replaceIn(path: string, before: string | RegExp, after: string): void {
  const text = readFileSync(path, 'utf8')
  const changed = text.replace(before, after)
  if (changed === text) throw new Error(`${path} does not hold ${String(before)}.`)
  writeFileSync(path, changed)
}

describe('plumbline diff', () => {
  it('finds a directory equal to its copy', async () => {
    const { code, stdout, stderr } = await plumbline('diff', master, copyOf(master))
    expect(stdout).toMatch(/^equal: \d+ objects compared\n$/)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })

  it('shows what a GeoServer slave lost, property by property', async () => {
    const { code, stdout, stderr } = await plumbline('diff', master, slave)
    expect(stdout).toContain('missing WMTS store topp:cascmts WMTSStoreInfoImpl-')
    expect(stdout).toContain('\n  max features: 123 → 1000000\n')
    expect(stdout).toContain('\nnot compared, and no drift:\n')
    expect(stdout).toMatch(/a password is encrypted with a key only its own node has \(1 object\)\n/)
    expect(stdout).toMatch(/\ndrift: 1 missing, 3 different; \d+ objects compared\n$/)
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
  })

  it('is the other way round when the directories are', async () => {
    const { stdout } = await plumbline('diff', slave, master)
    expect(stdout).toContain('extra WMTS store topp:cascmts')
    expect(stdout).toContain('\n  max features: 1000000 → 123\n')
  })

  it('says the same as one JSON document', async () => {
    const { code, stdout, stderr } = await plumbline('diff', '--json', master, slave)
    const document: unknown = JSON.parse(stdout)
    expect(document).toMatchObject({ left: master, right: slave, equal: false, problems: [] })
    const { entries } = z.object({ entries: z.array(z.looseObject({ title: z.string() })) }).parse(document)
    expect(entries.find(({ title }) => title === 'topp:cascmts')).toMatchObject({
      type: 'missing',
      kind: 'wmtsStore',
    })
    expect(entries.find(({ title }) => title === 'wfs')).toMatchObject({
      properties: [{ property: 'maxFeatures', left: '123', right: '1000000' }, { property: 'title' }],
    })
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
  })

  it('tells the same thing with another id, another default workspace and other rules of a style apart', async () => {
    const right = copyOf(master)
    replaceIn(join(right, 'styles/blue.xml'), /<id>.*<\/id>/, '<id>another</id>')
    replaceIn(join(right, 'styles/red.sld'), '<', '<!-- other --><')
    cpSync(join(right, 'workspaces/topp/workspace.xml'), join(right, 'workspaces/default.xml'))
    const { code, stdout } = await plumbline('diff', master, right)
    expect(stdout).toMatch(/^other id style blue .+ → another$/m)
    expect(stdout).toMatch(/^different style red .+\n {2}style body:$/m)
    expect(stdout).toMatch(/^ {4}-<.*\n {4}\+<!-- other --><.*$/m)
    expect(stdout).toMatch(/^different default workspace\n {2}base → topp$/m)
    expect(code).toBe(1)
  })

  it('never shows a password, only that it differs', async () => {
    const [left, right] = [copyOf(master), copyOf(master)]
    const store = 'workspaces/topp/pg/datastore.xml'
    replaceIn(join(left, store), /(<entry key="passwd">)[^<]*/, '$1plain:hunter-one')
    replaceIn(join(right, store), /(<entry key="passwd">)[^<]*/, '$1plain:hunter-two')
    for (const words of [[], ['--json']]) {
      const { code, stdout, stderr } = await plumbline('diff', left, right, ...words)
      expect(code).toBe(1)
      expect(stdout).toContain(
        words.length === 0 ? 'connection parameters: the passwords differ' : '"secret": true',
      )
      expect(stdout + stderr).not.toContain('hunter')
    }
  })

  it('does not call equal what it could not read', async () => {
    const right = copyOf(master)
    writeFileSync(join(right, 'workspaces/topp/pg/datastore.xml'), '<dataStore><id>x')
    const damaged = await plumbline('diff', right, copyOf(right))
    expect(damaged.stdout).toMatch(/^not read .*\/workspaces\/topp\/pg\/datastore\.xml: .+ \(PLB-XML-.+\)$/m)
    expect(damaged.stdout).toMatch(/^uncertain: \d+ objects compared, 2 places not read$/m)
    expect({ code: damaged.code, stderr: damaged.stderr }).toEqual({ code: 1, stderr: '' })
    const json = await plumbline('diff', master, right, '--json')
    expect(JSON.parse(json.stdout)).toMatchObject({
      equal: false,
      entries: [{ type: 'missing', title: 'topp:pg' }],
      problems: [{ directory: right, path: 'workspaces/topp/pg/datastore.xml' }],
    })
  })

  it('compares no rules from outside the directory, and says so', async () => {
    const right = copyOf(master)
    rmSync(join(right, 'styles/red.sld'))
    symlinkSync(join(master, 'styles/red.sld'), join(right, 'styles/red.sld'))
    const { code, stdout } = await plumbline('diff', master, right)
    expect(stdout).toMatch(/^not read .*styles.*red\.sld.*PLB-STORAGE-PATH-OUTSIDE/m)
    expect(code).toBe(1)
  })

  it('lets no name in a file act on the terminal', async () => {
    const right = copyOf(master)
    replaceIn(join(right, 'styles/red.xml'), '<name>red</name>', '<name>red&#x9b;2J&#x202e;</name>')
    const { stdout } = await plumbline('diff', master, right)
    expect(stdout).toContain('red\\u009b2J\\u202e')
    expect(stdout).not.toContain('\u009b')
  })

  it('remarks on a directory without configuration, and finds everything missing in it', async () => {
    const empty = join(temporaryDirectory(), 'empty')
    mkdirSync(empty)
    const { code, stdout, stderr } = await plumbline('diff', master, empty)
    expect(stdout).toContain(`remark ${empty}: There is no configuration at all in it.\n`)
    expect(stdout).toContain('missing workspace topp')
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
  })

  it('fails when a directory is missing or is none', async () => {
    const gone = copyOf(master)
    rmSync(gone, { recursive: true })
    const missing = await plumbline('diff', master, gone)
    expect(missing.stderr).toContain('(PLB-STORAGE-FILE-MISSING)')
    expect(missing.stderr).toMatch(/^ {2}try: Check that .+ exists/m)
    expect(missing).toMatchObject({ code: 2, stdout: '' })
    const file = await plumbline('diff', join(master, 'global.xml'), master)
    expect(file.stderr).toContain('(PLB-COMMAND-NOT-A-DIRECTORY)')
    expect(file).toMatchObject({ code: 2, stdout: '' })
    const same = await plumbline('diff', master, master)
    expect(same.stderr).toContain('(PLB-ENGINE-SAME-DIRECTORY)')
    expect(same).toMatchObject({ code: 2, stdout: '' })
  })
})
