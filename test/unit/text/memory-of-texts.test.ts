import { getHeapStatistics, setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { expect, it } from 'vitest'
import { MemoryOfTexts } from '../../../electron/text/memory-of-texts.ts'

function heapUsed(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc()')
  return getHeapStatistics().used_heap_size
}

function lengths(limits = { texts: 3, length: 10 }) {
  const asked: string[] = []
  const memory = new MemoryOfTexts(limits, (text) => {
    asked.push(text)
    return text.length
  })
  return { memory, asked }
}

it('works out once what comes again', () => {
  const { memory, asked } = lengths()
  expect(['one', 'three', 'one', 'one'].map((text) => memory.of(text))).toEqual([3, 5, 3, 3])
  expect(asked).toEqual(['one', 'three'])
})

it('forgets when others come without end', () => {
  const { memory, asked } = lengths()
  for (const text of ['a', 'b', 'c', 'd', 'a']) memory.of(text)
  expect(asked).toEqual(['a', 'b', 'c', 'd', 'a'])
})

it('remembers nothing long', () => {
  const { memory, asked } = lengths()
  const long = 'x'.repeat(11)
  expect([memory.of(long), memory.of(long)]).toEqual([11, 11])
  expect(asked).toEqual([long, long])
})

it('keeps nothing of the large texts that short ones are parts of', () => {
  const { memory } = lengths({ texts: 100, length: 100 })
  const before = heapUsed()
  for (let number = 0; number < 100; number += 1) {
    const large = Buffer.alloc(1_000_000, `a name of its own, ${number}; `).toString('latin1')
    memory.of(large.slice(0, 50))
  }
  expect(heapUsed() - before).toBeLessThan(20_000_000)
})
