import { useI18n } from 'vue-i18n'
import { isImitation, type Profile } from '../../electron/contract/features/profiles.ts'

/** Where a saved cluster is, in a few words. */
export function useClusterPlace(): (profile: Profile) => string {
  const { t } = useI18n()
  return (profile) => {
    if (isImitation(profile)) return t('shell.cluster.imitation')
    if (profile.demo) return t('shell.cluster.demo')
    return profile.brokerUrl === '' ? t('shell.cluster.embedded') : profile.brokerUrl
  }
}
