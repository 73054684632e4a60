import { z } from 'zod'

export const rectangle = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
})
export type Rectangle = z.output<typeof rectangle>

type Size = Pick<Rectangle, 'width' | 'height'>

/** Where the window was when it was closed. */
export const windowState = z.object({ bounds: rectangle.nullable(), maximized: z.boolean() })
export type WindowState = z.output<typeof windowState>

export const smallestSize = { width: 960, height: 600 } as const
const usualSize = { width: 1280, height: 800 } as const

/** How much of the title bar must lie on a screen, so that the window can be dragged back. */
const grip = { width: 100, height: 30 } as const

/**
 * Where to show the window: where it was, if enough of it is on a screen that is still there, or else in the middle of
 * the first one; never larger than its screen.
 * @param areas the usable areas of all screens, the primary first
 */
export function boundsOnScreen(saved: Rectangle | null, areas: readonly Rectangle[]): Rectangle {
  const [primary = { x: 0, y: 0, ...usualSize }] = areas
  const area = saved === null ? undefined : areas.find((candidate) => isGripOn(saved, candidate))
  if (saved === null || area === undefined) return centred(saved ?? usualSize, primary)
  const { width, height } = sizeOn(area, saved)
  // Made smaller, it might no longer reach onto the screen it was on.
  const x = between(area.x + grip.width - width, saved.x, area.x + area.width - grip.width)
  return { x, y: between(area.y, saved.y, area.y + area.height - grip.height), width, height }
}

function centred(size: Size, area: Rectangle): Rectangle {
  const { width, height } = sizeOn(area, size)
  return {
    x: area.x + Math.floor((area.width - width) / 2),
    y: area.y + Math.floor((area.height - height) / 2),
    width,
    height,
  }
}

function sizeOn(area: Rectangle, size: Size): Size {
  return {
    width: Math.min(Math.max(size.width, smallestSize.width), area.width),
    height: Math.min(Math.max(size.height, smallestSize.height), area.height),
  }
}

function between(least: number, value: number, most: number): number {
  return Math.min(Math.max(value, least), most)
}

/** Whether the upper edge of a window can be seen and grasped on a screen. */
function isGripOn({ x, y, width }: Rectangle, area: Rectangle): boolean {
  const visible = Math.min(x + width, area.x + area.width) - Math.max(x, area.x)
  return visible >= grip.width && y >= area.y - grip.height && y <= area.y + area.height - grip.height
}
