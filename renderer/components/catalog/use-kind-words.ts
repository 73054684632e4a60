import { useSay } from '../../composables/use-say.ts'
import { isKnownKind } from './kinds.ts'

/** Says kinds as the operator calls them; one nobody knows is called as the application names it. */
export function useKindWords(): (kind: string, root?: string | null) => string {
  const { say } = useSay()
  /** @param root the type of a service, which is part of what it is called */
  return (kind, root = null) => {
    if (!isKnownKind(kind)) return kind
    const words = say({ key: `kinds.${kind}`, values: {} })
    return kind === 'service' && root !== null && root !== 'service'
      ? `${root.toUpperCase()} ${words}`
      : words
  }
}
