import { byFeature } from './by-feature.ts'

/** The English messages: `en/nodes.ts` is found below `nodes`. */
export const messages = byFeature(import.meta.glob('./en/*.ts', { eager: true, import: 'default' }))

/** What the application says by itself is English. */
export const words = undefined
