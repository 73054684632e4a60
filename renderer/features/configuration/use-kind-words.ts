import { useI18n } from 'vue-i18n'
import { isKnownKind } from './kinds.ts'

/** Kinds as the operator calls them. */
export function useKindWords() {
  const { t } = useI18n()
  return {
    /** @param root the type of a service, which is part of what it is called */
    wordsOf: (kind: string, root: string | null = null): string => {
      if (!isKnownKind(kind)) return kind
      const words = t(`configuration.kinds.${kind}`)
      return kind === 'service' && root !== null && root !== 'service'
        ? `${root.toUpperCase()} ${words}`
        : words
    },
  }
}
