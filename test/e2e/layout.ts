import type { Page } from 'playwright-core'
import { z } from 'zod'

/**
 * What is wrong with how a page lies as it is now: what sticks out sideways, texts over texts, and texts that end where
 * nothing says that they go on, and names that are broken at a hyphen though a line has room for them. What can be
 * scrolled to is in its place.
 */
export async function layoutProblems(page: Page): Promise<readonly string[]> {
  return z.array(z.string()).parse(await page.evaluate(`(${measured})()`))
}

/** Runs in the page, where rounding makes a difference of up to two pixels nobody sees. */
const measured = String.raw`() => {
  const tolerance = 2
  const problems = new Set()
  const root = document.documentElement
  const said = (text) => JSON.stringify(text.trim().slice(0, 60))
  if (root.scrollWidth > root.clientWidth) problems.add('the page scrolls sideways')

  /** The visible part of a line of text, and whether it is cut without a sign. */
  function seen(element, line) {
    let { left, right, top, bottom } = line
    let scrolls = false
    let cut = false
    for (let around = element; around !== null && around !== root; around = around.parentElement) {
      const style = getComputedStyle(around)
      if (style.position === 'absolute' && style.clipPath !== 'none') return undefined
      if (style.overflowX === 'visible' && style.overflowY === 'visible') continue
      const box = around.getBoundingClientRect()
      if (['auto', 'scroll'].includes(style.overflowX)) scrolls = true
      else if (!scrolls && style.overflowX !== 'visible' && style.textOverflow !== 'ellipsis')
        if (right > box.right + tolerance && left < box.right) cut = true
      left = Math.max(left, box.left)
      right = Math.min(right, box.right)
      top = Math.max(top, box.top)
      bottom = Math.min(bottom, box.bottom)
    }
    if (!scrolls && right > root.clientWidth + tolerance) cut = true
    return right - left > tolerance && bottom - top > tolerance ? { left, right, top, bottom, cut } : undefined
  }

  /** Names such as geo-2 in a text of which a line ends in the middle. */
  function broken(node) {
    let block = node.parentElement
    while (block !== root && getComputedStyle(block).display.startsWith('inline')) block = block.parentElement
    const { paddingLeft, paddingRight } = getComputedStyle(block)
    const room = block.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight)
    return [...node.data.matchAll(/[^\s“”„"'(),:;]+/g)].flatMap(({ 0: word, index }) => {
      if (!/[\p{L}\p{N}]-[\p{L}\p{N}]/u.test(word)) return []
      const range = document.createRange()
      range.setStart(node, index)
      range.setEnd(node, index + word.length)
      const parts = [...range.getClientRects()]
      const wide = parts.reduce((sum, { width }) => sum + width, 0)
      return new Set(parts.map(({ top }) => Math.round(top))).size > 1 && wide < room ? [word] : []
    })
  }

  const lines = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement
    if (node.data.trim() === '' || element === null || element.closest('svg, script, style, option') !== null) continue
    if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue
    if (element.closest('.cm-editor, pre, .mono') === null)
      for (const word of broken(node)) problems.add('broken: ' + said(word) + ' in ' + said(node.data))
    const range = document.createRange()
    range.selectNodeContents(node)
    for (const line of range.getClientRects()) {
      const shown = seen(element, line)
      if (shown === undefined) continue
      if (shown.cut) problems.add('cut: ' + said(node.data))
      lines.push({ ...shown, element, text: node.data })
    }
  }
  // A control is on top of what it covers, whatever it says.
  for (const control of document.querySelectorAll('button, select, input:not([type=checkbox])')) {
    if (!control.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue
    const shown = seen(control, control.getBoundingClientRect())
    if (shown !== undefined) lines.push({ ...shown, element: control, text: control.textContent || control.tagName })
  }
  for (const word of document.querySelectorAll('.state-mark .word'))
    if (word.scrollWidth > word.clientWidth + tolerance && word.closest('.top-bar') === null)
      problems.add('a state is cut: ' + said(word.textContent))
  // What is laid over the page on purpose: headings that stay, questions, and lists that open.
  const layerOf = (element) => {
    if (element.closest('[role="listbox"]') !== null) return 'open'
    const asks = element.closest('[role="alertdialog"]')
    for (let around = element; around !== asks; around = around.parentElement)
      if (['sticky', 'fixed'].includes(getComputedStyle(around).position)) return asks === null ? 'stays' : 'answers'
    return asks === null ? 'page' : 'asks'
  }
  // What clears a field, or opens its list, lies in it.
  const isOfField = (field, control) =>
    field.element.tagName === 'INPUT' &&
    field.element.parentElement.contains(control.element) &&
    field.left <= control.left && control.right <= field.right && field.top <= control.top && control.bottom <= field.bottom
  lines.sort((one, other) => one.top - other.top)
  for (const [index, one] of lines.entries()) {
    for (let next = index + 1; next < lines.length; next += 1) {
      const other = lines[next]
      if (other.top >= one.bottom - tolerance) break
      if (one.element === other.element || one.element.contains(other.element) || other.element.contains(one.element)) continue
      if (isOfField(one, other) || isOfField(other, one)) continue
      const across = Math.min(one.right, other.right) - Math.max(one.left, other.left)
      const along = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top)
      if (across <= tolerance || along <= tolerance + 1) continue
      if (layerOf(one.element) !== layerOf(other.element)) continue
      problems.add('overprint: ' + said(one.text) + ' and ' + said(other.text))
    }
  }
  return [...problems]
}`
