import type { Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { pasteInstead, type Operator, type ScreenName } from './operator.ts'

/** More stops than any screen has. */
const furthest = 120

/**
 * An operator without a mouse. Whatever they use they first go to by Tab and the arrow keys, so that what cannot be
 * reached, or not be seen to have the focus, fails; so does a focus that was lost on the way.
 */
export class KeyboardOperator implements Operator {
  readonly page: Page
  #hasBegun = false

  constructor(page: Page) {
    this.page = page
  }

  /** By the screen's letter, or by the palette where letters are typed. */
  async show(screen: ScreenName): Promise<void> {
    const { keyboard } = this.page
    if (await this.page.evaluate(isTyping)) {
      await keyboard.press('ControlOrMeta+k')
      await this.page.getByRole('dialog', { name: 'Commands' }).waitFor()
      await keyboard.type(`go to ${screen}`)
      await keyboard.press('Enter')
    } else {
      await keyboard.press('g')
      await keyboard.press(screen === 'Maps' ? 'p' : screen.charAt(0).toLowerCase())
    }
    await this.page.getByRole('heading', { level: 1, name: screen }).waitFor()
  }

  async use(control: Locator): Promise<void> {
    await this.#reach(control)
    // As somebody who sees that it cannot be used yet.
    await expect.poll(() => control.isEnabled(), { message: 'it can be used' }).toBe(true)
    const role = await control.getAttribute('role')
    const type = await control.getAttribute('type')
    const isBox = role === 'switch' || type === 'checkbox' || type === 'radio'
    await this.page.keyboard.press(isBox ? 'Space' : 'Enter')
  }

  async write(field: Locator, text: string): Promise<void> {
    await this.#reach(field)
    if (text.includes('\n')) return pasteInstead(this.page, text)
    await this.page.keyboard.press('ControlOrMeta+a')
    await this.page.keyboard.type(text)
  }

  async choose(list: Locator, entry: string): Promise<void> {
    await this.#reach(list)
    // What is typed finds the entry, as in every list of the platform.
    await this.page.keyboard.type(entry)
    await expect.poll(() => list.locator('option:checked').textContent()).toContain(entry)
  }

  async #reach(control: Locator): Promise<void> {
    await control.waitFor()
    if (this.#hasBegun) {
      await expect.poll(() => this.page.evaluate(hasFocus), { message: 'something has the focus' }).toBe(true)
    }
    this.#hasBegun = true
    const stops: string[] = []
    while (stops.length < furthest) {
      const way = await control.evaluate(wayTo)
      if (way.key === null) {
        expect(way.isSeen, `${way.stop} does not show that it has the focus`).toBe(true)
        return
      }
      stops.push(way.stop)
      await this.page.keyboard.press(way.key)
    }
    throw new Error(`${control.toString()} cannot be reached by keyboard: ${stops.join(', ')}`)
  }
}

/** Whether the focus is anywhere but on the page as a whole. */
function hasFocus(): boolean {
  return document.activeElement !== null && document.activeElement !== document.body
}

/** Whether letters are taken as text where the focus is. */
function isTyping(): boolean {
  const { activeElement } = document
  return (
    activeElement !== null &&
    (activeElement.shadowRoot !== null || activeElement.matches('input, textarea, select'))
  )
}

/** The key that brings the focus nearer to an element; null when it is there. */
function wayTo(target: Element): {
  readonly key: string | null
  readonly stop: string
  readonly isSeen: boolean
} {
  let active: Element = document.activeElement ?? document.body
  while (active.shadowRoot?.activeElement) active = active.shadowRoot.activeElement
  const cursor = document.getElementById(active.getAttribute('aria-activedescendant') ?? '') ?? active
  const stop = `${cursor.getAttribute('role') ?? cursor.localName} ${cursor.getAttribute('aria-label') ?? cursor.textContent.trim().slice(0, 40)}`

  let isSeen = false
  for (let at: Element | null = active; at !== null;) {
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(at)
    isSeen ||= outlineStyle !== 'none' && Number.parseFloat(outlineWidth) > 0
    // A ring around a field of several parts is a shadow without blur.
    isSeen ||= /0px 0px 0px [12]px/.test(boxShadow)
    const root = at.getRootNode()
    at = at.parentElement ?? (root instanceof ShadowRoot ? root.host : null)
  }
  if (cursor === target) return { key: null, stop, isSeen }

  // Within a widget the arrow keys move; it is one stop for Tab.
  const header = target.closest('[role="columnheader"]')?.parentElement
  const widget = header ?? target.closest('[role="grid"], [role="tree"], [role="tablist"], [role="menu"]')
  if (widget?.contains(cursor) !== true) return { key: 'Tab', stop, isSeen }
  const [here, there] = [cursor.getBoundingClientRect(), target.getBoundingClientRect()]
  const isHorizontal = widget === header || widget.matches('[role="tablist"]')
  const key = isHorizontal
    ? there.left < here.left
      ? 'ArrowLeft'
      : 'ArrowRight'
    : there.top < here.top
      ? 'ArrowUp'
      : 'ArrowDown'
  return { key, stop, isSeen }
}
