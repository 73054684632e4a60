import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BrokerProcess, onPath, type BrokerCommand } from './brokers/broker-process.ts'
import { freePorts } from './brokers/free-ports.ts'
import { createCertificates, type TestCertificates } from './certificates.ts'

const activemqHome = '/usr/share/activemq'
const java = 'java'
const launcherJar = join(activemqHome, 'bin/activemq.jar')
const xstreamJar = '/usr/share/java/xstream.jar'
/** How long a broker may wait for a store another one has. */
const standbyPatience = 600_000

/** A user of the broker; groups are what `authorization` entries name. */
export interface ActivemqUser {
  readonly name: string
  readonly password: string
  readonly groups?: readonly string[]
}

/** Who may do what with the destinations a pattern names; each right is a comma-separated list of groups. */
export interface ActivemqAuthorization {
  readonly kind: 'queue' | 'topic'
  readonly pattern: string
  readonly read: string
  readonly write: string
  readonly admin: string
}

/** A folder for KahaDB, or a PostgreSQL of this machine with the jar of its driver. */
export type SharedStore = string | { readonly port: number; readonly driver: string }

export interface ActivemqOptions {
  /** The folder with the libraries of another release than the installed one, and what starts it. */
  readonly jars?: string
  /** Whether the broker can translate ObjectMessages; Debian's stock installation cannot. Default true. */
  readonly withXStream?: boolean
  /** Turns on logging in; nobody else may connect. */
  readonly users?: readonly ActivemqUser[]
  /** Turns on authorization (only useful together with users). Advisory topics are open to everyone. */
  readonly authorization?: readonly ActivemqAuthorization[]
  /** Adds a TLS and a mutual TLS STOMP connector with certificates made for this broker. */
  readonly tls?: boolean
  /** Loads the statistics broker plugin. */
  readonly statistics?: boolean
  /** Puts its management beans on HTTP, for one user. */
  readonly jolokia?: { readonly agent: string; readonly port: number; readonly login: string }
  /** Whether persistent messages survive a restart. Default true. */
  readonly persistent?: boolean
  /**
   * Shares its store with other brokers, of which one at a time is active: the others start when they get the store. Each
   * listens on a port that is known before.
   */
  readonly shared?: { readonly store: SharedStore; readonly openWirePort: number }
  /** Bridges it to other brokers as those inside of GeoServers are; each listens on a port that is known before. */
  readonly network?: {
    readonly name: string
    readonly openWirePort: number
    readonly peers: readonly number[]
  }
  /** The size of the message store in megabytes; a full store makes a persistent SEND hang. */
  readonly storeLimitMegabytes?: number
  readonly memoryLimitMegabytes?: number
  /** The only packages whose classes it translates, where those are not its own. */
  readonly trusts?: string
  /** Whether what is published to virtual topics reaches queues. Default true. */
  readonly virtualTopics?: boolean
  /** As GeoServer's module makes the one inside of it: no XStream, no counters, and one connector, for OpenWire alone. */
  readonly asInGeoserver?: boolean
}

export interface ActivemqBroker {
  readonly host: string
  readonly stompPort: number
  readonly openWirePort: number
  /** Of a connector on which OpenWire and STOMP can both be spoken. */
  readonly autoPort: number
  /** Only when started with `tls`. */
  readonly openWireTlsPort: number | undefined
  readonly openWireMutualTlsPort: number | undefined
  readonly stompTlsPort: number | undefined
  /** Only when started with `tls`: this connector asks for a client certificate. */
  readonly stompMutualTlsPort: number | undefined
  readonly certificates: TestCertificates | undefined
  /** The process id of the running broker. */
  readonly pid: number | undefined
  /** Ends the process at once (SIGKILL), as a crash would. */
  kill(): Promise<void>
  /** Ends the process cleanly (SIGTERM) and waits for it. */
  stop(): Promise<void>
  /** Starts it again on the same data directory and the same ports, after `kill` or `stop`. */
  restart(): Promise<void>
  /** Stops the process from running (SIGSTOP); its sockets stay open and silent. */
  freeze(): Promise<void>
  thaw(): void
  /** The last lines the broker wrote, for a failing test's message. */
  log(): string
  /** Ends the process and removes its directory. */
  dispose(): Promise<void>
  [Symbol.asyncDispose](): Promise<void>
}

/** Why no ActiveMQ can be started on this machine, or undefined when one can. */
export function activemqAvailable(): string | undefined {
  if (!existsSync(launcherJar)) return `ActiveMQ is not installed (${launcherJar} is missing)`
  if (!existsSync(xstreamJar)) return `XStream is not installed (${xstreamJar} is missing)`
  if (!onPath(java)) return 'no java on the PATH'
  if (!onPath('openssl')) return 'no openssl on the PATH'
  return undefined
}

