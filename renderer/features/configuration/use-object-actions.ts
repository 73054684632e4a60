import { Copy, FileDown, Star, Trash2 } from '@lucide/vue'
import { useI18n } from 'vue-i18n'
import { isRemovable, type TreeNode } from '../../../electron/contract/features/configuration.ts'
import { iconOf, useKindWords } from '../../components/catalog/kinds.ts'
import { useObjectEntries } from '../../components/catalog/object-entries.ts'
import type { Proposal } from '../../components/catalog/proposal.ts'
import type { MenuEntry } from '../../components/menu-entry.ts'
import type { NewObject } from './address.ts'
import { isDuplicable, resourceKindOf } from './addable.ts'

/** What can be done with an object as a whole, in the tree and above its form. */
export function useObjectActions(
  instanceName: () => string,
  /** Why nothing can be changed here, or undefined when it can. */
  locked: () => string | undefined,
  add: (object: NewObject) => void,
  propose: (proposal: Proposal) => void,
): (node: TreeNode) => readonly MenuEntry[] {
  const { t } = useI18n()
  const wordsOf = useKindWords()
  const entriesOf = useObjectEntries()

  return ({ id, kind, root, name, title, workspace, isDefault }) => {
    const resource = resourceKindOf(kind)
    const whyNot = locked() ?? null
    const change = { type: 'item', changes: true } as const
    const entries: (MenuEntry | undefined)[] = [
      ...entriesOf({ id, node: instanceName() }),
      { type: 'separator' },
      resource === undefined
        ? undefined
        : {
            ...change,
            label: t('configuration.actions.addFrom', { kind: wordsOf(resource) }),
            icon: iconOf(resource),
            disabledBecause: whyNot,
            run: () => add({ kind: resource, service: null, workspace, store: id }),
          },
      kind !== 'workspace'
        ? undefined
        : {
            ...change,
            label: t('configuration.actions.makeDefault'),
            icon: Star,
            disabledBecause: whyNot ?? (isDefault ? t('configuration.actions.isDefault') : null),
            run: () => propose({ act: 'default', id }),
          },
      kind !== 'workspace'
        ? undefined
        : {
            type: 'item',
            label: t('configuration.directory.export'),
            icon: FileDown,
            run: () => propose({ act: 'export', id: '', workspace: name }),
          },
      !isDuplicable(kind)
        ? undefined
        : {
            ...change,
            label: t('configuration.actions.duplicate'),
            icon: Copy,
            disabledBecause: whyNot,
            run: () => propose({ act: 'duplicate', id, name: '' }),
          },
      {
        ...change,
        label: t('configuration.actions.remove', { what: `${wordsOf(kind, root)} ${title || name}` }),
        icon: Trash2,
        danger: true,
        disabledBecause: whyNot ?? (isRemovable(kind) ? null : t('configuration.actions.notRemovable')),
        run: () => propose({ act: 'remove', id }),
      },
    ]
    return entries.filter((entry) => entry !== undefined)
  }
}
