import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BrokerProcess } from './broker-process.ts'
import { freePorts } from './free-ports.ts'

export interface ArtemisBroker {
  /** Of a connector on which every protocol can be spoken, as its standard one is. */
  readonly openWirePort: number
  /** Of a connector for STOMP alone. */
  readonly stompPort: number
  kill(): Promise<void>
  stop(): Promise<void>
  /** Starts it again with what it stored and on the same ports, after `kill` or `stop`. */
  restart(): Promise<void>
  freeze(): Promise<void>
  thaw(): void
  dispose(): Promise<void>
}

/**
 * Starts a private Artemis that carries GeoServers: it knows what a consumer queue of ActiveMQ is.
 * @param jars the folder with its libraries and what starts it
 * @param account who may connect to it
 */
export async function startArtemis(jars: string, account: Account): Promise<ArtemisBroker> {
  const base = await mkdtemp(join(tmpdir(), 'plumbline-artemis-'))
  const [openWirePort = 0, stompPort = 0] = await freePorts(2)
  const broker = new BrokerProcess(
    () => ({
      program: 'java',
      parameters: [
        '-Xmx256m',
        '-XX:TieredStopAtLevel=1',
        `-Djava.io.tmpdir=${base}`,
        '-cp',
        `${jars}:${join(jars, '*')}`,
        'StartArtemis',
        ...[join(base, 'broker.xml'), account.login, account.passcode],
      ],
      directory: base,
    }),
    (line) => line === 'started',
  )
  const dispose = async () => {
    await broker.kill()
    await rm(base, { recursive: true, force: true, maxRetries: 3 })
  }
  try {
    await writeFile(join(base, 'broker.xml'), configuration(base, { openWirePort, stompPort }))
    await broker.start()
  } catch (error) {
    await dispose()
    throw error
  }
  return {
    openWirePort,
    stompPort,
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

/** As its documentation has it for clients of ActiveMQ: who consumes from Consumer.NODE.TOPIC takes copies of TOPIC. */
const options = 'protocols=CORE,OPENWIRE,STOMP;virtualTopicConsumerWildcards=Consumer.*.%3E%3B2'
const prefixes = 'anycastPrefix=/queue/;multicastPrefix=/topic/'

interface Account {
  readonly login: string
  readonly passcode: string
}

type Ports = Pick<ArtemisBroker, 'openWirePort' | 'stompPort'>

const configuration = (
  base: string,
  { openWirePort, stompPort }: Ports,
) => `<configuration xmlns="urn:activemq">
  <core xmlns="urn:activemq:core">
    <journal-type>NIO</journal-type>
    <journal-directory>${base}/journal</journal-directory>
    <bindings-directory>${base}/bindings</bindings-directory>
    <large-messages-directory>${base}/large</large-messages-directory>
    <paging-directory>${base}/paging</paging-directory>
    <journal-min-files>2</journal-min-files>
    <journal-pool-files>2</journal-pool-files>
    <journal-file-size>1M</journal-file-size>
    <acceptors>
      <acceptor name="all">tcp://127.0.0.1:${openWirePort}?${options}</acceptor>
      <acceptor name="stomp">tcp://127.0.0.1:${stompPort}?protocols=STOMP;${prefixes}</acceptor>
    </acceptors>
    <security-settings>
      <security-setting match="#">
        <permission type="createNonDurableQueue" roles="all"/>
        <permission type="deleteNonDurableQueue" roles="all"/>
        <permission type="createDurableQueue" roles="all"/>
        <permission type="deleteDurableQueue" roles="all"/>
        <permission type="createAddress" roles="all"/>
        <permission type="deleteAddress" roles="all"/>
        <permission type="consume" roles="all"/>
        <permission type="browse" roles="all"/>
        <permission type="send" roles="all"/>
        <permission type="manage" roles="all"/>
      </security-setting>
    </security-settings>
    <address-settings>
      <address-setting match="#">
        <dead-letter-address>DLQ</dead-letter-address>
        <auto-delete-queues>false</auto-delete-queues>
        <auto-delete-addresses>false</auto-delete-addresses>
      </address-setting>
    </address-settings>
    <addresses><address name="DLQ"><anycast><queue name="DLQ"/></anycast></address></addresses>
  </core>
</configuration>
`
