import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { z } from 'zod'
import { Node } from '../../electron/engine/node/node.ts'
import { finished, plumbline, startPlumbline } from '../support/command-line.ts'
import { filesBelow, goldenPath } from '../support/data-directories.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const goldenArchive = join(goldenPath('seed'), '../messages.jsonl')

const messageSchema = z.looseObject({
  seq: z.number(),
  label: z.string(),
  messageId: z.string(),
  type: z.string(),
  properties: z.record(z.string(), z.string()),
  body: z.string(),
})
type ArchiveLine = z.infer<typeof messageSchema>

const goldenMessages: readonly ArchiveLine[] = readFileSync(goldenArchive, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => messageSchema.parse(JSON.parse(line)))

/** A copy of the data directory both nodes had before the golden messages. */
function seed(): string {
  const copy = join(temporaryDirectory(), 'data')
  cpSync(goldenPath('seed/master'), copy, { recursive: true })
  return copy
}

function archive(messages: readonly Partial<ArchiveLine>[]): string {
  const path = join(temporaryDirectory(), 'messages.jsonl')
  writeFileSync(path, messages.map((each) => `${JSON.stringify(each)}\n`).join(''))
  return path
}

/** A golden message by its seq, as the line numbered `seq`. */
function golden(original: number, seq: number, changes: Partial<ArchiveLine> = {}): ArchiveLine {
  const found = goldenMessages.find((each) => each.seq === original)
  if (found === undefined) throw new Error(`There is no golden message ${original}.`)
  return { ...found, seq, ...changes }
}

