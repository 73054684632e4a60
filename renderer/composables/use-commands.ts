import { onScopeDispose, shallowRef, toValue, type Component, type MaybeRefOrGetter } from 'vue'

/** Something the palette can do. */
export interface Command {
  readonly id: string
  /** Names the act and its target. */
  readonly label: string
  /** Under which it stands in the palette. */
  readonly group?: string | undefined
  readonly icon?: Component | undefined
  /** Shortcut that does the same, as {@link useShortcuts} takes it. */
  readonly keys?: string | undefined
  /** Further words it is found by. */
  readonly keywords?: string | undefined
  /** Whether it changes anything, so that read-only mode disables it. */
  readonly changes?: boolean | undefined
  readonly run: () => void
}

const sources = shallowRef<readonly MaybeRefOrGetter<readonly Command[]>[]>([])

/** Offers commands in the palette as long as the screen is there. */
export function useCommands(commands: MaybeRefOrGetter<readonly Command[]>): void {
  sources.value = [...sources.value, commands]
  onScopeDispose(() => (sources.value = sources.value.filter((candidate) => candidate !== commands)))
}

/** Every command there is now; those of the screen first. */
export function activeCommands(): readonly Command[] {
  return sources.value.toReversed().flatMap((commands) => toValue(commands))
}
