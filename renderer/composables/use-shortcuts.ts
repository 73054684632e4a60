import { onScopeDispose, shallowRef } from 'vue'

export interface Shortcut {
  /**
   * What is pressed: one key (`e`, `/`, `Escape`, `?`), keys one after the other (`g o`), or with the command key
   * (`mod+k`: Ctrl, on macOS ⌘). Keys without `mod` are left alone while something is typed.
   */
  readonly keys: string
  /** What it does, for the list under `?`. */
  readonly label: string
  /** Where in the list it stands. */
  readonly group?: string | undefined
  readonly run: (event: KeyboardEvent) => void
}

const sources = shallowRef<readonly (() => readonly Shortcut[])[]>([])
const sequenceTime = 1200

/**
 * Makes shortcuts work as long as the screen is there. Of two for the same keys the younger wins.
 * @param shortcuts asked whenever they are needed, so that their labels are in the language of the moment
 */
export function useShortcuts(shortcuts: () => readonly Shortcut[]): void {
  sources.value = [...sources.value, shortcuts]
  onScopeDispose(() => (sources.value = sources.value.filter((candidate) => candidate !== shortcuts)))
}

/** Every shortcut that works now, in the order they were registered. */
export function activeShortcuts(): readonly Shortcut[] {
  return sources.value.flatMap((shortcuts) => shortcuts())
}

let begun: { readonly key: string; readonly at: number } | undefined

/** Runs the shortcut an event asks for. The shell calls it for every key pressed in the window. */
export function handleShortcut(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing) return
  const withCommand = event.ctrlKey || event.metaKey
  if (!withCommand && (isTyping(event.target) || event.altKey)) {
    begun = undefined
    return
  }
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  const sequence =
    begun !== undefined && event.timeStamp - begun.at < sequenceTime ? `${begun.key} ${key}` : undefined
  begun = undefined
  const wanted = withCommand ? [`mod+${key}`] : sequence === undefined ? [key] : [sequence, key]
  const active = activeShortcuts()
  const found = wanted
    .map((keys) => active.findLast((shortcut) => shortcut.keys === keys))
    .find((shortcut) => shortcut !== undefined)
  if (found !== undefined) {
    event.preventDefault()
    found.run(event)
    return
  }
  if (!withCommand && active.some((shortcut) => shortcut.keys.startsWith(`${key} `))) {
    begun = { key, at: event.timeStamp }
  }
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false
  return (
    target.isContentEditable ||
    target.shadowRoot?.activeElement instanceof HTMLElement ||
    (target instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(target.type)) ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    target.closest('[role="menu"], [role="listbox"], [role="alertdialog"], [role="dialog"]') !== null
  )
}

const mac = navigator.platform.startsWith('Mac')

/** Keys as they are printed: `Ctrl+K`, `⌘K`, `g then o`. */
export function printedKeys(keys: string): string {
  return keys
    .split(' ')
    .map((key) =>
      key.startsWith('mod+')
        ? `${mac ? '⌘' : 'Ctrl+'}${key.slice(4).toUpperCase()}`
        : key === 'Escape'
          ? 'Esc'
          : key,
    )
    .join(' ')
}
