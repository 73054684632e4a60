import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { BrokerProcess } from './broker-process.ts'

export interface ArtemisBroker {
  /** Of a connector on which every protocol can be spoken, as its standard one is. */
  readonly port: number
  /** Of a connector for STOMP alone. */
  readonly stompPort: number
  readonly dispose: () => Promise<void>
}

/**
 * Starts a private Artemis that carries GeoServers: it knows what a consumer queue of ActiveMQ is.
 * @param jars the folder with its libraries
 */
export async function startArtemis(jars: string): Promise<ArtemisBroker> {
  const base = await mkdtemp(join(tmpdir(), 'plumbline-artemis-'))
  const ports = new Map<string, number>()
  const broker = new BrokerProcess(
    () => ({
      program: 'java',
      parameters: [
        '-Xmx256m',
        '-XX:TieredStopAtLevel=1',
        `-Djava.io.tmpdir=${base}`,
        '-cp',
        join(jars, '*'),
        join(import.meta.dirname, 'StartArtemis.java'),
        join(base, 'broker.xml'),
      ],
      directory: base,
    }),
    (line) => {
      const [, name, port] = /^port (\w+) (\d+)$/.exec(line) ?? []
      if (name !== undefined) ports.set(name, Number(port))
      return line === 'started'
    },
  )
  const dispose = async () => {
    await broker.kill()
    await rm(base, { recursive: true, force: true, maxRetries: 3 })
  }
  try {
    await writeFile(join(base, 'broker.xml'), configuration(base))
    await broker.start()
  } catch (error) {
    await dispose()
    throw error
  }
  return { port: ports.get('all') ?? 0, stompPort: ports.get('stomp') ?? 0, dispose }
}

/** As its documentation has it for clients of ActiveMQ: who consumes from Consumer.NODE.TOPIC takes copies of TOPIC. */
const options = 'protocols=CORE,OPENWIRE,STOMP;virtualTopicConsumerWildcards=Consumer.*.%3E%3B2'
const prefixes = 'anycastPrefix=/queue/;multicastPrefix=/topic/'

const configuration = (base: string) => `<configuration xmlns="urn:activemq">
  <core xmlns="urn:activemq:core">
    <security-enabled>false</security-enabled>
    <journal-type>NIO</journal-type>
    <journal-directory>${base}/journal</journal-directory>
    <bindings-directory>${base}/bindings</bindings-directory>
    <large-messages-directory>${base}/large</large-messages-directory>
    <paging-directory>${base}/paging</paging-directory>
    <journal-min-files>2</journal-min-files>
    <journal-pool-files>2</journal-pool-files>
    <journal-file-size>1M</journal-file-size>
    <acceptors>
      <acceptor name="all">tcp://127.0.0.1:0?${options}</acceptor>
      <acceptor name="stomp">tcp://127.0.0.1:0?protocols=STOMP;${prefixes}</acceptor>
    </acceptors>
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
