import { FileDown, FileUp } from '@lucide/vue'
import { computed, type ComputedRef } from 'vue'
import { useI18n } from 'vue-i18n'
import type { Proposal } from '../../components/catalog/proposal.ts'
import type { MenuEntry } from '../../components/menu-entry.ts'
import { useCommands, type Command } from '../../composables/use-commands.ts'

/**
 * What can be done with a configuration as a directory, as a menu, and in the palette.
 * @param locked why nothing can be changed here, or undefined when it can
 */
export function useDirectoryEntries(
  instanceName: () => string,
  locked: () => string | undefined,
  propose: (proposal: Proposal) => void,
): ComputedRef<readonly MenuEntry[]> {
  const { t } = useI18n()
  const write = () => propose({ act: 'export', id: '', workspace: '' })
  const plan = () => propose({ act: 'directory', id: '', path: '', workspace: '', removes: false })

  useCommands(
    computed((): readonly Command[] => {
      const group = t('shell.screens.configuration')
      const name = instanceName()
      return [
        {
          id: 'export-directory',
          label: t('configuration.directory.exportTitle', { name }),
          group,
          run: write,
        },
        ...(locked() === undefined
          ? [
              {
                ...{ id: 'plan-directory', label: t('configuration.directory.planTitle', { name }) },
                ...{ group, changes: true, run: plan },
              },
            ]
          : []),
      ]
    }),
  )
  return computed(() => [
    { type: 'item', label: t('configuration.directory.export'), icon: FileDown, run: write },
    {
      ...{ type: 'item', label: t('configuration.directory.plan'), icon: FileUp, changes: true, run: plan },
      disabledBecause: locked() ?? null,
    },
  ])
}
