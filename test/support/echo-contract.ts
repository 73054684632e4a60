import { z } from 'zod'
import { change, query, tail, task } from '../../electron/contract/procedure.ts'

/** What the thread of the channel's tests can be asked. */
export const echoContract = {
  procedures: {
    echo: {
      say: query(z.object({ text: z.string() }), z.object({ text: z.string() })),
      /** Answers what its owner answered. */
      askBack: query(z.object({ text: z.string() }), z.object({ text: z.string() })),
      fail: change(z.object({ expected: z.boolean() }), z.object({})),
      /** Says how far it is and then keeps the thread busy, until it is cancelled where it looks at that. */
      count: task(
        z.object({ to: z.number() }),
        z.object({ counted: z.number() }),
        z.object({ counted: z.number() }),
        false,
      ),
      /** Answers once the thread cleared away of its own accord what it left behind. */
      clear: query(z.object({}), z.object({})),
      die: change(z.object({}), z.object({})),
    },
  },
  streams: { echo: { numbers: tail(z.object({ to: z.number() }), z.number()) } },
} as const

export const ownerContract = {
  procedures: { owner: { shout: query(z.object({ text: z.string() }), z.object({ text: z.string() })) } },
  streams: {},
} as const
