import { expect, it, onTestFinished, vi } from 'vitest'
import { EmbeddedBroker } from '../../../../electron/broker/embedded/hosting/embedded-broker.ts'
import { askStatistics } from '../../../../electron/broker/statistics.ts'
import { connectionTo } from '../../../support/broker-session.ts'

it('tells a broker without queues from one that tells nothing', async () => {
  const broker = await EmbeddedBroker.start({
    database: ':memory:',
    credentials: { login: 'ops', passcode: 'p' },
  })
  onTestFinished(() => broker.stop())
  const connection = await connectionTo(`tcp://ops:p@127.0.0.1:${broker.port}`)
  onTestFinished(() => connection.close())
  expect(await connection.queueNames()).toEqual(new Set())
  await connection.prepare({ destination: { kind: 'queue', name: 'a' }, properties: {}, body: 'x' }).send()
  expect(await connection.queueNames()).toEqual(new Set(['a']))
})

it('waits for no answer where it is told that none comes', async () => {
  const never = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(new AbortController().signal)
  onTestFinished(() => {
    never.mockRestore()
  })
  const asked: string[] = []
  const statistics = await askStatistics(
    (question, _answered, over) => {
      asked.push(question)
      over()
      return Promise.resolve()
    },
    new Promise(() => undefined),
    new AbortController().signal,
  )
  expect(statistics).toBeUndefined()
  expect(asked).toEqual(['destinations'])
})
