import { byFeature } from './by-feature.ts'

export { german as language } from '../../electron/languages/de/index.ts'

/** The German messages: `screens/nodes.ts` is found below `nodes`. */
export const messages = byFeature(
  import.meta.glob('../../electron/languages/de/screens/*.ts', { eager: true, import: 'default' }),
)
