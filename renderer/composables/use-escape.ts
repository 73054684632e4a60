import { useShortcuts } from './use-shortcuts.ts'

/**
 * Has Escape leave a form or close what is open, wherever the focus is: what is typed in takes no shortcuts, and so
 * hears of it by itself.
 * @param label what it does, for the list under `?`; nothing while there is nothing to leave
 * @returns what the element around all fields does with the key
 */
export function useEscape(label: () => string | undefined, run: () => void): (event: KeyboardEvent) => void {
  useShortcuts(() => {
    const does = label()
    return does === undefined ? [] : [{ keys: 'Escape', label: does, run }]
  })
  return (event) => {
    // An open list of choices takes it for itself.
    if (event.defaultPrevented || event.isComposing || label() === undefined) return
    event.preventDefault()
    run()
  }
}
