import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { EmbeddedBroker } from '../../../electron/broker/embedded/hosting/embedded-broker.ts'
import { queue } from '../../../electron/broker/destinations.ts'
import { Interruption } from '../../../electron/cli/program/interruption.ts'
import { runCommandLine } from '../../../electron/cli/program/program.ts'
import { AuditLog } from '../../../electron/services/audit/audit.ts'
import { english } from '../../../electron/sentences/english.ts'
import { Notices } from '../../../electron/state/notices.ts'
import { serveManagement } from '../../support/management.ts'
import { connectionTo } from '../../support/broker-session.ts'
import { rememberedOutput } from '../../support/output-streams.ts'
import { plainCall } from '../../support/services.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

const orphan = 'Consumer.geo-9.VirtualTopic.geoserver'

/** A broker with dead letters and a queue nobody owns, and the commands that work on it. */
async function atBroker() {
  const directory = temporaryDirectory()
  const broker = await EmbeddedBroker.start({
    database: ':memory:',
    credentials: { login: 'operator', passcode: 'secret' },
  })
  onTestFinished(() => broker.stop())
  const connection = await connectionTo(`tcp://operator:secret@${broker.host}:${broker.port}`)
  onTestFinished(() => connection.close())
  for (const [name, body] of [
    ['ActiveMQ.DLQ', '<a/>'],
    ['ActiveMQ.DLQ', '<b/>'],
    [orphan, '<c/>'],
  ] as const) {
    const properties = { instanceName: 'geo-1', group: 'g', JMSEventHandlerSPI: 'JMSServiceHandlerSPI' }
    await connection.prepare({ destination: queue(name), properties, body }).send()
  }
  const login = join(directory, 'login')
  writeFileSync(login, 'operator:secret\n', { mode: 0o600 })
  const run = async (...words: readonly string[]) => {
    const { stdout, stderr } = rememberedOutput()
    const interruption = new Interruption()
    const code = await runCommandLine(
      [...words, '--broker', `tcp://${broker.host}:${broker.port}`, '--login', login],
      {
        stdout,
        stderr,
        environment: { PLUMBLINE_STATE_DIR: directory },
        interruption,
      },
    )
    interruption.stopListening()
    return { code, stdout: stdout.text, stderr: stderr.text }
  }
  const ids = async (name: string): Promise<string[]> => {
    const { stdout } = await run('dlq', 'list', '--queue', name, '--json')
    return stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => (JSON.parse(line) as { messageId: string }).messageId)
  }
  return { run, ids, directory }
}

it('lists the queues of a broker with what is wrong there, and removes and makes one when its name is typed', async () => {
  const { run } = await atBroker()
  const { code, stdout } = await run('queues')
  expect(code).toBe(1)
  expect(stdout.split('\n').map((line) => line.trim().split(/ {2,}/))).toEqual([
    ['2', 'ActiveMQ.DLQ', '0 consumers', 'dead letters'],
    ['1', orphan, '0 consumers', 'geo-9', 'abandoned'],
    [''],
  ])
  const json = JSON.parse((await run('queues', '--json')).stdout) as { queues: object[] }
  expect(json.queues[1]).toMatchObject({
    name: orphan,
    role: 'orphan',
    depth: 1,
    consumers: 0,
    canDelete: true,
  })
  expect((await run('queues', 'remove', orphan)).code).toBe(2)
  expect((await run('queues', 'remove', orphan, '--confirm', 'it')).code).toBe(2)
  expect(await run('queues', 'remove', orphan, '--confirm', orphan)).toMatchObject({ code: 0 })
  expect((await run('queues')).stdout).not.toContain(orphan)
  expect(await run('queues', 'make', orphan, '--confirm', orphan)).toMatchObject({
    ...{ code: 0, stdout: `made ${orphan}\n` },
  })
  expect((await run('queues')).stdout).toContain(orphan)
})

