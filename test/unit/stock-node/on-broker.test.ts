import { expect, it, onTestFinished } from 'vitest'
import { EmbeddedBroker } from '../../../electron/broker/embedded/hosting/embedded-broker.ts'
import { connectStockNode } from '../../../electron/imitation/on-broker.ts'
import { goldenPath } from '../../support/data-directories.ts'

it.each([
  { title: 'refuses it', login: 'ops:wrong@', port: undefined, code: 'PLB-BROKER-CREDENTIALS' },
  { title: 'is not there', login: '', port: 1, code: 'PLB-BROKER-REFUSED' },
])('ends with the reason where the broker $title', async ({ login, port, code }) => {
  const credentials = { login: 'ops', passcode: 'p' }
  const broker = await EmbeddedBroker.start({ database: ':memory:', credentials })
  onTestFinished(() => broker.stop())
  const brokerURL = `tcp://${login}127.0.0.1:${port ?? broker.port}`
  const properties = { instanceName: 's1', toggleMaster: 'false', brokerURL }
  const connecting = connectStockNode({ seed: goldenPath('after-build-up/master'), properties })
  await expect(connecting).rejects.toMatchObject({
    code: 'PLB-BROKER-ATTEMPTS-EXHAUSTED',
    cause: { code },
  })
})
