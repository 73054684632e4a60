import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { activemqAvailable, startActivemq } from '../support/activemq.ts'
import { startEmbeddedBrokerProcess } from '../support/embedded-broker-process.ts'
import { javaClientUnavailable, runJava } from '../support/java.ts'

/** What a JMS client is given by a broker: by ActiveMQ, and so by ours. */

const unavailable = javaClientUnavailable()
if (unavailable !== undefined) process.stderr.write(`Skipped: ActiveMQ's Java client, ${unavailable}\n`)
const withoutActivemq = activemqAvailable()
if (withoutActivemq !== undefined)
  process.stderr.write(`Skipped: Java client on ActiveMQ, ${withoutActivemq}\n`)

const account = { login: 'operator', passcode: 'sec:ret' }
const brokers = [
  { kind: 'the embedded broker', start: () => startEmbeddedBrokerProcess({ credentials: account }) },
  ...(withoutActivemq === undefined
    ? [
        {
          kind: 'ActiveMQ',
          start: () => startActivemq({ users: [{ name: account.login, password: account.passcode }] }),
        },
      ]
    : []),
]

describe.skipIf(unavailable !== undefined)('ActiveMQ’s Java client', () => {
  it.each(brokers)('finds $kind to do what a JMS broker does', async ({ start }) => {
    const broker = await start()
    try {
      const url = `tcp://127.0.0.1:${broker.openWirePort}?jms.userName=${account.login}&jms.password=${account.passcode}`
      const printed = await runJava(join(import.meta.dirname, 'java-client/Exercise.java'), [url])
      expect(printed.trim().split('\n')).toEqual([
        'virtual topic=true',
        'properties=gs-1 1099511627776',
        'same id=true',
        'kinds=3 42 1.5 true',
        'prefetch=3 4',
        'redelivery=again true 2',
        'transactions=nothing [a, b] [a, b]',
        'transactions left=nothing',
        'temporary queue=answer 7',
        'temporary queue gone=refused',
        'browse=1200 1199',
        'pull=nothing nothing one two',
        'durable subscription=while away',
        'dead letter=nothing poison queue://java.poison',
        'wrong password=refused',
        'selector=refused',
      ])
    } finally {
      await broker.dispose()
    }
  })
})
