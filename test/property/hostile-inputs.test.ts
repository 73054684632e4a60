import { expect, test } from 'vitest'
import { boundaries } from '../campaign/boundaries.ts'
import { runHostile } from '../campaign/hostile.ts'

/** Few, so that the suite stays quick; `npm run campaign` gives as many as it is asked for. */
const count = 200
const seed = Math.floor(Math.random() * 2 ** 31)

test.each(boundaries().map((boundary) => [boundary.name, boundary] as const))(
  `damaged %s are read or refused with an error of the catalogue (seed ${seed})`,
  async (_, boundary) => {
    const { read, faults } = await runHostile(boundary, { seed, from: 0, count })
    expect(faults).toEqual([])
    // Were everything refused, nothing behind the first look would have been tried.
    expect(read).toBeGreaterThan(0)
  },
)
