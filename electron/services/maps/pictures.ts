import pixelmatch from 'pixelmatch'
import { PNG } from 'pngjs'

/** Two pictures, point by point. */
export interface ComparedPictures {
  /** Points that look different; what only the smoothing of edges differs in is none. */
  readonly points: number
  readonly of: number
  /** The picture of the reference in grey, with what differs in red; as PNG. */
  readonly difference: () => Buffer
}

/** Of so many points one may differ: what is less is a release of Java or of a font, and no layer. */
const pointsPerDifference = 2_000

/** Whether somebody who looks at both sees that they differ. */
export function looksDifferent({ points, of }: Pick<ComparedPictures, 'points' | 'of'>): boolean {
  return points > of / pointsPerDifference
}

/**
 * Unpacks a PNG.
 * @param bytes of a size that is known to be small
 * @returns undefined when it is damaged
 */
export function unpacked(bytes: Buffer): PNG | undefined {
  try {
    return PNG.sync.read(bytes)
  } catch {
    // The library says in its own words what is wrong with it, and nobody can do anything with that.
    return undefined
  }
}

/** Compares two pictures of the same size. */
export function comparePictures(reference: PNG, node: PNG): ComparedPictures {
  const { width, height } = reference
  const drawn = new PNG({ width, height })
  const points = pixelmatch(reference.data, node.data, drawn.data, width, height)
  return { points, of: width * height, difference: () => PNG.sync.write(drawn) }
}
