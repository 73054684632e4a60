import { expect, it } from 'vitest'
import { z } from 'zod'
import { reasonOf } from '../../../electron/channel/contract.ts'

it('what is wrong with a value is told in words, without the value and at no length', () => {
  const schema = z.object({ nodes: z.array(z.object({ url: z.url() })) })
  const nodes = Array.from({ length: 200 }, () => ({ url: 'secret' }))
  const { error } = schema.safeParse({ nodes })
  if (error === undefined) throw new Error('nothing is wrong')
  const reason = reasonOf(error)
  expect(reason).toContain('nodes.0.url: ')
  expect(reason).not.toMatch(/[{}[\]"]|secret/)
  expect(reason.length).toBeLessThan(600)
})
