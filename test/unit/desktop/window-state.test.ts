import { expect, test } from 'vitest'
import fc from 'fast-check'
import { boundsOnScreen } from '../../../electron/desktop/window-state.ts'

const laptop = { x: 0, y: 25, width: 1440, height: 875 }
const beside = { x: 1440, y: 0, width: 2560, height: 1400 }

test('A window is shown where it was', () => {
  const saved = { x: 1500, y: 100, width: 1200, height: 900 }
  expect(boundsOnScreen(saved, [laptop, beside])).toEqual(saved)
})

test('A window whose screen was taken away is shown in the middle of the first one', () => {
  const saved = { x: 1500, y: 100, width: 1200, height: 800 }
  expect(boundsOnScreen(saved, [laptop])).toEqual({ x: 120, y: 62, width: 1200, height: 800 })
})

test('A window larger than its screen is made as large as that', () => {
  const saved = { x: 0, y: 25, width: 4000, height: 3000 }
  expect(boundsOnScreen(saved, [laptop])).toEqual({ x: 0, y: 25, width: 1440, height: 875 })
})

test('A window whose title bar lies above its screen is moved down', () => {
  expect(boundsOnScreen({ x: 10, y: 0, width: 1000, height: 700 }, [laptop]).y).toBe(25)
})

test('Without a place to go back to, the window is in the middle', () => {
  expect(boundsOnScreen(null, [laptop])).toEqual({ x: 80, y: 62, width: 1280, height: 800 })
})

test('Wherever it was and whatever screens there are, the title bar can be grasped', () => {
  const coordinate = fc.integer({ min: -10_000, max: 10_000 })
  const rectangle = fc.record({
    x: coordinate,
    y: coordinate,
    width: fc.integer({ min: 1, max: 8000 }),
    height: fc.integer({ min: 1, max: 5000 }),
  })
  const area = fc.record({
    x: fc.integer({ min: -4000, max: 4000 }),
    y: fc.integer({ min: -4000, max: 4000 }),
    width: fc.integer({ min: 640, max: 4000 }),
    height: fc.integer({ min: 480, max: 3000 }),
  })
  fc.assert(
    fc.property(fc.option(rectangle), fc.array(area, { minLength: 1, maxLength: 3 }), (saved, areas) => {
      const { x, y, width, height } = boundsOnScreen(saved, areas)
      const isGraspable = areas.some(
        (screen) =>
          Math.min(x + width, screen.x + screen.width) - Math.max(x, screen.x) >= Math.min(100, width) &&
          y >= screen.y &&
          y <= screen.y + screen.height - 30 &&
          width <= screen.width &&
          height <= screen.height,
      )
      expect(isGraspable).toBe(true)
    }),
  )
})
