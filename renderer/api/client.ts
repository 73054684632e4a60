import {
  createClient as createChannelClient,
  type Client as ChannelClient,
} from '../../electron/channel/client.ts'
import type { OpenTransport } from '../../electron/channel/transport.ts'
import { applicationContract } from '../../electron/contract/features/application.ts'
import { CallFailure } from './call-failure.ts'

export type { Batch } from '../../electron/channel/client.ts'

/** The renderer's end of the channel. */
export type Client = ChannelClient<typeof applicationContract, CallFailure>

export function createClient(open: OpenTransport): Client {
  return createChannelClient({
    contract: applicationContract,
    open,
    failureOf: (data, cause) => new CallFailure(data, cause),
  })
}
