import { once } from 'node:events'
import { expect, it } from 'vitest'
import { connect } from 'node:net'
import { systemClock } from '../../../../electron/scheduler/clock.ts'
import { FrameSocket } from '../../../../electron/broker/openwire/frame-socket.ts'
import { MalformedFrame } from '../../../../electron/broker/openwire/octets.ts'
import { openWireBroker } from './scripted-openwire-broker.ts'

it('whoever listens once it is over hears why', async () => {
  await using broker = await openWireBroker(({ socket }) => void socket.write(Buffer.from('ffffffff', 'hex')))
  const socket = connect(broker.port, '127.0.0.1')
  await once(socket, 'connect')
  const frames = new FrameSocket(socket, systemClock, 1000)
  const listened = (): Promise<unknown> =>
    new Promise((resolve) => frames.listen({ frame: () => undefined, over: resolve }))
  expect(await listened()).toBeInstanceOf(MalformedFrame)
  expect(await listened()).toBeInstanceOf(MalformedFrame)
  frames.destroy()
})
