import { readdirSync, writeFileSync } from 'node:fs'
import { openDatabase } from '../../../electron/storage/open-database.ts'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it, onTestFinished } from 'vitest'
import { procedures } from '../../../electron/contract/features/application.ts'
import { failure, wordingOf } from '../../../electron/errors/failure.ts'
import { languageTags, type LanguageTag } from '../../../electron/languages/tags.ts'
import { english } from '../../../electron/sentences/english.ts'
import { say } from '../../../electron/sentences/say.ts'
import type { Wording } from '../../../electron/sentences/sentence.ts'
import { storedWording } from '../../../electron/sentences/stored.ts'
import { describeAction } from '../../../electron/services/audit/describe-action.ts'
import { AuditLog } from '../../../electron/services/audit/audit.ts'
import { csv } from '../../../electron/text/csv.ts'
import { Notices } from '../../../electron/state/notices.ts'
import { plainCall } from '../../support/services.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'
import { foreignWords } from '../../support/foreign-words.ts'
import { saying } from '../../support/saying.ts'

function open(directory: string, notices = new Notices(), language: LanguageTag = 'en'): AuditLog {
  const audit = new AuditLog({
    directory,
    operator: 'ops',
    now: () => 1_700_000_000_000,
    notices,
    language: () => language,
  })
  onTestFinished(() => audit.close())
  return audit
}

const newest = { before: null, limit: 10, text: '' }

