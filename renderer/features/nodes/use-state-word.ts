import { useI18n } from 'vue-i18n'
import type { NodeView } from '../../../electron/contract/features/inventory.ts'

/** Says the state of a node in the language of the app; a word it does not know is shown as it came. */
export function useStateWord(): (node: Pick<NodeView, 'state'>) => string {
  const i18n = useI18n()
  return ({ state }) => {
    const key = `nodes.states.${state.replaceAll(/\W+/g, '_')}`
    return i18n.te(key) ? i18n.t(key) : state
  }
}
