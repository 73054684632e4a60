import { effectScope, ref } from 'vue'
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import {
  activeShortcuts,
  handleShortcut,
  printedKeys,
  useShortcuts,
} from '../../../../renderer/composables/use-shortcuts.ts'
import { PlayedElement, PlayedInput, PlayedTextArea, stubElements } from '../browser.ts'

beforeEach(stubElements)

/** Registers shortcuts by their keys and tells which were run. */
function shortcuts(...keys: readonly string[]) {
  const scope = effectScope()
  const run: string[] = []
  scope.run(() => {
    useShortcuts(() => keys.map((each) => ({ keys: each, label: each, run: () => run.push(each) })))
  })
  onTestFinished(() => scope.stop())
  return { run, leave: () => scope.stop() }
}

interface Pressed {
  readonly at?: number
  readonly target?: unknown
  readonly ctrlKey?: boolean
  readonly metaKey?: boolean
  readonly altKey?: boolean
  readonly isComposing?: boolean
  readonly defaultPrevented?: boolean
}

/** Presses a key; returns whether it was taken. */
function press(key: string, { at = 0, target = new PlayedElement(), ...others }: Pressed = {}): boolean {
  let taken = false
  const event = {
    key,
    target,
    timeStamp: at,
    ctrlKey: false,
    metaKey: false,
    altKey: false,
    isComposing: false,
    defaultPrevented: false,
    preventDefault: () => (taken = true),
    ...others,
  }
  // As much of an event as is looked at.
  handleShortcut(event as unknown as KeyboardEvent)
  return taken
}

describe('A shortcut', () => {
  it('runs when its key is pressed, and takes the key', () => {
    const { run } = shortcuts('e', '?', 'Escape')
    expect(press('E')).toBe(true)
    expect(press('?')).toBe(true)
    expect(press('Escape')).toBe(true)
    expect(press('x')).toBe(false)
    expect(run).toEqual(['e', '?', 'Escape'])
  })

  it('with the command key runs with Ctrl and with ⌘ alone', () => {
    const { run } = shortcuts('mod+k', 'k')
    press('k', { ctrlKey: true })
    press('K', { metaKey: true })
    press('k')
    expect(run).toEqual(['mod+k', 'mod+k', 'k'])
  })

  it.each([
    ['an input', new PlayedInput()],
    ['a text area', new PlayedTextArea()],
    ['text that can be edited', Object.assign(new PlayedElement(), { isContentEditable: true })],
    [
      'an editor in a shadow root',
      Object.assign(new PlayedElement(), { shadowRoot: { activeElement: new PlayedElement() } }),
    ],
    ['a menu', Object.assign(new PlayedElement(), { around: ['menu'] })],
    ['a dialog', Object.assign(new PlayedElement(), { around: ['dialog'] })],
  ])('leaves keys alone that are typed into %s, but for those with the command key', (_where, target) => {
    const { run } = shortcuts('e', 'mod+s')
    expect(press('e', { target })).toBe(false)
    press('s', { target, ctrlKey: true })
    expect(run).toEqual(['mod+s'])
  })

  it('runs in a checkbox, where nothing is typed', () => {
    const { run } = shortcuts('e')
    press('e', { target: new PlayedInput('checkbox') })
    expect(run).toEqual(['e'])
  })

  it('leaves keys alone that something else took, that compose a character, or that Alt is held with', () => {
    const { run } = shortcuts('e')
    press('e', { defaultPrevented: true })
    press('e', { isComposing: true })
    press('e', { altKey: true })
    expect(run).toEqual([])
  })

  it('of the younger screen wins, until that is left', () => {
    const shell = shortcuts('e')
    const screen = shortcuts('e')
    press('e')
    screen.leave()
    press('e')
    expect(screen.run).toEqual(['e'])
    expect(shell.run).toEqual(['e'])
  })

  it('is listed in the words of the moment', () => {
    const language = ref('en')
    const scope = effectScope()
    scope.run(() => {
      useShortcuts(() => [
        { keys: 'e', label: language.value === 'en' ? 'Edit' : 'Bearbeiten', run: () => undefined },
      ])
    })
    language.value = 'de'
    expect(activeShortcuts().map(({ label }) => label)).toEqual(['Bearbeiten'])
    scope.stop()
    expect(activeShortcuts()).toEqual([])
  })
})

describe('A shortcut of two keys', () => {
  it('runs when they follow each other', () => {
    const { run } = shortcuts('g o', 'g n', 'o')
    press('g')
    press('o', { at: 1_000 })
    press('o', { at: 1_100 })
    expect(run).toEqual(['g o', 'o'])
  })

  it('is forgotten after a while, or when another key comes between', () => {
    const { run } = shortcuts('g o', 'o')
    press('g')
    press('o', { at: 1_300 })
    press('g', { at: 2_000 })
    press('x', { at: 2_100 })
    press('o', { at: 2_200 })
    expect(run).toEqual(['o', 'o'])
  })

  it('is not begun by a key that is typed', () => {
    const { run } = shortcuts('g o', 'o')
    press('g')
    press('x', { at: 100, target: new PlayedInput() })
    press('o', { at: 200 })
    expect(run).toEqual(['o'])
  })
})

describe('Keys in print', () => {
  it('are those of the keyboard', () => {
    expect(printedKeys('mod+k')).toMatch(/^(Ctrl\+|⌘)K$/)
    expect(printedKeys('Escape')).toBe('Esc')
    expect(printedKeys('g o')).toBe('g o')
  })
})