describe('the audit log', () => {
  it('says what was done in words, and never shows a secret of the input', async () => {
    const audit = open(temporaryDirectory())
    audit.record({ action: 'profiles.save', input: { name: 'prod', passcode: 'hush' }, outcome: 'done' })
    const { entries } = await audit.service.page(newest, plainCall())
    expect(entries).toMatchObject([
      {
        operator: 'ops',
        action: 'profiles.save',
        summary: 'Save the profile prod',
        target: 'prod',
        outcome: 'done',
      },
    ])
    expect(JSON.stringify(entries)).not.toContain('hush')
  })

  it('keeps the reasons an earlier release said in one with what was done', async () => {
    const directory = temporaryDirectory()
    const audit = open(directory)
    const input = { instanceName: 'gs-1', draft: { id: 's' }, review: {} }
    for (const action of ['configuration.publish', 'findings.acknowledge', 'settings.set'])
      audit.record({ action, input, outcome: 'done' })
    audit.close()
    const [file = ''] = readdirSync(directory).filter((name) => name.endsWith('.sqlite'))
    const database = new DatabaseSync(join(directory, file))
    const said = (id: number, words: Wording) =>
      database.prepare('UPDATE entry SET summary = ? WHERE id = ?').run(storedWording(words), id)
    const what = say('audit.publish', { node: 'gs-1', what: 'nothing' })
    said(1, { key: 'audit.withReason', values: { what, reason: 'CR-1' } })
    said(2, { key: 'audit.acknowledge', values: { finding: 'drift', reason: 'CR-2' } })
    said(3, 'Set {something}')
    database.exec('ALTER TABLE entry DROP COLUMN reason; PRAGMA user_version = 3')
    database.close()
    const { entries } = await open(directory).service.page(newest, plainCall())
    expect(entries.map(({ summary, reason }) => [english(summary), reason])).toEqual([
      ['Set {something}', null],
      [english(say('audit.acknowledge', { finding: 'drift' })), 'CR-2'],
      [english(what), 'CR-1'],
    ])
  })

  it('has words for whatever changes something', () => {
    const wordless = Object.entries(procedures).flatMap(([feature, calls]) =>
      Object.entries(calls).flatMap(([name, { changes }]) => {
        const action = `${feature}.${name}`
        const input = { action: 'start', instanceName: 'm', id: 'i', slaves: ['s'] }
        return changes && describeAction(action, input, {}).summary === action ? action : []
      }),
    )
    expect(wordless).toEqual([])
    const output = {
      objects: ['s', 't'].map((instanceName) => ({
        ...{ instanceName, kind: 'layerGroup', root: 'layerGroup', title: 'b:g', state: 'equal' },
        ...{ properties: [], why: null },
      })),
    }
    const input = { instanceName: 'm', id: 'i', slaves: ['s', 't'] }
    expect(english(describeAction('configuration.mend', input, output).summary)).toBe(
      'Set right on s, t as on m: layer group b:g',
    )
  })

  it('is narrowed by who did it and when', async () => {
    const at = 1_700_000_000_000
    const audit = open(temporaryDirectory())
    audit.record({ action: 'profiles.close', input: {}, outcome: 'done' })
    const count = async (sought: object) =>
      (await audit.service.page({ ...newest, ...sought }, plainCall())).entries.length
    expect(await count({ by: 'OPS', since: at, until: at + 1 })).toBe(1)
    expect(await count({ by: 'op' })).toBe(0)
    expect(await count({ since: at + 1 })).toBe(0)
    expect(await count({ until: at })).toBe(0)
  })

  it('is counted over time, by the words an operator reads too', async () => {
    const directory = temporaryDirectory()
    let now = 1_700_000_000_000
    const audit = new AuditLog({
      ...{ directory, operator: 'ops', now: () => now, notices: new Notices(), language: () => 'en' },
    })
    onTestFinished(() => audit.close())
    const counted = (sought: object) =>
      audit.service.histogram({ text: '', buckets: 4, ...sought }, plainCall())
    expect(await counted({})).toEqual({ from: null, width: 0, counts: [] })
    for (let index = 0; index < 500; index += 1) {
      const action = index % 2 === 0 ? 'profiles.close' : 'inventory.start'
      audit.record({ action, input: { instanceName: 'geo-1' }, outcome: 'done' })
      now += 1000
    }
    expect(await counted({})).toEqual({
      from: 1_700_000_000_000,
      width: 125_000,
      counts: [125, 125, 125, 125],
    })
    expect((await counted({ text: 'geo-1' })).counts).toEqual([62, 63, 62, 63])
    expect(await counted({ since: 1_700_000_100_000, until: 1_700_000_104_000 })).toEqual({
      ...{ from: 1_700_000_100_000, width: 1000, counts: [1, 1, 1, 1] },
    })
    expect((await counted({ by: 'nobody' })).counts).toEqual([0, 0, 0, 0])
  })

  it('says of which cluster an entry is, which ones have entries, and names one that is gone', async () => {
    const audit = open(temporaryDirectory())
    const start = { action: 'inventory.start', input: { instanceName: 'geo-1' }, outcome: 'done' } as const
    audit.record({ ...start, cluster: 'Roads' })
    audit.record({ ...start, cluster: 'Maps' })
    audit.record({ action: 'settings.set', input: { theme: 'dark' }, outcome: 'done' })
    audit.record({ action: 'profiles.remove', input: { id: 'a353' }, cluster: 'Maps', outcome: 'done' })
    const opened = { profile: { name: 'Demo' } }
    audit.record({ action: 'profiles.startDemo', input: {}, output: opened, outcome: 'done' })
    const page = await audit.service.page(newest, plainCall())
    expect(page.clusters).toEqual(['Demo', 'Maps', 'Roads'])
    expect(page.entries.map(({ cluster }) => cluster)).toEqual(['Demo', 'Maps', null, 'Maps', 'Roads'])
    expect(page.entries[1]).toMatchObject({ summary: 'Remove the profile Maps' })
    const ofMaps = await audit.service.page({ ...newest, cluster: 'maps' }, plainCall())
    expect(ofMaps.entries).toHaveLength(2)
    expect(ofMaps.clusters).toEqual(page.clusters)
    const { content } = await audit.service.export({ format: 'csv' }, plainCall())
    expect(content).toMatch(/"cluster","reason"\r\n.*"Demo",""\r\n/)
  })

  it('says of a finding what was shown of it, and not its id', async () => {
    const audit = open(temporaryDirectory())
    const about = say('attention.stopped', { node: 'geo-2' })
    const input = { id: 'stopped-geo-2', about, reason: 'being mended', until: null }
    audit.record({ action: 'findings.acknowledge', input, outcome: 'done' })
    audit.record({ action: 'findings.reopen', input, outcome: 'done' })
    audit.record({ action: 'diagnostics.mute', input: { ...input, muted: true }, outcome: 'done' })
    audit.record({
      action: 'findings.endAcceptance',
      input: { id: 'a3', about: 'topp:roads' },
      outcome: 'done',
    })
    const { entries } = await audit.service.page(newest, plainCall())
    const what = 'geo-2 is stopped'
    expect(entries.map(({ summary }) => english(summary).replace('.”', '”'))).toEqual([
      'Accept the difference of topp:roads no longer',
      `Mute the check “${what}”`,
      `Reopen “${what}”`,
      `Acknowledge “${what}”`,
    ])
    expect(entries.map(({ reason }) => reason)).toEqual([null, null, null, 'being mended'])
    const found = await audit.service.page({ ...newest, text: 'MENDED' }, plainCall())
    expect(found.entries).toEqual([entries[3]])
    const { content } = await audit.service.export({ format: 'csv' }, plainCall())
    expect(content.split('\r\n').filter((each) => each.endsWith('"being mended"'))).toHaveLength(1)
  })

  it('says what an accepted difference is of by the words for kinds and properties', async () => {
    const audit = open(temporaryDirectory())
    const of = {
      instanceName: 'geo-2',
      kind: 'featureType',
      object: 'ft',
      title: 'topp:roads',
      reason: 'a test',
    }
    audit.record({ action: 'findings.accept', input: { ...of, property: 'maxFeatures' }, outcome: 'done' })
    audit.record({ action: 'findings.accept', input: { ...of, property: null }, outcome: 'done' })
    const { entries } = await audit.service.page(newest, plainCall())
    expect(entries.map(({ summary }) => english(summary))).toEqual([
      'Accept the difference of feature type topp:roads on geo-2',
      'Accept the difference of max features of feature type topp:roads on geo-2',
    ])
    expect(entries.map(({ reason }) => reason)).toEqual(['a test', 'a test'])
  })

  it('counts what came since a list was begun, as it was narrowed', async () => {
    const audit = open(temporaryDirectory())
    const close = (): void => audit.record({ action: 'profiles.close', input: {}, outcome: 'done' })
    close()
    const { newest: than } = await audit.service.page({ ...newest, text: 'nothing has this' }, plainCall())
    const count = async (text: string, limit = 10) =>
      (await audit.service.newer({ than, limit, text }, plainCall())).count
    expect(await count('')).toBe(0)
    for (let times = 0; times < 3; times += 1) close()
    expect([await count(''), await count('close'), await count('', 2)]).toEqual([3, 3, 2])
    expect(await count('nothing has this')).toBe(0)
  })

  it('finds what was done to one object, whatever became of its name', async () => {
    const audit = open(temporaryDirectory())
    const input = { instanceName: 'geo-1', draft: { verb: 'set', collected: ['1', '2'] } }
    const output = { id: 'style-1', edited: ['style-1', 'layer-1'] }
    audit.record({ action: 'configuration.publish', input, output, outcome: 'done' })
    audit.record({ action: 'profiles.close', input: {}, outcome: 'done' })
    const subject = { node: 'geo-1', ids: ['style-1', 'layer-1'] }
    const found = await audit.service.page({ ...newest, object: 'layer-1' }, plainCall())
    expect(found.entries).toMatchObject([{ action: 'configuration.publish', subject }])
    const others = await audit.service.page({ ...newest, object: 'layer' }, plainCall())
    expect(others.entries).toEqual([])
  })

  it('names what was changed by what came of it', async () => {
    const audit = open(temporaryDirectory())
    const draft = { verb: 'modify', kind: 'style', id: 'StyleInfoImpl-1', styleBody: 'hush' }
    const agreed = { plan: 'hush', name: null, publishAnyway: false }
    const publish = {
      action: 'configuration.publish',
      input: { instanceName: 'geo-1', draft, agreed },
    } as const
    const restore = {
      action: 'configuration.publish',
      input: {
        instanceName: 'geo-1',
        draft: { verb: 'restore', id: 'StyleInfoImpl-1', historyId: 7, state: 'before' },
        agreed: { ...agreed, publishAnyway: true },
      },
    } as const
    const output = { events: ['style river modified: body'] }
    audit.record({ ...publish, outcome: 'refused', message: 'read-only' })
    audit.record({ ...publish, outcome: 'done', output })
    const asked = { ...publish.input, agreed: { ...agreed, reason: 'asked by the town' } }
    audit.record({ ...publish, input: asked, outcome: 'done', output })
    audit.record({ ...restore, outcome: 'failed', message: 'gone' })
    audit.record({ ...restore, outcome: 'done', output })
    audit.record({
      action: 'profiles.open',
      input: { id: 'a353' },
      outcome: 'done',
      output: { profile: { name: 'Maps' } },
    })
    audit.record({ action: 'profiles.importFile', input: {}, outcome: 'done', output: { name: 'Maps' } })
    const { entries } = await audit.service.page(newest, plainCall())
    expect(entries.map(({ summary }) => summary).toReversed()).toEqual([
      'Publish on geo-1: modify style StyleInfoImpl-1',
      'Publish on geo-1: style river modified: body',
      'Publish on geo-1: style river modified: body',
      'Publish anyway on geo-1: restore StyleInfoImpl-1',
      'Publish anyway on geo-1: style river modified: body',
      'Open the profile Maps',
      'Import the profile Maps',
    ])
    expect(entries.flatMap(({ reason }) => reason ?? [])).toEqual(['asked by the town'])
    expect(JSON.stringify(entries)).not.toContain('hush')
  })

  it('gives pages newest first, by keys, and searches text literally', async () => {
    const audit = open(temporaryDirectory())
    for (const name of ['a', '100%', 'c'])
      audit.record({ action: 'profiles.save', input: { name }, outcome: 'done' })
    const { page } = audit.service
    const first = await page({ ...newest, limit: 2 }, plainCall())
    expect(first.next).not.toBeNull()
    expect(first.entries.map(({ target }) => target)).toEqual(['c', '100%'])
    const rest = await page({ ...newest, before: first.next }, plainCall())
    expect(rest).toMatchObject({ next: null, entries: [{ target: 'a' }] })
    const found = await page({ ...newest, text: '%' }, plainCall())
    expect(found.entries.map(({ target }) => target)).toEqual(['100%'])
  })

  it('survives a restart', async () => {
    const directory = temporaryDirectory()
    const before = new AuditLog({
      directory,
      operator: 'ops',
      now: Date.now,
      notices: new Notices(),
      language: () => 'en',
    })
    before.record({
      action: 'inventory.start',
      input: { instanceName: 'geo-1' },
      outcome: 'failed',
      message: 'no broker',
    })
    before.close()
    const { entries } = await open(directory).service.page(newest, plainCall())
    expect(entries).toMatchObject([{ summary: 'Start geo-1', outcome: 'failed', message: 'no broker' }])
  })

  it('sets a damaged database aside, says so and goes on', async () => {
    const directory = temporaryDirectory()
    writeFileSync(join(directory, 'audit.sqlite'), 'this is no database'.repeat(100), { mode: 0o600 })
    const notices = new Notices()
    const audit = open(directory, notices)
    audit.record({ action: 'profiles.close', input: {}, outcome: 'done' })
    expect((await audit.service.page(newest, plainCall())).entries).toHaveLength(1)
    expect(notices.all).toEqual([saying(/audit log was damaged/)])
    expect(readdirSync(directory).some((name) => name.startsWith('audit.sqlite.damaged-'))).toBe(true)
  })

  it('is written by several processes at once, and read by each', async () => {
    const directory = temporaryDirectory()
    const notices = new Notices()
    const [app, command] = [open(directory, notices), open(directory, notices)]
    for (const each of [app, command, app])
      each.record({ action: 'profiles.close', input: {}, outcome: 'done' })
    for (const each of [app, command])
      expect((await each.service.page({ ...newest, text: 'CLOSE' }, plainCall())).entries).toHaveLength(3)
    expect(notices.all).toEqual([])
  })

  it('keeps entries in memory while somebody has the database alone, and says so', async () => {
    const directory = temporaryDirectory()
    const { database } = openDatabase(join(directory, 'audit.sqlite'), [])
    onTestFinished(() => database.close())
    const notices = new Notices()
    const second = open(directory, notices)
    second.record({ action: 'profiles.close', input: {}, outcome: 'done' })
    expect((await second.service.page({ ...newest, text: 'CLOSE' }, plainCall())).entries).toHaveLength(1)
    expect(notices.all).toEqual([saying(/only until Plumbline ends/)])
  })

  it('exports CSV no spreadsheet runs', async () => {
    const audit = open(temporaryDirectory())
    audit.record({
      action: 'profiles.save',
      input: { name: 'x' },
      outcome: 'failed',
      message: '=cmd|"/c calc"!A0',
    })
    const { content, fileName } = await audit.service.export({ format: 'csv' }, plainCall())
    expect(fileName).toBe('plumbline-audit-2023-11-14.csv')
    expect(content).toContain(`"'=cmd|""/c calc""!A0"`)
    const lines = await audit.service.export({ format: 'jsonl' }, plainCall())
    expect(JSON.parse(lines.content)).toMatchObject({ summary: 'Save the profile x' })
  })
})

