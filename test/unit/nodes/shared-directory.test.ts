import { expect, it } from 'vitest'
import { sharingDirectory, type LoggingNode } from '../../../electron/nodes/shared-directory.ts'

interface Log {
  time: number
  /** Written by nobody any more. */
  readonly isStill?: boolean
}

const clock = { now: 1_000 }

function node(instanceName: string, log: Log | undefined): LoggingNode {
  return {
    instanceName,
    logTime: (stirs) => {
      clock.now += 1
      if (stirs && log?.isStill === false) log.time = clock.now
      return Promise.resolve(log === undefined ? undefined : String(log.time))
    },
  }
}

const moving = (): Log => ({ time: 1, isStill: false })

it('finds who sees what one of them has just written', async () => {
  const [one, other] = [moving(), moving()]
  const found = await sharingDirectory([node('a', one), node('b', other), node('c', one), node('d', other)])
  expect([...found]).toEqual([
    ['a', ['c']],
    ['c', ['a']],
    ['b', ['d']],
    ['d', ['b']],
  ])
})

it('takes no copies of one directory for one, nor logs that do not move or are not shown', async () => {
  const copies = [node('a', moving()), node('b', moving())]
  const still = [node('c', { time: 1, isStill: true }), node('d', { time: 1, isStill: true })]
  const hidden = [node('e', undefined), node('f', undefined)]
  const found = await sharingDirectory([...copies, ...still, ...hidden])
  expect([...found].map(([name]) => name)).toEqual(['a', 'b'])
  expect([...found].flatMap(([, others]) => others)).toEqual([])
})
