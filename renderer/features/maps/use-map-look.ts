import { defineStore } from 'pinia'
import { useAction } from '../../composables/use-action.ts'

/** The look at maps that was started here. It outlives the screen, so that one may look elsewhere meanwhile. */
export const useMapLook = defineStore('map-look', () => {
  const looking = useAction('maps', 'look', { keep: true })
  return { looking, compare: () => looking.run({ instanceNames: [], layers: [] }) }
})
