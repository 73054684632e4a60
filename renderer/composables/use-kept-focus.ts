import { onScopeDispose } from 'vue'

/** What a row left: only these of a record of the browser are asked for. */
type Gap = Pick<MutationRecord, 'target' | 'previousSibling' | 'nextSibling'>

/** A field is no place to come to unasked: it takes the keys that move through the app, and opens what it completes. */
const focusable =
  ':is(a[href], button, [role="checkbox"], [tabindex="0"]):not(input, textarea, [role="combobox"], :disabled)'
/** Where rows are moved through, it is the list that has the focus, and knows which of them is meant. */
const moving = '[role="grid"], [role="treeitem"][tabindex="0"]'

/**
 * Keeps the keyboard's place. Where what has the focus goes away, be it by what it does, what came in its place has it:
 * the row after it, the one before it, or the list; on a page that is gone whole, its successor. What is put elsewhere keeps it.
 * @returns gives the focus back to where it was last beside menus and questions, or to what came in place of that
 */
export function useKeptFocus(): () => void {
  let place: HTMLElement | undefined
  /** Whether somebody left it for nothing else, by a click beside it: what becomes of it then is no matter. */
  let isLeft = false
  /** Whether it is left in this task; what is put elsewhere in the page is, too. */
  let isLeaving = false

  function remember({ target }: FocusEvent): void {
    isLeft = false
    if (target instanceof HTMLElement && target.closest('#overlays, [role="alertdialog"]') === null)
      place = target
  }

  function leave({ target }: FocusEvent): void {
    isLeaving = true
    setTimeout(() => (isLeaving = false))
    // What goes away loses the focus before it is gone.
    queueMicrotask(() => {
      isLeft = target === place && place?.isConnected === true && document.activeElement === document.body
    })
  }

  const observer = new MutationObserver((records) => {
    if (place === undefined) return
    if (place.isConnected) {
      const isLost = document.activeElement === document.body && (isLeaving || !isLeft)
      if (isLost && isMoved(place, records)) giveBack()
      return
    }
    const gap = gapOf(place, records)
    place = gap === undefined ? undefined : fillerOf(gap)
    if (document.activeElement === document.body && !isLeft) giveBack()
  })

  function giveBack(): void {
    const kept = place?.isConnected === true ? place : document.querySelector<HTMLElement>('#content')
    kept?.focus({ preventScroll: true })
  }

  document.addEventListener('focusin', remember)
  document.addEventListener('focusout', leave)
  observer.observe(document.body, { childList: true, subtree: true })
  onScopeDispose(() => {
    document.removeEventListener('focusin', remember)
    document.removeEventListener('focusout', leave)
    observer.disconnect()
  })
  return giveBack
}

/** Whether something that is still there is in another place by now. */
function isMoved(kept: Node, records: readonly MutationRecord[]): boolean {
  return records.some(({ removedNodes }) => [...removedNodes].some((each) => each.contains(kept)))
}

/** The gap something left in what is still there. */
function gapOf(lost: Node, records: readonly MutationRecord[]): Gap | undefined {
  const record = records.findLast(({ removedNodes }) => [...removedNodes].some((each) => each.contains(lost)))
  return record === undefined || record.target.isConnected ? record : gapOf(record.target, records)
}

function fillerOf({ target, previousSibling, nextSibling }: Gap): HTMLElement | undefined {
  if (!(target instanceof HTMLElement)) return undefined
  const list = target.closest<HTMLElement>('[role="grid"]')
  if (list !== null) return list
  if (target.id === 'content') return target
  // What is drawn instead of it stands behind what was before it.
  const isAfter = (each: Node): boolean => {
    if (previousSibling?.isConnected === true) return follows(each, previousSibling)
    if (nextSibling?.isConnected === true) return each === nextSibling || follows(each, nextSibling)
    return previousSibling === null
  }
  const siblings = [...target.children]
  const nearest = [...siblings.filter(isAfter), ...siblings.filter((each) => !isAfter(each)).toReversed()]
  for (const each of nearest) {
    const found = entryOf(each)
    if (found !== undefined) return found
  }
  if (target.matches(focusable)) return target
  return target.parentElement === null
    ? undefined
    : fillerOf({ target: target.parentElement, previousSibling: target, nextSibling: null })
}

function follows(node: Node, other: Node): boolean {
  return (other.compareDocumentPosition(node) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0
}

/** Where the keyboard enters an element. */
function entryOf(element: Element): HTMLElement | undefined {
  const within = [
    ...element.querySelectorAll<HTMLElement>(moving),
    ...element.querySelectorAll<HTMLElement>(focusable),
  ]
  const all = element instanceof HTMLElement && element.matches(focusable) ? [element, ...within] : within
  return all.find((each) => each.checkVisibility())
}