/**
 * Starts a private ActiveMQ in the foreground, on free loopback ports, with a directory of its own.
 * @returns once the broker says it has started
 */
export async function startActivemq(options: ActivemqOptions = {}): Promise<ActivemqBroker> {
  const broker = await prepareActivemq(options)
  try {
    await broker.restart()
    return broker
  } catch (error) {
    await broker.dispose()
    throw error
  }
}

/** As {@link startActivemq}, for whoever starts it later with `restart`. */
export async function prepareActivemq(options: ActivemqOptions = {}): Promise<ActivemqBroker> {
  const reason = options.jars === undefined ? activemqAvailable() : undefined
  if (reason !== undefined) throw new Error(reason)
  const base = await mkdtemp(join(tmpdir(), 'plumbline-activemq-'))
  try {
    await Promise.all(['conf', 'data', 'tmp'].map((name) => mkdir(join(base, name))))
    const certificates = options.tls === true ? await createCertificates(join(base, 'conf')) : undefined
    await writeFile(join(base, 'conf/log4j.properties'), log4jProperties)
    await writeFile(join(base, 'conf/activemq.xml'), configuration(options, certificates))
    return new RunningActivemq(base, options, certificates, await portsFor(options))
  } catch (error) {
    await rm(base, { recursive: true, force: true })
    throw error
  }
}

const connectors = [
  'openwire',
  'auto',
  'stomp',
  'openwire+ssl',
  'openwire+mutual',
  'stomp+ssl',
  'stomp+mutual',
] as const
type Connector = (typeof connectors)[number]

/** Where it listens, after a restart as well; unlike a port the system chose, nobody gets one of these meanwhile. */
async function portsFor(options: ActivemqOptions): Promise<Map<Connector, number>> {
  const { shared, network, tls, asInGeoserver } = options
  const known = shared ?? network
  const listening =
    asInGeoserver === true
      ? (['openwire'] as const)
      : connectors.filter((each) => tls === true || !each.includes('+'))
  const ports = await freePorts(listening.length)
  const pairs = listening.map((connector, index) => [connector, ports[index] ?? 0] as const)
  return new Map([...pairs, ...(known === undefined ? [] : [['openwire', known.openWirePort] as const])])
}

