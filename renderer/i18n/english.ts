import { byFeature } from './by-feature.ts'

export { english as language } from '../../electron/languages/en/index.ts'

/** The English messages: `screens/nodes.ts` is found below `nodes`. */
export const messages = byFeature(
  import.meta.glob('../../electron/languages/en/screens/*.ts', { eager: true, import: 'default' }),
)
