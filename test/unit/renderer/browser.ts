import { onTestFinished, vi } from 'vitest'

/** A store as a browser has it, by keys. */
export function stubStorage(stored: Readonly<Record<string, string>> = {}): Map<string, string> {
  const kept = new Map(Object.entries(stored))
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => kept.set(key, value),
  })
  onTestFinished(() => void vi.unstubAllGlobals())
  return kept
}

/** An element as far as it is asked what it is. */
export class PlayedElement extends EventTarget {
  isContentEditable = false
  shadowRoot: { readonly activeElement: unknown } | null = null
  /** Roles of the elements around it. */
  around: readonly string[] = []

  closest(selector: string): PlayedElement | null {
    return this.around.some((role) => selector.includes(`[role="${role}"]`)) ? this : null
  }
}

export class PlayedInput extends PlayedElement {
  readonly type: string

  constructor(type = 'text') {
    super()
    this.type = type
  }
}

export class PlayedTextArea extends PlayedElement {}

/** The elements a window knows, for code that asks which one it has before it. */
export function stubElements(): void {
  vi.stubGlobal('HTMLElement', PlayedElement)
  vi.stubGlobal('HTMLInputElement', PlayedInput)
  vi.stubGlobal('HTMLTextAreaElement', PlayedTextArea)
  vi.stubGlobal('HTMLSelectElement', class extends PlayedElement {})
  onTestFinished(() => void vi.unstubAllGlobals())
}