describe.each(languageTags)('what is exported in %s', (tag) => {
  it('holds no word of another language in its sentences', async () => {
    const audit = open(temporaryDirectory(), new Notices(), tag)
    const ofNode = { instanceName: 'geo-1', confirmedName: 'geo-1' }
    const message = wordingOf(failure('PLB-PROFILE-UNKNOWN', { id: '7' }))
    for (const [feature, calls] of Object.entries(procedures))
      for (const [name, { changes }] of Object.entries(calls))
        if (changes) audit.record({ action: `${feature}.${name}`, input: ofNode, outcome: 'failed', message })
    const { content } = await audit.service.export({ format: 'csv' }, plainCall())
    const rows = content.trimEnd().split('\r\n').slice(1)
    expect(rows.length).toBeGreaterThan(20)
    // Beside sentences: who, which call it was, what became of it.
    const sentences = rows.map((row) => row.split('","')).flatMap((cells) => [cells[3], cells[6]])
    expect(foreignWords(sentences.join('\n'), tag, ['geo'])).toEqual([])
  })
})

describe('a CSV cell', () => {
  it.each(['=1', '+1', '-1', '@x', ' =1', '\t=1', '\rx', '|x', '%x'])('defuses %j', (text) => {
    expect(csv([[text]])).toBe(`"'${text}"\r\n`)
  })

  it('leaves ordinary text, numbers and nothing as they are', () => {
    expect(csv([['topp:roads, "main"', -5, null]])).toBe('"topp:roads, ""main""","-5",""\r\n')
  })
})
