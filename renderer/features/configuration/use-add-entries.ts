import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { TreeNode } from '../../../electron/contract/features/configuration.ts'
import { iconOf, useKindWords } from '../../components/catalog/kinds.ts'
import type { MenuEntry } from '../../components/menu-entry.ts'
import { addableIn } from './addable.ts'
import type { NewObject } from './address.ts'

/**
 * What can be added to a catalog, as a menu: into the workspace at hand first, then outside of every workspace.
 * @param locked why nothing can be added, or undefined when it can
 */
export function useAddEntries(
  objects: () => readonly TreeNode[],
  workspace: () => string | null,
  locked: () => string | undefined,
  add: (object: NewObject) => void,
): ComputedRef<MenuEntry[]> {
  const { t } = useI18n()
  const wordsOf = useKindWords()

  function entriesFor(place: string | null): MenuEntry[] {
    const present = new Set(
      objects()
        .filter((each) => each.workspace === place)
        .map(({ kind, root }) => (kind === 'service' ? root : kind)),
    )
    return addableIn(place, present).flatMap(({ items }) =>
      items.map(({ kind, service }): MenuEntry => ({
        type: 'item',
        label: wordsOf(kind, service),
        icon: iconOf(kind),
        changes: true,
        disabledBecause: locked() ?? null,
        run: () => add({ kind, service, workspace: place, store: null }),
      })),
    )
  }

  return computed(() => {
    const global: MenuEntry[] = [{ type: 'label', label: t('configuration.add.global') }, ...entriesFor(null)]
    const place = workspace()
    if (place === null) return global
    return [
      { type: 'label', label: t('configuration.add.in', { workspace: place }) },
      ...entriesFor(place),
      { type: 'separator' },
      ...global,
    ]
  })
}
