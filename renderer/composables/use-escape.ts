import { useShortcuts } from './use-shortcuts.ts'

/**
 * Has Escape leave a form, wherever the focus is: what is typed in takes no shortcuts, and so hears of it by itself.
 * @param label what it does, for the list under `?`
 * @returns what the element around all fields does with the key
 */
export function useEscape(label: () => string, run: () => void): (event: KeyboardEvent) => void {
  useShortcuts(() => [{ keys: 'Escape', label: label(), run }])
  return (event) => {
    // An open list of choices takes it for itself.
    if (event.defaultPrevented || event.isComposing) return
    event.preventDefault()
    run()
  }
}
