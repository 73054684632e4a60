import { defaults } from 'ol/interaction/defaults.js'
import KeyboardPan from 'ol/interaction/KeyboardPan.js'
import KeyboardZoom from 'ol/interaction/KeyboardZoom.js'
import ImageLayer from 'ol/layer/Image.js'
import OlMap from 'ol/Map.js'
import ImageSource from 'ol/source/Image.js'
import View from 'ol/View.js'

/** West, south, east, north in degrees. */
export type Extent = readonly [west: number, south: number, east: number, north: number]

/** A map one looks around in. */
export interface LookedAroundMap {
  readonly zoomBy: (levels: number) => void
  /** Shows all of the layer again. */
  readonly showAll: () => void
  /** Asks for what is in view again. */
  readonly redraw: () => void
  readonly destroy: () => void
}

export interface MapOptions {
  readonly extent: Extent
  /** Draws a part of the layer, as PNG in base64; null where nothing is to be shown of it. */
  readonly draw: (extent: Extent, width: number, height: number) => Promise<string | null>
}

/** Points of a picture that is asked for, at most in each direction. */
const longestSide = 1024

/**
 * Makes a map in an element that has the keyboard's focus: arrow keys move it, + and − zoom. One picture of what is in
 * view is asked for whenever it rests, and none of what is not.
 */
export function newMap(element: HTMLElement, { extent, draw }: MapOptions): LookedAroundMap {
  const layer = new ImageLayer({ source: sourceOf(draw) })
  const view = new View({ projection: 'EPSG:4326', maxZoom: 24 })
  const map = new OlMap({
    target: element,
    layers: [layer],
    view,
    controls: [],
    interactions: interactions(),
    pixelRatio: 1,
  })
  const showAll = () => view.fit([...extent], { padding: [8, 8, 8, 8] })
  showAll()
  return {
    zoomBy: (levels) => view.adjustZoom(levels),
    showAll,
    // A source keeps the picture it has for as long as that covers what is in view.
    redraw: () => layer.setSource(sourceOf(draw)),
    destroy: () => map.setTarget(),
  }
}

/** Each step at once: OpenLayers loses what is left of a step that is still on its way when the next key is pressed. */
function interactions() {
  const keyboard = [new KeyboardPan({ duration: 0 }), new KeyboardZoom({ duration: 0 })]
  return defaults({ keyboard: false, zoomDuration: 0 }).extend(keyboard)
}

function sourceOf(draw: MapOptions['draw']): ImageSource {
  return new ImageSource({
    projection: 'EPSG:4326',
    loader: async (wanted, resolution) => {
      const [west = 0, south = 0, east = 0, north = 0] = wanted
      const points = (degrees: number) => Math.min(longestSide, Math.max(1, Math.round(degrees / resolution)))
      const picture = await draw([west, south, east, north], points(east - west), points(north - south))
      return { image: await createImageBitmap(picture === null ? nothing() : pngOf(picture)), extent: wanted }
    },
  })
}

function pngOf(picture: string): Blob {
  const bytes = Uint8Array.from(atob(picture), (each) => each.codePointAt(0) ?? 0)
  return new Blob([bytes], { type: 'image/png' })
}

/** A point one sees through: OpenLayers tells the console of a loader that fails, also where it was only left. */
function nothing(): ImageData {
  return new ImageData(1, 1)
}
