import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { EmbeddedBroker } from '../../electron/broker/embedded/hosting/embedded-broker.ts'
import { freePorts } from '../support/brokers/free-ports.ts'
import { activemqAvailable, startActivemq, type ActivemqOptions } from '../support/activemq.ts'
import { eventually } from '../support/cluster.ts'
import { RunningCommand } from '../support/running-command.ts'
import { copyOfCase } from '../support/small-directories.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const unavailable = activemqAvailable()
if (unavailable !== undefined)
  process.stderr.write(`Skipped: cases from the field that need ActiveMQ, ${unavailable}\n`)

/** The data directory of a case, with ports that are free here in its brokerURL, and other properties changed. */
function directoryOf(
  name: string,
  ports: Readonly<Record<number, number>>,
  properties: Readonly<Record<string, string>> = {},
): string {
  const directory = join(copyOfCase(name), 'D')
  const file = join(directory, 'cluster/cluster.properties')
  let text = readFileSync(file, 'utf8')
  for (const [port, here] of Object.entries(ports)) text = text.replaceAll(`:${port}`, `:${here}`)
  for (const [key, value] of Object.entries(properties)) {
    text = text.replace(new RegExp(`^${key}=.*$`, 'm'), `${key}=${value}`)
  }
  writeFileSync(file, text)
  return directory
}

async function activemq(options: ActivemqOptions): Promise<number> {
  const broker = await startActivemq(options)
  onTestFinished(() => broker.dispose())
  return broker.stompPort
}

async function embedded(options: Parameters<typeof EmbeddedBroker.start>[0]): Promise<EmbeddedBroker> {
  const broker = await EmbeddedBroker.start(options)
  onTestFinished(() => broker.stop())
  return broker
}

const worker = { name: 'worker', password: 'hunter2-secret' }

describe('13-jms-credentials-ignored: a node logs in by jms.userName and jms.password', () => {
  it.skipIf(unavailable !== undefined)('at an ActiveMQ that lets nobody else in', async () => {
    const port = await activemq({ users: [worker] })
    const node = new RunningCommand([
      ...['node', '--data-dir', directoryOf('13-jms-credentials-ignored', { 61613: port })],
    ])
    await node.says('node n1 is ready')
    expect(node.text).not.toContain(worker.password)
  })

  it('at an embedded broker that lets others in by their login, and not with another password', async () => {
    const { port } = await embedded({
      database: join(temporaryDirectory(), 'broker.sqlite'),
      credentials: { login: worker.name, passcode: worker.password },
    })
    const directory = directoryOf('13-jms-credentials-ignored', { 61613: port })
    const node = new RunningCommand(['node', '--data-dir', directory])
    await node.says('node n1 is ready')
    expect(await node.end('SIGTERM')).toMatchObject({ signal: null })
    const file = join(directory, 'cluster/cluster.properties')
    writeFileSync(file, readFileSync(file, 'utf8').replace(worker.password, 'another-secret'))
    const refused = new RunningCommand(['node', '--data-dir', directory])
    expect(await refused.ended).toMatchObject({ code: 2 })
    expect(refused.text).toContain('did not accept the user name and password')
    expect(node.text + refused.text).not.toMatch(/hunter2|another-secret/)
  })
})

describe.skipIf(unavailable !== undefined)(
  '20-broker-without-xstream-sigterm: a node at a broker that cannot translate',
  () => {
    const name = '20-broker-without-xstream-sigterm'

    it('gives up after connection.retry + 1 attempts and says why', async () => {
      const port = await activemq({ withXStream: false })
      const properties = { 'connection.retry': '1', 'connection.maxwait': '1' }
      const node = new RunningCommand(['node', '--data-dir', directoryOf(name, { 61613: port }, properties)])
      expect(await node.ended).toMatchObject({ code: 2 })
      expect(node.text).toContain('was not reached (attempts: 2)')
      expect(node.text).toContain('PLB-BROKER-NO-XSTREAM')
    })

    it.each(['SIGTERM', 'SIGINT'] as const)('stops at the first %s while it waits', async (signal) => {
      const port = await activemq({ withXStream: false })
      const properties = { 'connection.retry': '1000' }
      const node = new RunningCommand(['node', '--data-dir', directoryOf(name, { 61613: port }, properties)])
      await node.says('has no broker; tries again')
      expect(await node.end(signal)).toEqual({ code: 130, signal: null })
      expect(node.text).toContain('stopped')
    })
  },
)

it('21-back-off-after-loss: a node that loses a broker tries the other of its list at once, however long it waited before', async () => {
  const [first = 0, second = 0] = await freePorts(2)
  const database = (name: string) => join(temporaryDirectory(), name)
  const directory = directoryOf('21-back-off-after-loss', { 62811: first, 62812: second })
  const node = new RunningCommand(['node', '--data-dir', directory])
  const waits = () => node.lines.flatMap((line) => /tries again in (\d+) s/.exec(line)?.[1] ?? []).map(Number)
  // Long enough to tell a wait that grew from one that began anew.
  await node.until(() => waits().some((seconds) => seconds >= 4))
  let inUse = await embedded({ database: database('one'), port: second })
  await node.says('node n1 is ready')
  for (const port of [first, second]) {
    const before = waits().length
    const other = await embedded({ database: database(`at ${port}`), port })
    await inUse.stop()
    await eventually('the node is at the other broker', () =>
      node.lines
        .slice(node.lines.findLastIndex((line) => line.includes('tries again')))
        .some((line) => line.includes(`is connected to 127.0.0.1:${port}`)),
    )
    for (const seconds of waits().slice(before)) expect(seconds).toBeLessThanOrEqual(1)
    inUse = other
  }
})
