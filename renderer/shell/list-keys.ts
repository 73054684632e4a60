const lists =
  '[role="grid"][tabindex="0"], [role="tree"] [role="treeitem"], [role="list"][tabindex="0"], [role="listbox"][tabindex="0"]'
const moves = ['j', 'k', 'ArrowDown', 'ArrowUp', 'Enter']

/**
 * Lets the keys that move in lists work at once: where nothing else has the focus, they go to the first list of the
 * screen. The shell calls it for every key pressed in the window, after the shortcuts.
 */
export function handleListKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
  const { target, key } = event
  if (!moves.includes(key) || !(target instanceof HTMLElement)) return
  // The focus lies on the page or on the screen as a whole.
  if (target !== document.body && !target.matches('main, [role="main"]')) return
  const screen = document.querySelector('main') ?? document.body
  const candidates = [...screen.querySelectorAll<HTMLElement>(lists)].filter(
    (each) => each.offsetParent !== null,
  )
  const list = candidates.find((each) => each.tabIndex === 0) ?? candidates[0]
  if (list === undefined) return
  event.preventDefault()
  const wasSomewhere = list.querySelector('[data-cursor], [aria-selected="true"]') !== null
  list.focus()
  // The first press shows where one is, unless that was known.
  if (wasSomewhere) list.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
}
