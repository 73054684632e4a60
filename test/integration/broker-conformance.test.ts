import { afterAll, beforeAll, describe } from 'vitest'
import { Column, printTable } from '../support/conformance/column.ts'
import { gaps } from '../support/conformance/gaps.ts'
import { javaClient } from '../support/conformance/java-client.ts'
import { makes, operator, type Make, type RunningBroker, type Way } from '../support/conformance/makes.ts'
import { sessionCluster } from '../support/conformance/session-cluster.ts'
import { sessionHousekeeping } from '../support/conformance/session-housekeeping.ts'
import { sessionLosses } from '../support/conformance/session-losses.ts'
import { sessionMessages } from '../support/conformance/session-messages.ts'
import { sessionQueues } from '../support/conformance/session-queues.ts'
import { sessionTrials } from '../support/conformance/session-trials.ts'
import { stompDelivery } from '../support/conformance/stomp-delivery.ts'
import { stompFrames } from '../support/conformance/stomp-frames.ts'
import { stompRestart } from '../support/conformance/stomp-restart.ts'
import { stompTopics } from '../support/conformance/stomp-topics.ts'
import { stompTrials } from '../support/conformance/stomp-trials.ts'
import { startEmbeddedBrokerProcess } from '../support/embedded-broker-process.ts'
import { javaClientUnavailable } from '../support/java.ts'

/**
 * What brokers do, frame by frame and as a cluster needs it, on every make and over each protocol. Each is started
 * once. What one does not do is named (`gaps.ts`), and fails here when it begins to. The run prints it as a table.
 */

const withoutJava = javaClientUnavailable()
if (withoutJava !== undefined) process.stderr.write(`Skipped: ActiveMQ's Java client, ${withoutJava}\n`)

/** In which ways sessions speak to a make. */
const waysTo = ({ broker }: Make): readonly Way[] => {
  if (broker === 'RabbitMQ') return ['STOMP']
  return broker === 'Artemis' ? ['OpenWire', 'STOMP or OpenWire'] : ['OpenWire', 'STOMP']
}

let beside: RunningBroker
beforeAll(async () => {
  beside = await startEmbeddedBrokerProcess({ credentials: operator })
})
afterAll(async () => {
  await beside.dispose()
  printTable()
})

for (const make of makes) {
  const { broker: name, unavailable } = make
  if (unavailable !== undefined) process.stderr.write(`Skipped: ${name}, ${unavailable}\n`)
  describe.skipIf(unavailable !== undefined)(name, () => {
    let running: RunningBroker
    const broker = () => running
    beforeAll(async () => {
      running = await make.start()
    })
    afterAll(() => running.dispose())

    // Artemis is not spoken to in STOMP, whatever it makes of frames.
    const frames = new Column(`${name}, STOMP frames`, gaps[`${name}, STOMP frames`])
    if (name !== 'Artemis')
      frames.describe(() => {
        const trials = stompTrials(frames, broker)
        for (const suite of [stompFrames, stompDelivery, stompTopics]) suite(trials)
        // What it keeps is looked at as only ActiveMQ shows it; sessions see below what RabbitMQ keeps.
        if (name !== 'RabbitMQ') stompRestart(trials)
      })
    const refused = new Column(`${name}, STOMP`, gaps[`${name}, STOMP`])
    if (name === 'Artemis')
      refused.describe(() => {
        const { trial, connect } = sessionTrials(refused, 'STOMP', broker)
        trial('lets us in', async () => void (await connect()))
      })
    const java = new Column(`${name}, Java over OpenWire`, gaps[`${name}, Java over OpenWire`])
    if (withoutJava === undefined && name !== 'RabbitMQ')
      java.describe(() => {
        javaClient(
          java,
          broker,
          name === 'Artemis'
            ? { deadLetters: 'DLQ', isTold: false }
            : { deadLetters: 'ActiveMQ.DLQ', isTold: true },
        )
      })
    for (const way of waysTo(make)) {
      const column = new Column(`${name}, ${way}`, gaps[`${name}, ${way}`])
      column.describe(() => {
        const trials = sessionTrials(column, way, broker)
        for (const suite of [sessionMessages, sessionQueues, sessionHousekeeping, sessionCluster])
          suite(trials)
        sessionLosses(trials, () => beside)
      })
    }
  })
}
