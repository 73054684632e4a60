import { PNG } from 'pngjs'
import { describe, expect, it } from 'vitest'
import { comparePictures, looksDifferent, unpacked } from '../../../../electron/services/maps/pictures.ts'

type Color = readonly [red: number, green: number, blue: number, alpha: number]

function picture(paint: (x: number, y: number) => Color, side = 128): PNG {
  const png = new PNG({ width: side, height: side })
  for (let y = 0; y < side; y += 1)
    for (let x = 0; x < side; x += 1) png.data.set(paint(x, y), (y * side + x) * 4)
  return png
}

const [red, blue, white, nothing] = [
  [200, 30, 30, 255],
  [30, 30, 200, 255],
  [255, 255, 255, 255],
  [0, 0, 0, 0],
] as const satisfies readonly Color[]

describe('pictures of two nodes', () => {
  it('look different when a colour, a drawing or a small mark is another', () => {
    const disc = (color: Color) => picture((x, y) => (Math.hypot(x - 64, y - 64) < 40 ? color : nothing))
    expect(comparePictures(disc(red), disc(red)).points).toBe(0)
    const compared = comparePictures(disc(red), disc(blue))
    expect(looksDifferent(compared)).toBe(true)
    expect(compared.of).toBe(128 * 128)
    expect(
      looksDifferent(
        comparePictures(
          disc(red),
          picture(() => nothing),
        ),
      ),
    ).toBe(true)
    const mark = picture((x, y) => (x > 60 && x < 68 && y > 60 && y < 68 ? red : nothing))
    expect(
      looksDifferent(
        comparePictures(
          mark,
          picture(() => nothing),
        ),
      ),
    ).toBe(true)
  })

  it('look different where one draws in white and the other nothing', () => {
    const drawn = picture((x) => (x < 64 ? white : nothing))
    expect(
      looksDifferent(
        comparePictures(
          drawn,
          picture(() => nothing),
        ),
      ),
    ).toBe(true)
  })

  it('do not look different by a hue nobody sees, or a few points', () => {
    const shade = (blueness: number) => picture(() => [90, 120, blueness, 255])
    expect(looksDifferent(comparePictures(shade(100), shade(101)))).toBe(false)
    const speck = picture((x, y) => (x < 2 && y < 2 ? red : nothing))
    expect(
      looksDifferent(
        comparePictures(
          speck,
          picture(() => nothing),
        ),
      ),
    ).toBe(false)
  })

  it('have a difference that is a picture of the same size', () => {
    const { difference } = comparePictures(
      picture(() => red),
      picture(() => blue),
    )
    expect(unpacked(difference())).toMatchObject({ width: 128, height: 128 })
  })

  it('are none when they are damaged', () => {
    const bytes = PNG.sync.write(picture(() => red))
    expect(unpacked(bytes)).toBeDefined()
    expect(unpacked(bytes.subarray(0, 60))).toBeUndefined()
    const flipped = Buffer.from(bytes)
    flipped.writeUInt8(flipped.readUInt8(50) ^ 0xff, 50)
    expect(unpacked(flipped)).toBeUndefined()
    expect(unpacked(Buffer.from('<html>'))).toBeUndefined()
  })
})
