import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { eventually } from '../cluster.ts'
import { BrokerProcess, onPath } from './broker-process.ts'
import { freePorts } from './free-ports.ts'

/** Without the wrapper of the package, which changes to a user and a directory of its own. */
const starter = '/usr/lib/rabbitmq/bin/rabbitmq-server'

/** Erlang's. */
const portMapper = 'epmd'
const nodeName = 'plumbline@localhost'

export interface RabbitmqBroker {
  readonly stompPort: number
  /** It speaks none. */
  readonly openWirePort: undefined
  keeps(queue: string): Promise<void>
  kill(): Promise<void>
  stop(): Promise<void>
  /** Starts it again with what it stored and on the same port, after `kill` or `stop`. */
  restart(): Promise<void>
  freeze(): Promise<void>
  thaw(): void
  dispose(): Promise<void>
}

/** Why no RabbitMQ can be started on this machine, or undefined when one can. */
export function rabbitmqAvailable(): string | undefined {
  if (!existsSync(starter)) return `RabbitMQ is not installed (${starter} is missing)`
  return [portMapper, 'erl']
    .map((program) => (onPath(program) ? undefined : `no ${program} on the PATH`))
    .find(Boolean)
}

/**
 * Starts a private RabbitMQ with its STOMP plug-in, with a port mapper and a directory of its own.
 * @param account who may connect to it
 */
export async function startRabbitmq(account: Account): Promise<RabbitmqBroker> {
  const base = await mkdtemp(join(tmpdir(), 'plumbline-rabbitmq-'))
  const [stompPort = 0, mapperPort = 0, distributionPort = 0] = await freePorts(3)
  const mapper = spawn(portMapper, ['-port', String(mapperPort), '-address', '127.0.0.1'], {
    stdio: 'ignore',
  })
  const mapperExited = once(mapper, 'exit')
  const endMapper = () => mapper.kill('SIGKILL')
  process.once('exit', endMapper)
  const broker = new BrokerProcess(
    () => ({
      program: starter,
      parameters: [],
      directory: base,
      environment: {
        HOME: base,
        ERL_EPMD_PORT: String(mapperPort),
        ERL_EPMD_ADDRESS: '127.0.0.1',
        RABBITMQ_CONF_ENV_FILE: '/dev/null',
        // Makes the starter become the broker, instead of waiting for it.
        RUNNING_UNDER_SYSTEMD: '1',
        RABBITMQ_NODENAME: nodeName,
        RABBITMQ_DIST_PORT: String(distributionPort),
        RABBITMQ_CONFIG_FILE: join(base, 'rabbitmq.conf'),
        RABBITMQ_ENABLED_PLUGINS_FILE: join(base, 'enabled_plugins'),
        RABBITMQ_PLUGINS_EXPAND_DIR: join(base, 'plugins'),
        RABBITMQ_MNESIA_BASE: join(base, 'mnesia'),
        RABBITMQ_LOG_BASE: join(base, 'log'),
        RABBITMQ_PID_FILE: join(base, 'pid'),
        RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-kernel inet_dist_use_interface {127,0,0,1} +S 2:2',
      },
    }),
    (line) => line.includes('completed with 1 plugins'),
  )
  const dispose = async () => {
    await broker.kill()
    process.removeListener('exit', endMapper)
    endMapper()
    await mapperExited
    await rm(base, { recursive: true, force: true, maxRetries: 3 })
  }
  try {
    await writeFile(join(base, 'rabbitmq.conf'), configuration(stompPort, account))
    await writeFile(join(base, 'enabled_plugins'), '[rabbitmq_stomp].\n')
    // Where nothing maps ports yet, the broker would start a mapper that stays behind.
    await listening(mapperPort)
    await broker.start()
  } catch (error) {
    await dispose()
    throw error
  }
  return {
    stompPort,
    openWirePort: undefined,
    keeps: (queue) => eventually(`what goes to ${queue} is on the disk`, () => isBound(base, queue)),
    kill: () => broker.kill(),
    stop: () => broker.stop(),
    restart: () => broker.start(),
    freeze: () => broker.freeze(),
    thaw: () => {
      broker.thaw()
    },
    dispose,
  }
}

interface Account {
  readonly login: string
  readonly passcode: string
}

const configuration = (port: number, { login, passcode }: Account) => `listeners.tcp = none
default_user = ${login}
default_pass = ${passcode}
stomp.listeners.tcp.1 = 127.0.0.1:${port}
log.console = true
log.file = false
`

/**
 * Whether the disk has where messages for a queue come from. The broker hands that to the system up to two seconds after
 * it says so, and behind the queue itself: one that is killed meanwhile confirms what it gives to nobody afterwards.
 */
async function isBound(base: string, queue: string): Promise<boolean> {
  const directory = join(base, 'mnesia', nodeName)
  const files = ['LATEST.LOG', 'rabbit_durable_route.DCL', 'rabbit_durable_route.DCD']
  const written = await Promise.all(
    files.map((name) => readFile(join(directory, name), 'latin1').catch(() => '')),
  )
  // The entry of the queue itself, which comes first, is of another table.
  const entry = new RegExp(
    `rabbit_durable_route(?:(?!rabbit_durable_queue)[^])*?${queue.replaceAll('.', '\\.')}`,
  )
  return written.some((text) => entry.test(text))
}

async function listening(port: number): Promise<void> {
  for (;;) {
    const socket = connect({ host: '127.0.0.1', port })
    try {
      await once(socket, 'connect')
      return
    } catch {
      await wait(20)
    } finally {
      socket.destroy()
    }
  }
}
