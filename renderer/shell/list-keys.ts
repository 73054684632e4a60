const lists = [
  ...['[role="grid"][tabindex="0"]', '[role="tree"] [role="treeitem"]', '[role="list"][tabindex="0"]'],
  ...['[role="listbox"][tabindex="0"]', 'ul:has(> li :is(button, a))', 'ol:has(> li :is(button, a))'],
].join(', ')
const moves = ['j', 'k', 'ArrowDown', 'ArrowUp', 'Enter']
/** What has keys of its own. */
const others =
  '[role="grid"], [role="tree"], [role="menu"], [role="listbox"], [role="tablist"], [role="dialog"]'

/**
 * Lets the keys that move in lists work at once: where nothing else has the focus, they go to the first list of the
 * screen. The shell calls it for every key pressed in the window, after the shortcuts.
 */
export function handleListKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return
  const { target, key } = event
  if (!moves.includes(key) || !(target instanceof HTMLElement)) return
  if (key !== 'Enter' && moveInList(target, ['j', 'ArrowDown'].includes(key) ? 1 : -1)) {
    event.preventDefault()
    return
  }
  // The focus lies on the page or on the screen as a whole.
  if (target !== document.body && !target.matches('main, [role="main"]')) return
  const screen = document.querySelector('main') ?? document.body
  const candidates = [...screen.querySelectorAll<HTMLElement>(lists)].filter(
    (each) => each.offsetParent !== null,
  )
  // What is listed comes before bars over time and the like above it.
  const main = candidates.filter((each) => each.matches('[role="grid"], [role="treeitem"]'))
  const list = main.find((each) => each.tabIndex === 0) ?? main[0] ?? candidates[0]
  if (list === undefined) return
  event.preventDefault()
  const wasSomewhere = list.querySelector('[data-cursor], [aria-selected="true"]') !== null
  if (list.matches('ul, ol')) {
    stopsOf(list)[0]?.focus()
    return
  }
  list.focus()
  // The first press shows where one is, unless that was known.
  if (wasSomewhere) list.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }))
}

/** Moves to the next line of a plain list: to the first thing in it that can be pressed. */
function moveInList(from: HTMLElement, by: number): boolean {
  if (from.matches('input:not([type="checkbox"]), textarea, select') || from.isContentEditable) return false
  // An editor has keys of its own.
  if (from.shadowRoot !== null) return false
  const list = from.closest<HTMLElement>('main :is(ul, ol, [role="list"])')
  if (list === null || from.closest(others) !== null) return false
  const stops = stopsOf(list)
  const at = stops.findIndex((stop) => stop === from || itemOf(stop)?.contains(from) === true)
  const next = stops[at < 0 ? 0 : at + by]
  next?.focus()
  return next !== undefined
}

function stopsOf(list: HTMLElement): readonly HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>('li, [role="listitem"]')]
    .filter((item) => item.parentElement?.closest('ul, ol, [role="list"]') === list)
    .flatMap((item) => item.querySelector<HTMLElement>('button:not([disabled]), a[href]') ?? [])
}

function itemOf(stop: HTMLElement): HTMLElement | null {
  return stop.closest<HTMLElement>('li, [role="listitem"]')
}
