import {
  EmbeddedBroker,
  type EmbeddedBrokerOptions,
} from '../../../electron/broker/embedded/hosting/embedded-broker.ts'

// Runs one broker until the process that asked for it lets go of it.
process.once('message', (options: EmbeddedBrokerOptions) => {
  EmbeddedBroker.start(options).then(
    (broker) => {
      process.send?.(broker.port)
      process.once('disconnect', () => void broker.stop())
    },
    (error: unknown) => {
      process.send?.(String(error), () => process.exit(1))
    },
  )
})
