import { consumerQueue, topic } from '../../../electron/broker/destinations.ts'
import { BrokerSession } from '../../../electron/broker/sessions/session.ts'
import { activemqAvailable, startActivemq } from '../../support/activemq.ts'
import { networkUrl } from '../../support/broker-session.ts'
import { masterMessages } from '../../support/recorded-messages.ts'
import { interleaved, rateOf, row, type Bench } from '../row.ts'

const rounds = 3
const slaves = ['one', 'two']
const recorded = masterMessages()
const backlog = Array.from({ length: 8 }, () => recorded).flat()

/**
 * What a real master sent goes to a virtual topic of ActiveMQ with two queues: one message after the other, each once the
 * one before is confirmed, and as a backlog, which goes in transactions.
 */
export const publishing: Bench = {
  names: ['publish-one', 'publish-backlog'],
  unavailable: activemqAvailable(),
  async run() {
    const broker = await startActivemq()
    const session = new BrokerSession(networkUrl(`tcp://127.0.0.1:${broker.openWirePort}`))
    const name = 'VirtualTopic.published'
    try {
      await session.connect()
      for (const slave of slaves)
        await session.subscribe({ destination: consumerQueue(slave, name) }, (message) => void message.ack())
      const publish = ({ body, handler }: (typeof recorded)[number]) =>
        session.publish({
          destination: topic(name),
          properties: { instanceName: 'bench', JMSEventHandlerSPI: handler },
          body,
        })
      const { one, many } = await interleaved(rounds, {
        one: () =>
          rateOf(recorded.length, async () => {
            for (const message of recorded) await publish(message)
          }),
        many: () => rateOf(backlog.length, () => Promise.all(backlog.map(publish))),
      })
      return [
        { name: 'publish-one', value: one, unit: '/s', floor: null, ratio: null, goal: '–' },
        row('publish-backlog', '/s', many, one, '≥ 2'),
      ]
    } finally {
      await session.close()
      await broker.dispose()
    }
  },
}