describe('plumbline apply', () => {
  it.each([
    { until: ['--until', '83'], counts: '83 applied, 0 ignored', truth: 'after-build-up/master' },
    { until: [], counts: '123 applied, 4 ignored', truth: 'after-teardown/master' },
  ])(
    'makes of the seed what the master had ($truth), and again when done twice',
    async ({ until, counts, truth }) => {
      const data = seed()
      const first = await plumbline('apply', '--data-dir', data, goldenArchive, ...until)
      expect(first.stdout).toContain(`messages: ${counts}, 0 parked, 0 failed`)
      expect(first.stderr).toMatch(/^applying \d+ messages to .+\n$/)
      expect(first.code).toBe(0)
      expect(await plumbline('diff', goldenPath(truth), data)).toMatchObject({ code: 0, stderr: '' })

      expect((await plumbline('apply', '--data-dir', data, goldenArchive, ...until)).code).toBe(0)
      expect(await plumbline('diff', goldenPath(truth), data)).toMatchObject({ code: 0, stderr: '' })
    },
  )

  it('says what no receiver can know, and how often the messages touched it', async () => {
    const { stdout } = await plumbline('apply', '--data-dir', seed(), goldenArchive, '--until', '83')
    expect(stdout).toMatch(/^ {2}how passwords are encrypted: .+ \(1 time\)$/m)
    expect(stdout).toMatch(/^ {2}the time of the last change: .+ \(\d+ times\)$/m)
    expect(stdout).toMatch(/^ {2}the update sequence: .+ \(42 times\)$/m)
    expect(stdout).toMatch(/^ {2}what is never sent: users, roles, .+$/m)
    expect(stdout).not.toContain('default workspace')
  })

  it('counts a default workspace it had to choose itself as one nobody told', async () => {
    const data = seed()
    const removed = golden(127, 5)
    const id = /<id>(.+?)<\/id>/.exec(readFileSync(join(data, 'workspaces/default.xml'), 'utf8'))?.[1] ?? ''
    const body = removed.body.replace(/<id>.+?<\/id>/, `<id>${id}</id>`)
    const path = archive([golden(2, 1), golden(4, 2), { ...removed, body }])
    const { code, stdout } = await plumbline('apply', '--data-dir', data, path)
    expect(stdout).toMatch(/^ {2}the default workspace after its removal: .+ \(1 time\)$/m)
    expect(readFileSync(join(data, 'workspaces/default.xml'), 'utf8')).toContain('<name>topp</name>')
    expect(code).toBe(0)
  })

  it('gives the reason for each message that was not applied, and the notes when asked', async () => {
    const words = ['apply', '--data-dir', seed(), goldenArchive]
    const { stdout } = await plumbline(...words)
    expect(stdout).toMatch(
      /^ignored 127 ws-delete-CatalogRemoveEvent: workspace lab3 removed – it is not there$/m,
    )
    expect(stdout).toContain('(3 notes: --verbose)')
    expect(stdout).not.toContain('went with it')
    const verbose = await plumbline('apply', '--data-dir', seed(), goldenArchive, '--verbose')
    expect(verbose.stdout).toMatch(
      /^applied 107 layer-delete-.+: layer topp:dem removed – coverage dem went with it$/m,
    )
  })

  it('reports as one JSON document', async () => {
    const data = seed()
    const { code, stdout } = await plumbline('apply', '--data-dir', data, goldenArchive, '--json')
    expect(JSON.parse(stdout)).toMatchObject({
      dataDirectory: data,
      complete: true,
      messages: 127,
      applied: 123,
      ignored: 4,
      parked: 0,
      failed: 0,
      notApplied: [{ seq: 109, state: 'ignored', reason: 'it is not there' }, {}, {}, {}],
      notes: [{ seq: 107, state: 'applied' }, {}, {}],
      unknowable: [{ occurrences: 1 }, {}, {}, { occurrences: 0 }, { occurrences: null }],
      problems: [],
    })
    expect(code).toBe(0)
  })

  it('applies messages of any group and sender, and each only once', async () => {
    const properties = { ...golden(2, 1).properties, group: 'others', instanceName: 'somebody' }
    const path = archive([golden(2, 1, { properties }), golden(2, 2, { properties }), golden(4, 3)])
    const { code, stdout } = await plumbline('apply', '--data-dir', seed(), path)
    expect(stdout).toMatch(/^ignored 2 .+ – came before$/m)
    expect(stdout).toContain('3 messages: 2 applied, 1 ignored')
    expect(code).toBe(0)
  })

  it('lets a message wait for what it needs, and says for what when it never comes', async () => {
    const data = seed()
    const store = golden(21, 1)
    const waiting = await plumbline('apply', '--data-dir', data, archive([store]))
    expect(waiting.stdout).toMatch(/^parked 1 .+: data store topp:shp added – waits for the workspace topp$/m)
    expect(waiting.stdout).toContain('incomplete: 1 message: 0 applied, 0 ignored, 1 parked, 0 failed')
    expect(waiting.code).toBe(1)
    const path = archive([store, golden(2, 2), golden(4, 3)])
    const { code, stdout } = await plumbline('apply', '--data-dir', data, path)
    expect(stdout).toContain('complete: 3 messages: 3 applied, 0 ignored, 0 parked, 0 failed')
    expect(code).toBe(0)
  })

  it('goes on after messages that can never be applied, and answers no', async () => {
    const { properties } = golden(2, 1)
    const { group: _group, ...withoutGroup } = properties
    const path = archive([
      golden(2, 1, { type: 'ActiveMQTextMessage', messageId: 'a' }),
      golden(2, 2, { properties: withoutGroup, messageId: 'b' }),
      golden(2, 3, { properties: { ...properties, JMSEventHandlerSPI: 'Unheard' }, messageId: 'c' }),
      golden(2, 4, {
        body: '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
        messageId: 'd',
      }),
      golden(2, 5, {
        body: golden(2, 1).body.replace('<name>topp</name>', '<name>../../up</name>'),
        messageId: 'e',
      }),
      golden(2, 6),
    ])
    const data = seed()
    const { code, stdout } = await plumbline('apply', '--data-dir', data, path)
    expect(stdout).toMatch(/^failed 1 .+not an ObjectMessage\. \(PLB-WIRE-NOT-AN-OBJECT-MESSAGE\)$/m)
    expect(stdout).toMatch(/^failed 2 .+ \(PLB-WIRE-PROPERTY-MISSING\)$/m)
    expect(stdout).toMatch(/^failed 3 .+ \(PLB-WIRE-UNKNOWN-HANDLER\)$/m)
    expect(stdout).toMatch(/^failed 4 .+ \(PLB-XML-.+\)$/m)
    expect(stdout).toMatch(/^failed 5 .+ \(PLB-STORAGE-.+\)$/m)
    expect(stdout).toContain('6 messages: 1 applied, 0 ignored, 0 parked, 5 failed')
    expect([...filesBelow(join(data, '..')).keys()].filter((name) => !name.startsWith('data/'))).toEqual([])
    expect(code).toBe(1)
  })

  it('touches nothing when a line is damaged, and names the line', async () => {
    const data = seed()
    const before = filesBelow(data)
    const path = archive([golden(2, 1), golden(4, 2)])
    writeFileSync(path, '{"seq": 3, "body": "secret"', { flag: 'a' })
    const { code, stdout, stderr } = await plumbline('apply', '--data-dir', data, path)
    expect(stderr).toContain(
      `Line 3 of ${path} is not an archived message: it is not JSON. (PLB-COMMAND-LINE-DAMAGED)`,
    )
    expect(stderr).not.toContain('secret')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(filesBelow(data)).toEqual(before)
  })

  it.each([
    { what: 'applied', from: 1 },
    { what: 'waiting', from: 19 },
  ])('prints no password of a message that is $what', async ({ from }) => {
    const password = /<string>passwd<\/string>\s*<string>(.+?)<\/string>/.exec(golden(23, 1).body)?.[1]
    if (password === undefined) throw new Error('The golden message 23 carries no password.')
    const path = archive(goldenMessages.filter(({ seq }) => seq >= from && seq < 30))
    const { stdout, stderr } = await plumbline('apply', '--data-dir', seed(), path, '--json', '--verbose')
    expect(JSON.parse(stdout)).toMatchObject({ complete: from === 1 })
    expect(stdout + stderr).not.toContain(password)
  })

  it('warns of files it could not read', async () => {
    const data = seed()
    writeFileSync(join(data, 'logging.xml'), '<logging>')
    const { code, stderr } = await plumbline(
      'apply',
      '--data-dir',
      data,
      archive([golden(2, 1), golden(4, 2)]),
    )
    expect(stderr).toMatch(/^warning: not read logging\.xml: .+ \(PLB-XML-.+\)$/m)
    expect(code).toBe(0)
  })

  it('fails when the directory or the archive is missing, and makes neither', async () => {
    const parent = temporaryDirectory()
    const directory = await plumbline('apply', '--data-dir', join(parent, 'none'), goldenArchive)
    expect(directory.stderr).toContain('(PLB-STORAGE-FILE-MISSING)')
    expect(directory).toMatchObject({ code: 2, stdout: '' })
    mkdirSync(join(parent, 'data'))
    const file = await plumbline(
      'apply',
      '--data-dir',
      join(parent, 'data'),
      join(parent, 'none.jsonl'),
      '--json',
    )
    expect(JSON.parse(file.stdout)).toMatchObject({ error: { code: 'PLB-STORAGE-FILE-MISSING' } })
    expect(file.code).toBe(2)
    expect(filesBelow(parent).size).toBe(0)
  })

  it('keeps away from a directory a node is running on', async () => {
    const data = seed()
    const node = await Node.open({ dataDirectory: data, environment: {} })
    onTestFinished(() => node.stop())
    const running = await plumbline('apply', '--data-dir', data, archive([golden(2, 1)]))
    expect(running.stderr).toMatch(new RegExp(`process ${process.pid} .+\\(PLB-STORAGE-DATABASE-IN-USE\\)`))
    expect(running).toMatchObject({ code: 2, stdout: '' })
    await node.stop()
    const stopped = await plumbline('apply', '--data-dir', data, archive([golden(2, 1), golden(4, 2)]))
    expect(stopped).toMatchObject({ code: 0, signal: null })
  })

  it.each(['SIGINT', 'SIGTERM'] as const)('stops in good order at %s', async (signal) => {
    const data = seed()
    const many = Array.from({ length: 4000 }, (_, index) =>
      golden(index % 2 === 0 ? 2 : 9, index + 1, { messageId: `message ${index}` }),
    )
    const child = startPlumbline(['apply', '--data-dir', data, archive(many)])
    const end = finished(child)
    await once(child.stderr, 'data')
    child.kill(signal)
    const { code, stdout, stderr } = await end
    expect(stderr).toMatch(/^(nothing was applied|stopped after message \d+)$/m)
    expect(stderr).toContain(`error: Interrupted by ${signal}. (PLB-COMMAND-INTERRUPTED)`)
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' })
    expect([...filesBelow(data).keys()].filter((name) => name.includes('.plumbline-'))).toEqual([])
  })
})
