import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { Archive } from '../../electron/services/messages/archive/archive.ts'
import { workspaceMessage } from '../support/archive.ts'
import { finished, plumbline, startPlumbline } from '../support/command-line.ts'
import { profileOf } from '../support/services.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const recording = join(import.meta.dirname, '../fixtures/geoserver-2.26/messages.jsonl')

/** A directory with an archive of the recorded messages, which stays open in this process. */
async function filled(directory = temporaryDirectory()): Promise<string> {
  mkdirSync(directory, { recursive: true })
  const archive = new Archive({ path: join(directory, 'archive.sqlite'), environment: {}, mode: 'append' })
  onTestFinished(() => archive.close())
  await archive.importLines(readFileSync(recording, 'utf8').split('\n'), 1)
  return directory
}

const linesOf = (text: string) => text.trimEnd().split('\n')
const parsed = (text: string): unknown => JSON.parse(text)

describe('plumbline archive', () => {
  it('says what is in an archive the app has open', async () => {
    const { code, stdout, stderr } = await plumbline('archive', 'info', await filled())
    expect(stdout).toMatch(
      /^messages {4}127\nsize {8}[\d.]+ [kM]B\noldest {6}2026-11-2\dT\d\d:\d\d:00\.151\n/,
    )
    expect(stdout).toContain('\nsenders     geoserver-master\n')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })

  it('finds the archive of a saved cluster by its name', async () => {
    const stateDirectory = temporaryDirectory()
    const profile = { ...profileOf([]), id: 'c1', name: 'production' }
    writeFileSync(join(stateDirectory, 'profiles.json'), JSON.stringify({ version: 1, profiles: [profile] }))
    await filled(join(stateDirectory, 'clusters/c1'))
    const words = ['archive', 'info', 'production', '--json']
    const { stdout } = await plumbline(...words, '--state-dir', stateDirectory)
    expect(parsed(stdout)).toMatchObject({ messages: 127, senders: ['geoserver-master'] })
    const environment = { PLUMBLINE_STATE_DIR: stateDirectory }
    expect((await finished(startPlumbline(words, environment))).stdout).toBe(stdout)
  })

  it('lists the newest messages that match, the oldest of them first', async () => {
    const archive = await filled()
    const { code, stdout, stderr } = await plumbline(
      'archive',
      'list',
      archive,
      '--kind',
      'style',
      '--limit',
      '2',
    )
    const lines = linesOf(stdout)
    expect(lines[0]).toMatch(
      /^ +110 {2}2026-11-2\dT\d\d:\d\d:34\.336 {2}geoserver-master {2}style blue modified: /,
    )
    expect(lines[1]).toMatch(/^ +113 .* style navy removed$/)
    expect(stderr).toBe('10 messages match; --before 110 shows older ones\n')
    expect({ code, count: lines.length }).toEqual({ code: 0, count: 2 })
    const older = await plumbline('archive', 'list', archive, '--kind', 'style', '--before', '110', '--json')
    expect(linesOf(older.stdout).map(parsed)).toHaveLength(8)
    expect(parsed(linesOf(older.stdout).at(-1) ?? '')).toMatchObject({ sequence: 43, verb: 'modify' })
  })

  it('says who asked for a change, and finds what somebody did', async () => {
    const directory = temporaryDirectory()
    const archive = new Archive({ path: join(directory, 'archive.sqlite'), environment: {}, mode: 'append' })
    onTestFinished(() => archive.close())
    await archive.store([workspaceMessage(1, { author: 'bob' }), workspaceMessage(2, { author: 'ada' })])
    const list = ['archive', 'list', directory, '--by', 'ada']
    expect((await plumbline(...list)).stdout).toMatch(/^ +2 .* {2}geo-1 .* workspace space2 added, by ada\n$/)
    expect((await plumbline(...list, '--language', 'de')).stdout).toMatch(/, von ada\n$/)
    expect((await plumbline('archive', 'list', directory, '--by', 'nobody')).code).toBe(1)
    expect((await plumbline('archive', 'show', directory, '1')).stdout).toMatch(/^changed by +bob$/m)
    expect((await plumbline('archive', 'info', directory)).stdout).toMatch(/^changes by +ada, bob$/m)
  })

  it('searches and filters as the app does', async () => {
    const archive = await filled()
    const found = async (...options: string[]) => {
      const { stdout } = await plumbline('archive', 'list', archive, '--json', '--limit', '999', ...options)
      return stdout === '' ? 0 : linesOf(stdout).length
    }
    expect(await found()).toBe(63)
    expect(await found('--all')).toBe(127)
    expect(await found('--text', '"workspace settings"')).toBeGreaterThan(0)
    expect(await found('--verb', 'remove', '--workspace', 'topp')).toBeGreaterThan(0)
    expect(await found('--since', '2026-11-22T19:36:36.650Z')).toBe(3)
    expect(await found('--until', '2026-11-22T19:36:01Z')).toBe(2)
    expect(await found('--since', '1m', '--until', '2d')).toBe(0)
  })

  it('says times by the clock of who reads, as they can be asked for', async () => {
    const archive = await filled()
    const inIndia = { TZ: 'Asia/Kolkata' }
    const list = async (...options: readonly string[]) => {
      const words = ['archive', 'list', archive, '--all', '--limit', '999', ...options]
      return linesOf((await finished(startPlumbline(words, inIndia))).stdout)
    }
    const shown = '2026-11-23T01:06:34.336'
    const before = (await list()).findIndex((line) => line.includes(shown))
    expect(before).toBeGreaterThan(0)
    expect(await list('--since', shown)).toHaveLength(127 - before)
  })

  it('exits with 1 when nothing matches', async () => {
    const { code, stdout, stderr } = await plumbline('archive', 'list', await filled(), '--text', 'nowhere')
    expect({ code, stdout, stderr }).toEqual({ code: 1, stdout: '', stderr: 'no message matches\n' })
  })

  it('shows all of one message, its body when that is wanted', async () => {
    const archive = await filled()
    const { code, stdout, stderr } = await plumbline('archive', 'show', archive, '110')
    expect(stdout).toMatch(/^ +110 .* style blue modified/)
    expect(stdout).toContain('\nchanged:\n')
    expect(stdout).toContain('\nheaders:\n')
    expect(stdout).not.toContain('<org.geoserver')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect((await plumbline('archive', 'show', archive, '110', '--body')).stdout).toContain(
      '\nbody:\n  <org.geoserver',
    )
    const json = await plumbline('archive', 'show', archive, '110', '--json')
    expect(parsed(json.stdout)).toMatchObject({ row: { sequence: 110 }, failure: null })
  })

  it('exports messages that can be imported elsewhere, once', async () => {
    const archive = await filled()
    const { code, stdout, stderr } = await plumbline('archive', 'export', archive, '--all')
    expect({ code, stderr }).toEqual({ code: 0, stderr: 'exported 127 messages\n' })
    const directory = temporaryDirectory()
    const file = join(directory, 'messages.jsonl')
    writeFileSync(file, stdout)
    const other = join(directory, 'other.sqlite')
    expect(await plumbline('archive', 'import', other, file)).toMatchObject({
      code: 0,
      stdout: 'imported 127 messages\n',
      stderr: '',
    })
    const again = await plumbline('archive', 'import', other, file, '--json')
    expect(parsed(again.stdout)).toEqual({ messages: 0 })
    const lists = await Promise.all([archive, other].map((each) => plumbline('archive', 'list', each)))
    expect(lists[0]?.stdout).toBe(lists[1]?.stdout)
  })

  it('exports a table that no spreadsheet runs, saying what is left out', async () => {
    const { stdout, stderr } = await plumbline('archive', 'export', await filled(), '--format', 'csv')
    expect(stdout.split('\r\n')).toHaveLength(1 + 63 + 1)
    expect(stdout).toMatch(/^"sequence","time","sender"/)
    expect(stderr).toContain('--all exports them')
  })

  it('does not write into an archive the app has open, and makes nothing by looking', async () => {
    const directory = await filled()
    const { code, stderr } = await plumbline('archive', 'import', directory, recording)
    expect(stderr).toContain(`already open in process ${process.pid}`)
    expect(code).toBe(2)
    const empty = temporaryDirectory()
    const looked = await plumbline('archive', 'list', empty)
    expect(looked.stderr).toContain('PLB-STORAGE-FILE-MISSING')
    expect(readdirSync(empty)).toEqual([])
  })

  it('names the key it needs, and makes none', async () => {
    const directory = await filled()
    rmSync(join(directory, 'archive.key'))
    const { code, stderr } = await plumbline('archive', 'info', directory)
    expect(stderr).toContain(join(directory, 'archive.key'))
    expect(code).toBe(2)
    expect(readdirSync(directory)).not.toContain('archive.key')
  })

  it('names the line of a file that is no message; those before it are kept', async () => {
    const directory = temporaryDirectory()
    const file = join(directory, 'messages.jsonl')
    writeFileSync(
      file,
      `${linesOf(readFileSync(recording, 'utf8')).slice(0, 3).join('\n')}\n{"passwd": "secret"}\n`,
    )
    const archive = join(directory, 'archive.sqlite')
    const { code, stdout, stderr } = await plumbline('archive', 'import', archive, file)
    expect(stderr).toContain('Line 4 holds no message')
    expect(stderr).not.toContain('secret')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect((await plumbline('archive', 'info', archive)).stdout).toContain('messages    3\n')
  })

  it.each([
    { words: ['look', 'x'], says: '<action> must be one of info, list, show, export, import' },
    { words: ['show', 'x'], says: 'show needs [what]' },
    { words: ['show', 'x', 'first'], says: '[what] must be a number' },
    { words: ['list', 'x', '5'], says: 'list takes no [what]' },
    { words: ['list', 'nowhere'], says: 'there is neither a file nor a saved cluster called nowhere' },
    { words: ['list', 'x', '--state', 'gone'], says: '--state <state> must be one of pending' },
    { words: ['list', 'x', '--since', 'yesterday'], says: '--since <time> must be a time' },
    { words: ['list', 'x', '--limit', '0'], says: '--limit <count> must be a number' },
    { words: ['export', 'x', '--format', 'xml'], says: '--format <format> must be one of jsonl, csv' },
  ])('refuses $words', async ({ words, says }) => {
    const { code, stderr } = await plumbline('archive', ...words, '--state-dir', temporaryDirectory())
    expect(stderr).toContain(says)
    expect(code).toBe(2)
  })
})
