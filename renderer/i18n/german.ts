import { byFeature } from './by-feature.ts'

/** The German messages: `de/nodes.ts` is found below `nodes`. */
export const messages = byFeature(import.meta.glob('./de/*.ts', { eager: true, import: 'default' }))
