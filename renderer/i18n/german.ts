import { germanWords } from './application/german.ts'
import { byFeature } from './by-feature.ts'

/** The German messages: `de/nodes.ts` is found below `nodes`. */
export const messages = byFeature(import.meta.glob('./de/*.ts', { eager: true, import: 'default' }))

/** What the application says by itself, in German. */
export const words = germanWords
