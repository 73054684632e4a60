import { expect, it } from 'vitest'
import {
  boxBetween,
  boxOf,
  isIn,
  isInDegrees,
  viewOf,
  zoomed,
} from '../../../../renderer/features/configuration/form/bounds-map.ts'

const world = viewOf(undefined)
const austria = { minx: 9.5, maxx: 17.2, miny: 46.4, maxy: 49 }

it('a box is drawn between two places, in whichever direction, on the Earth, as exact as the map is', () => {
  const box = { minx: -10.2, maxx: 20.6, miny: -30.3, maxy: 40.4 }
  expect(boxBetween([20.55, -30.33], [-10.21, 40.44], world)).toEqual({ ...box, minx: -10.2, maxx: 20.6 })
  expect(boxBetween([-200, -100], [200, 100], world)).toEqual(world)
  const near = { minx: 10, maxx: 10.5, miny: 47, maxy: 47.25 }
  expect(boxBetween([10.12345, 47.05551], [10.2, 47.1], near)).toMatchObject({ minx: 10.1235, miny: 47.0555 })
})

it('what is seen is the box and what is around it, never beyond the Earth', () => {
  expect(world).toEqual({ minx: -180, maxx: 180, miny: -90, maxy: 90 })
  const view = viewOf(austria)
  expect(view.minx).toBeLessThan(austria.minx)
  expect(view.maxy).toBeGreaterThan(austria.maxy)
  expect((view.maxx - view.minx) / (view.maxy - view.miny)).toBeCloseTo(2)
  const corner = zoomed({ minx: 170, maxx: 180, miny: 85, maxy: 90 }, 2)
  expect([corner.maxx, corner.maxy]).toEqual([180, 90])
  expect(zoomed(world, 2)).toEqual(world)
  // Nearer is nearer to the box.
  expect([isIn(austria, zoomed(world, 0.25, austria)), isIn(austria, zoomed(world, 0.05))]).toEqual([
    true,
    false,
  ])
})

it('a field is a box when it has four sides that are one, and is drawn where it is in degrees', () => {
  const sides = { minx: '9.5', maxx: 17.2, miny: '46.4', maxy: '49', crs: 'EPSG:4326' }
  expect(boxOf(sides)).toEqual(austria)
  expect(boxOf({ ...sides, minx: '' })).toBeUndefined()
  expect(boxOf({ ...sides, minx: '20' })).toBeUndefined()
  expect(boxOf(null)).toBeUndefined()
  expect(['', 'EPSG:4326', 'epsg:4326', 'GEOGCS["WGS 84"]', 'CRS:84'].every(isInDegrees)).toBe(true)
  expect(['EPSG:3857', 'PROJCS["x"]', 'EPSG:43260'].some(isInDegrees)).toBe(false)
})
