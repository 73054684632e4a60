import { expect, it } from 'vitest'
import {
  findSystems,
  loadSystems,
  systemOf,
} from '../../../../renderer/features/configuration/form/reference-systems.ts'

const codes = async (search: string) => findSystems(await loadSystems(), search).map(({ code }) => code)

it('a reference system is known by its code, heights are not', async () => {
  expect(systemOf(await loadSystems(), 'epsg:31287 ')).toEqual({
    ...{ code: 'EPSG:31287', name: 'MGI / Austria Lambert', area: 'Austria' },
  })
  expect(systemOf(await loadSystems(), 'EPSG:5773')).toBeUndefined()
})

it('a reference system is found by its code, its name, or where it is used', async () => {
  expect((await codes('3128'))[0]).toMatch(/^EPSG:3128/)
  expect(await codes('austria lambert')).toEqual(expect.arrayContaining(['EPSG:31287', 'EPSG:3416']))
  expect(await codes('pseudo-mercator')).toEqual(['EPSG:3857'])
  expect((await codes('germany')).length).toBeGreaterThan(3)
  expect(await codes('no such place')).toEqual([])
})

it('before anything is typed the common ones are shown, and behind a code the others', async () => {
  expect((await codes('')).slice(0, 2)).toEqual(['EPSG:4326', 'EPSG:3857'])
  expect((await codes('EPSG:31287')).slice(0, 2)).toEqual(['EPSG:31287', 'EPSG:4326'])
})
