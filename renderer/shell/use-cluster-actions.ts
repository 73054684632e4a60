import { CopyPlus, FileDown, FileLock, Pencil, Trash2, Unplug } from '@lucide/vue'
import { useI18n } from 'vue-i18n'
import { useRouter } from 'vue-router'
import { shortestPassphrase, type Profile } from '../../electron/contract/features/profiles.ts'
import { call } from '../api/index.ts'
import type { MenuEntry } from '../components/menu-entry.ts'
import { saveFile } from '../components/save-file.ts'
import { askPassphrase, confirm } from '../composables/confirm.ts'
import { useCluster } from '../stores/cluster.ts'
import { useToasts } from '../stores/toasts.ts'
import { useOpenCluster } from './use-open-cluster.ts'

/** What can be done to a saved cluster, as entries of a menu. */
export function useClusterActions(): (profile: Profile) => readonly MenuItem[] {
  const { t } = useI18n()
  const router = useRouter()
  const cluster = useCluster()
  const toasts = useToasts()
  const { close } = useOpenCluster()

  function edit(id: string): void {
    void router.push({ name: 'welcome', query: { door: 'connect', profile: id } })
  }

  async function duplicate({ id }: Profile): Promise<void> {
    const made = await call('profiles', 'duplicate', { id })
    await cluster.refreshProfiles()
    edit(made.id)
  }

  async function exportSecrets({ id, name }: Profile): Promise<void> {
    const passphrase = await askPassphrase(() => ({
      title: t('shell.cluster.exportSecretsTitle', { name }),
      message: t('shell.cluster.exportSecretsText'),
      confirm: t('shell.cluster.export', { name }),
      shortest: shortestPassphrase,
    }))
    if (passphrase !== undefined) saveFile(await call('profiles', 'exportFile', { id, passphrase }))
  }

  async function remove({ id, name }: Profile): Promise<void> {
    const isShown = cluster.profile?.id === id
    const confirmed = await confirm(() => ({
      title: t('shell.cluster.removeTitle', { name }),
      message: t('shell.cluster.removeText', { name }),
      confirm: t('shell.cluster.remove', { name }),
      danger: true,
    }))
    if (!confirmed) return
    await call('profiles', 'remove', { id, agreed: name })
    await cluster.refreshProfiles()
    if (isShown) await router.push({ name: 'welcome' })
  }

  return (profile) => {
    const { id, name, demo } = profile
    const entry = (
      label: string,
      rest: Pick<MenuItem, 'icon' | 'changes' | 'danger' | 'disabledBecause'>,
      run: () => unknown,
    ) => ({
      ...{ type: 'item' as const, label, ...rest },
      run: () => void Promise.resolve(run()).catch(toasts.showFailure),
    })
    return [
      ...(demo
        ? []
        : [
            entry(t('shell.cluster.edit', { name }), { icon: Pencil, changes: true }, () => edit(id)),
            entry(t('shell.cluster.duplicate', { name }), { icon: CopyPlus, changes: true }, async () =>
              duplicate(profile),
            ),
          ]),
      entry(t('shell.cluster.export', { name }), { icon: FileDown }, async () =>
        saveFile(await call('profiles', 'exportFile', { id })),
      ),
      ...(demo
        ? []
        : [
            entry(t('shell.cluster.exportSecrets', { name }), { icon: FileLock }, async () =>
              exportSecrets(profile),
            ),
          ]),
      // Always there: whether it is open may be heard while the menu is, and nothing is to move under the pointer.
      entry(
        t('shell.cluster.close', { name }),
        {
          icon: Unplug,
          disabledBecause: cluster.openedAs(id) === undefined ? t('shell.cluster.notOpen', { name }) : null,
        },
        async () => close(id),
      ),
      entry(t('shell.cluster.remove', { name }), { icon: Trash2, danger: true, changes: true }, async () =>
        remove(profile),
      ),
    ]
  }
}

type MenuItem = Extract<MenuEntry, { type: 'item' }>
