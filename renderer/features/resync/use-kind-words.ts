import { useI18n } from 'vue-i18n'

/** What a kind is called; a kind no message knows is called as the application names it. */
export function useKindWords(): (kind: string) => string {
  const i18n = useI18n()
  return (kind) => {
    const key = `configuration.kinds.${kind}`
    return i18n.te(key) ? i18n.t(key) : kind
  }
}
