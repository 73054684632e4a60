import { describe, expect, it, onTestFinished } from 'vitest'
import { queue } from '../../electron/broker/destinations.ts'
import { BrokerSession } from '../../electron/broker/session.ts'
import { activemqAvailable, startActivemq } from '../support/activemq.ts'
import { networkUrl } from '../support/broker-session.ts'
import { eventually } from '../support/cluster.ts'
import { openApplication, plainCall, profileOf } from '../support/services.ts'

const missing = activemqAvailable()
if (missing !== undefined) process.stdout.write(`Findings on ActiveMQ are not looked for: ${missing}\n`)

describe.skipIf(missing !== undefined)('findings in a cluster on ActiveMQ', () => {
  it.each(['stomp', 'tcp'])('tell over %s:// that its store is nearly full', async (scheme) => {
    const broker = await startActivemq({ statistics: true, storeLimitMegabytes: 16 })
    onTestFinished(() => broker.dispose())
    const port = scheme === 'stomp' ? broker.stompPort : broker.openWirePort
    const brokerUrl = `${scheme}://${broker.host}:${port}`
    const { services } = await openApplication()
    const { passcodeReference: _, demo: _demo, ...draft } = profileOf([], { brokerUrl })
    // Whether it answers makes no difference to what the broker says.
    const geoServer = { type: 'geoserver' as const, instanceName: 's1', url: 'http://127.0.0.1:9/geoserver' }
    const { id } = await services.profiles.save(
      {
        ...draft,
        id: null,
        passcode: null,
        nodes: [{ ...geoServer, user: 'admin', passwordReference: null }],
      },
      plainCall(),
    )
    await services.profiles.open({ id }, plainCall())
    const found = async () => {
      const checks = await services.diagnostics.checks(
        {},
        plainCall(() => undefined),
      )
      return checks.find((each) => each.id === 'store-full-store')
    }
    await eventually('the broker says how full it is', async () => {
      const { storePercent } = await services.brokers.destinations({}, plainCall())
      return storePercent !== null && storePercent < 80
    })
    expect(await found()).toBeUndefined()

    const session = new BrokerSession(networkUrl(brokerUrl))
    onTestFinished(() => session.close())
    await session.connect()
    const destination = queue('Consumer.gone.VirtualTopic.geoserver')
    await eventually('the finding is there', async () => {
      await session.publish({ destination, properties: {}, body: 'x'.repeat(2_000_000) })
      return (await found()) !== undefined
    })
    const finding = await found()
    expect(finding?.severity).toMatch(/attention|failed/)
    expect(JSON.stringify(finding?.detail?.evidence)).toContain(destination.name)
  })
})