it('shows, exports, moves and discards dead letters, and tells what became of each', async () => {
  const { run, ids, directory } = await atBroker()
  const [first = '', second = ''] = await ids('ActiveMQ.DLQ')
  expect((await run('dlq', 'list', '--text', 'nowhere')).code).toBe(1)
  expect((await run('dlq', 'show', first, '--body')).stdout).toContain('<a')
  expect((await run('dlq', 'export')).stdout.split('\n')).toHaveLength(3)
  const wrong = await run('dlq', 'resend', first, '--to', orphan, '--confirm', 'ActiveMQ.DLQ')
  expect(wrong).toMatchObject({ code: 2, stdout: '' })
  const moved = await run('dlq', 'resend', first, 'ID:none', '--to', orphan, '--confirm', orphan, '--json')
  expect(moved.code).toBe(1)
  expect(JSON.parse(moved.stdout)).toEqual({
    outcomes: [
      { messageId: first, outcome: 'done', because: null },
      { messageId: 'ID:none', outcome: 'gone', because: null },
    ],
  })
  expect(await ids(orphan)).toHaveLength(2)
  const discarded = await run('dlq', 'discard', '--all', '--confirm', 'ActiveMQ.DLQ')
  expect(discarded).toMatchObject({ code: 0, stdout: '1 of 1 message done\n' })
  expect(await ids('ActiveMQ.DLQ')).toEqual([])
  expect((await run('dlq', 'show', second)).code).toBe(2)
  const audit = new AuditLog({
    ...{ directory, operator: 'me', now: Date.now, language: () => 'en' as const },
    notices: new Notices(() => undefined),
  })
  onTestFinished(() => audit.close())
  const { entries } = await audit.service.page({ before: null, limit: 10, text: '' }, plainCall())
  expect(entries.map(({ summary, outcome }) => [english(summary), outcome])).toEqual([
    ['Discard 1 message of ActiveMQ.DLQ', 'done'],
    [`Move 1 message from ActiveMQ.DLQ to ${orphan}`, 'done'],
    [`Move 0 messages from ActiveMQ.DLQ to ${orphan}`, 'failed'],
  ])
})

it.each([
  ['resend', 'x'],
  ['resend', '--all', 'x', '--to', 'y'],
  ['discard'],
  ['list', 'x'],
  ['show'],
  ['show', 'x', '--to', 'y'],
])('refuses %s %s %s %s %s before it asks anybody', async (...words) => {
  const { stdout, stderr } = rememberedOutput()
  const surroundings = { stdout, stderr, environment: {}, interruption: new Interruption() }
  const code = await runCommandLine(['dlq', ...words, '--broker', 'tcp://127.0.0.1:1'], surroundings)
  expect(code).toBe(2)
  expect(stderr.text).toContain('PLB-COMMAND-USAGE')
})

it('asks the management of a broker that is named beside it, and says why it does not answer', async () => {
  const { directory } = await atBroker()
  const management = await serveManagement()
  const login = join(directory, 'management')
  writeFileSync(login, 'operator:secret\n', { mode: 0o600 })
  const doctor = async (...words: readonly string[]) => {
    const { stdout, stderr } = rememberedOutput()
    const interruption = new Interruption()
    const environment = { PLUMBLINE_STATE_DIR: directory }
    const code = await runCommandLine(['doctor', 'tcp://127.0.0.1:1', ...words, '--json'], {
      ...{ stdout, stderr, environment, interruption },
    })
    interruption.stopListening()
    return { code, steps: stdout.text, stderr: stderr.text }
  }
  const well = await doctor('--jolokia', management, '--jolokia-login', login)
  expect(well.steps).toContain('It answers, and counts what waits in 1 queue.')
  const refused = await doctor('--jolokia', management)
  expect(refused).toMatchObject({ code: 1 })
  expect(refused.steps).toContain('PLB-BROKERS-JOLOKIA')
  for (const words of [
    ['--jolokia-login', login],
    ['--jolokia', 'mq:8161'],
  ]) {
    const { code, steps } = await doctor(...words)
    expect(code).toBe(2)
    expect(steps).toContain('PLB-COMMAND-USAGE')
  }
})
