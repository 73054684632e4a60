import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compareStates, readNodeState } from '../../../electron/engine/resync/compare.ts'
import { driftData } from '../../../electron/services/directories/drift-data.ts'
import { directoryRoot } from '../../support/data-directories.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

function withStyles(bodies: readonly (string | Buffer)[]) {
  const directory = temporaryDirectory()
  mkdirSync(join(directory, 'styles'))
  for (const [number, body] of bodies.entries()) {
    const name = `s${number}`
    writeFileSync(
      join(directory, `styles/${name}.xml`),
      `<style><id>${name}</id><name>${name}</name><filename>${name}.sld</filename></style>`,
    )
    writeFileSync(join(directory, `styles/${name}.sld`), body)
  }
  return readNodeState(directoryRoot(directory))
}

function differences(left: readonly (string | Buffer)[], right: readonly (string | Buffer)[]) {
  const [reference, slave] = [withStyles(left), withStyles(right)]
  return driftData(compareStates(reference, slave), reference, slave, 0).entries.flatMap(
    ({ properties }) => properties,
  )
}

describe('a style whose rules differ', () => {
  it('shows the rules of both sides', () => {
    expect(differences(['<a>\n1</a>'], ['<a>\n2</a>'])).toEqual([
      { property: 'styleBody', left: '<a>\n1</a>', right: '<a>\n2</a>', secret: false },
    ])
  })

  it('shows long rules from shortly before the place where they part', () => {
    const start = 'same\n'.repeat(20_000)
    const [{ left, right } = { left: null, right: null }] = differences([`${start}one`], [`${start}two`])
    expect(left).toMatch(/^…\n(?:same\n)+one$/)
    expect(right).toMatch(/^…\n(?:same\n)+two$/)
    expect(left?.length).toBeLessThan(20_000)
  })

  it('shows sizes and digests of what is no text', () => {
    const [{ left } = { left: null }] = differences([Buffer.from([0xff, 1])], [Buffer.from([0xff, 2])])
    expect(left).toMatch(/^2 B, SHA-256 /)
  })

  it('shows so much of all of them together that an answer stays small', () => {
    const bodies = (end: string) =>
      Array.from({ length: 120 }, (_, index) => `${index}${'x'.repeat(19_000)}${end}`)
    const found = differences(bodies('a'), bodies('b'))
    expect(found).toHaveLength(120)
    expect(JSON.stringify(found).length).toBeLessThan(2_100_000)
    expect(found.at(-1)).toMatchObject({
      left: expect.stringMatching(/^…\nx{100}a$/) as string,
      right: expect.stringMatching(/^…\nx{100}b$/) as string,
    })
  })
})