class RunningActivemq implements ActivemqBroker {
  readonly host = '127.0.0.1'
  readonly certificates: TestCertificates | undefined
  readonly #base: string
  readonly #options: ActivemqOptions
  readonly #ports: Map<Connector, number>
  readonly #process = new BrokerProcess(
    () => this.#command(),
    (line) => this.#saysStarted(line),
  )
  #lastListening: number | undefined

  constructor(
    base: string,
    options: ActivemqOptions,
    certificates: TestCertificates | undefined,
    ports: Map<Connector, number>,
  ) {
    this.#base = base
    this.#options = options
    this.certificates = certificates
    this.#ports = ports
  }

  get stompPort(): number {
    return this.#port('stomp')
  }

  get openWirePort(): number {
    return this.#port('openwire')
  }

  get autoPort(): number {
    return this.#port('auto')
  }

  get openWireTlsPort(): number | undefined {
    return this.#ports.get('openwire+ssl')
  }

  get openWireMutualTlsPort(): number | undefined {
    return this.#ports.get('openwire+mutual')
  }

  get stompTlsPort(): number | undefined {
    return this.#ports.get('stomp+ssl')
  }

  get stompMutualTlsPort(): number | undefined {
    return this.#ports.get('stomp+mutual')
  }

  get pid(): number | undefined {
    return this.#process.pid
  }

  async restart(): Promise<void> {
    await this.#process.start(this.#options.shared === undefined ? undefined : standbyPatience)
  }

  async kill(): Promise<void> {
    await this.#process.kill()
  }

  async stop(): Promise<void> {
    await this.#process.stop()
  }

  freeze(): Promise<void> {
    return this.#process.freeze()
  }

  thaw(): void {
    this.#process.thaw()
  }

  log(): string {
    return this.#process.log()
  }

  async dispose(): Promise<void> {
    await this.kill()
    await rm(this.#base, { recursive: true, force: true, maxRetries: 3 })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.dispose()
  }

  #port(connector: Connector): number {
    const port = this.#ports.get(connector)
    if (port === undefined) throw new Error(`the broker has no ${connector} connector`)
    return port
  }

  /** Who shares a store may wait for long, and takes what the system gives once it is its turn. */
  #portToTake(connector: Connector): number {
    const isKept = this.#options.shared === undefined || connector === 'openwire'
    return isKept ? (this.#ports.get(connector) ?? 0) : 0
  }

  #command(): BrokerCommand {
    const base = this.#base
    const configuration = `xbean:file:${join(base, 'conf/activemq.xml')}`
    const property = (name: string, value: string | number) => `-D${name}=${value}`
    const common = [
      '-Xmx256m',
      '-XX:TieredStopAtLevel=1',
      '-XX:+UseSerialGC',
      '-Xshare:auto',
      ...agentOf(this.#options),
      ...(this.#options.trusts === undefined
        ? []
        : [property('org.apache.activemq.SERIALIZABLE_PACKAGES', this.#options.trusts)]),
      property('java.awt.headless', 'true'),
      property('java.io.tmpdir', join(base, 'tmp')),
      property('activemq.data', join(base, 'data')),
      ...connectors.map((connector) => property(`port.${connector}`, this.#portToTake(connector))),
    ]
    const { jars } = this.#options
    if (jars !== undefined) {
      const parameters = [...common, '-cp', `${jars}:${join(jars, '*')}`, 'StartActivemq', configuration]
      return { program: java, parameters, directory: base }
    }
    const store = this.#options.shared?.store
    const classpath = [
      join(base, 'conf'),
      ...(this.#options.withXStream === false || this.#options.asInGeoserver === true ? [] : [xstreamJar]),
      ...(typeof store === 'object' ? [store.driver] : []),
    ]
    const parameters = [
      ...common,
      property('activemq.home', activemqHome),
      property('activemq.base', base),
      property('activemq.conf', join(base, 'conf')),
      property('activemq.classpath', classpath.join(':')),
      '-jar',
      launcherJar,
      'start',
      configuration,
    ]
    return { program: java, parameters, directory: base }
  }

  #saysStarted(line: string): boolean {
    const listening = /Listening for connections at: \S+?:\/\/[^\s:]+:(\d+)/.exec(line)
    if (listening?.[1] !== undefined) this.#lastListening = Number(listening[1])
    const started = /Connector (\S+) started/.exec(line)
    const connector = connectors.find((each) => each === started?.[1])
    if (connector !== undefined && this.#lastListening !== undefined)
      this.#ports.set(connector, this.#lastListening)
    return /Apache ActiveMQ \S+ \(.*\) started/.test(line)
  }
}

const log4jProperties = `log4j.rootLogger=INFO, stdout
log4j.appender.stdout=org.apache.log4j.ConsoleAppender
log4j.appender.stdout.layout=org.apache.log4j.PatternLayout
log4j.appender.stdout.layout.ConversionPattern=%d{HH:mm:ss,SSS} | %p | %m%n
log4j.logger.org.apache.activemq.spring=WARN
log4j.logger.org.springframework=WARN
`

function agentOf({ jolokia }: ActivemqOptions): string[] {
  if (jolokia === undefined) return []
  const { agent, port, login } = jolokia
  const [user, password] = login.split(':')
  return [
    `-javaagent:${agent}=host=127.0.0.1,port=${port},user=${user},password=${password},discoveryEnabled=false`,
  ]
}

function configuration(options: ActivemqOptions, certificates: TestCertificates | undefined): string {
  const tls = certificates
  const storeLimit = options.storeLimitMegabytes ?? 512
  return `<beans xmlns="http://www.springframework.org/schema/beans"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  xsi:schemaLocation="http://www.springframework.org/schema/beans http://www.springframework.org/schema/beans/spring-beans.xsd
    http://activemq.apache.org/schema/core http://activemq.apache.org/schema/core/activemq-core.xsd">
  <bean class="org.springframework.beans.factory.config.PropertyPlaceholderConfigurer"/>
  ${dataSource(options.shared?.store)}
  <broker xmlns="http://activemq.apache.org/schema/core" brokerName="${options.network?.name ?? 'test'}" dataDirectory="\${activemq.data}"
    persistent="${options.persistent ?? true}" useJmx="${options.jolokia !== undefined}" schedulerSupport="false" useShutdownHook="true"
    useVirtualTopics="${options.virtualTopics ?? true}" enableStatistics="${options.asInGeoserver !== true}">
    ${plugins(options)}
    <managementContext><managementContext createConnector="false"/></managementContext>
    <persistenceAdapter>${store(options)}</persistenceAdapter>
    ${
      tls === undefined
        ? ''
        : `<sslContext><sslContext keyStore="file:${tls.serverKeyStore}" keyStoreType="PKCS12" keyStorePassword="${tls.storePassword}"
            trustStore="file:${tls.trustStore}" trustStoreType="PKCS12" trustStorePassword="${tls.storePassword}"/></sslContext>`
    }
    <systemUsage><systemUsage>
      <memoryUsage><memoryUsage limit="${options.memoryLimitMegabytes ?? 64} mb"/></memoryUsage>
      <storeUsage><storeUsage limit="${storeLimit} mb"/></storeUsage>
      <tempUsage><tempUsage limit="64 mb"/></tempUsage>
    </systemUsage></systemUsage>
    ${networkConnectors(options.network)}
    <transportConnectors>${transportConnectors(options)}</transportConnectors>
  </broker>
</beans>
`
}

function transportConnectors({ asInGeoserver, tls }: ActivemqOptions): string {
  const at = (name: Connector, uri: string) => `<transportConnector name="${name}" uri="${uri}"/>`
  if (asInGeoserver === true) {
    const options = 'maximumConnections=1000&amp;wireFormat.maxFrameSize=104857600&amp;transport.daemon=true'
    return at('openwire', `nio://127.0.0.1:\${port.openwire}?${options}`)
  }
  const plain = [
    at('openwire', 'tcp://127.0.0.1:${port.openwire}'),
    at('auto', 'auto+nio://127.0.0.1:${port.auto}'),
    at('stomp', 'stomp://127.0.0.1:${port.stomp}'),
  ]
  const secure = [
    at('openwire+ssl', 'ssl://127.0.0.1:${port.openwire+ssl}'),
    at('openwire+mutual', 'ssl://127.0.0.1:${port.openwire+mutual}?needClientAuth=true'),
    at('stomp+ssl', 'stomp+ssl://127.0.0.1:${port.stomp+ssl}'),
    at('stomp+mutual', 'stomp+ssl://127.0.0.1:${port.stomp+mutual}?needClientAuth=true'),
  ]
  return [...plain, ...(tls === true ? secure : [])].join('')
}

/** Each broker begins a bridge of its own, over which messages go one step, to whoever consumes. */
function networkConnectors(network: ActivemqOptions['network']): string {
  if (network === undefined) return ''
  const connectors = network.peers.map(
    (port) =>
      `<networkConnector name="to-${port}" uri="static:(tcp://127.0.0.1:${port})?useExponentialBackOff=false&amp;initialReconnectDelay=200"/>`,
  )
  return `<networkConnectors>${connectors.join('')}</networkConnectors>`
}

function dataSource(store: SharedStore | undefined): string {
  if (store === undefined || typeof store === 'string') return ''
  return `<bean id="postgresql" class="org.apache.commons.dbcp.BasicDataSource" destroy-method="close">
    <property name="driverClassName" value="org.postgresql.Driver"/>
    <property name="url" value="jdbc:postgresql://127.0.0.1:${store.port}/postgres"/>
    <property name="username" value="plumbline"/>
  </bean>`
}

function store({ shared, storeLimitMegabytes }: ActivemqOptions): string {
  if (typeof shared?.store === 'object')
    return `<jdbcPersistenceAdapter dataDirectory="\${activemq.data}" dataSource="#postgresql" lockKeepAlivePeriod="500"/>`
  const directory = shared?.store ?? '${activemq.data}/kahadb'
  const fileSize = storeLimitMegabytes === undefined ? 8 : 2
  const settings = `journalMaxFileLength="${fileSize}mb" checkpointInterval="500" cleanupInterval="500"`
  if (shared === undefined) return `<kahaDB directory="${directory}" ${settings}/>`
  // Twenty times as eager for the store as by default.
  return `<kahaDB directory="${directory}" ${settings} lockKeepAlivePeriod="500">
      <locker><shared-file-locker lockAcquireSleepInterval="500"/></locker></kahaDB>`
}

function plugins(options: ActivemqOptions): string {
  const parts: string[] = []
  if (options.users !== undefined) {
    const users = options.users.map(
      (user) =>
        `<authenticationUser username="${attribute(user.name)}" password="${attribute(user.password)}" groups="${attribute((user.groups ?? ['users']).join(','))}"/>`,
    )
    parts.push(
      `<simpleAuthenticationPlugin anonymousAccessAllowed="false"><users>${users.join('')}</users></simpleAuthenticationPlugin>`,
    )
  }
  if (options.authorization !== undefined) {
    const groups = new Set(options.users?.flatMap((user) => user.groups ?? ['users']))
    const everyone = [...groups].join(',')
    const entries = [
      ...options.authorization,
      {
        kind: 'topic',
        pattern: 'ActiveMQ.Advisory.>',
        read: everyone,
        write: everyone,
        admin: everyone,
      } as const,
    ].map(
      (entry) =>
        `<authorizationEntry ${entry.kind}="${attribute(entry.pattern)}" read="${attribute(entry.read)}" write="${attribute(entry.write)}" admin="${attribute(entry.admin)}"/>`,
    )
    parts.push(
      `<authorizationPlugin><map><authorizationMap><authorizationEntries>${entries.join('')}</authorizationEntries></authorizationMap></map></authorizationPlugin>`,
    )
  }
  if (options.statistics === true) parts.push('<statisticsBrokerPlugin/>')
  return parts.length === 0 ? '' : `<plugins>${parts.join('')}</plugins>`
}

function attribute(value: string): string {
  return value.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
