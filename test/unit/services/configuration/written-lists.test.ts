import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { landFile } from '../../../../build/draw-land.ts'
import { referenceSystemsFile } from '../../../../build/list-reference-systems.ts'

const form = join(import.meta.dirname, '../../../../renderer/features/configuration/form')

it('the list of reference systems is what the EPSG dataset makes of it', () => {
  expect(readFileSync(join(form, 'reference-systems.json'), 'utf8')).toBe(referenceSystemsFile())
})

it('the land on the map is that of Natural Earth', () => {
  expect(readFileSync(join(form, 'land.json'), 'utf8')).toBe(landFile())
})
