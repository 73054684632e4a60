import { expect, test } from 'vitest'
import type { BridgeCommand } from '../../../electron/contract/desktop-bridge.ts'
import { menuTemplate } from '../../../electron/desktop/menu.ts'
import { screenNames, textsIn } from '../../../electron/desktop/texts.ts'

function template(platform: NodeJS.Platform, devTools = false) {
  const commands: BridgeCommand[] = []
  const menu = menuTemplate({
    platform,
    texts: textsIn('en'),
    devTools,
    command: (command) => commands.push(command),
  })
  return { menu, commands, text: JSON.stringify(menu) }
}

test('On a Mac the first menu is the application with its settings and quit', () => {
  const { menu, text } = template('darwin')
  expect(menu[0]?.role).toBe('appMenu')
  expect(text.match(/"role":"quit"/g)).toHaveLength(1)
})

test('Elsewhere settings and quit are in the file menu', () => {
  for (const platform of ['linux', 'win32'] as const) {
    const { menu } = template(platform)
    expect(menu[0]?.label).toBe('File')
    expect(JSON.stringify(menu[0])).toContain('"role":"quit"')
  }
})

test('Every screen has an entry with a shortcut, and no shortcut is there twice', () => {
  const { text } = template('linux')
  const shortcuts = [...text.matchAll(/"accelerator":"([^"]+)"/g)].map(([, shortcut]) => shortcut)
  expect(new Set(shortcuts).size).toBe(shortcuts.length)
  for (const name of screenNames) expect(text).toContain(textsIn('en').screens[name])
})

test('The tools for developers are there for developers alone', () => {
  expect(template('linux').text).not.toContain('toggleDevTools')
  expect(template('linux', true).text).toContain('toggleDevTools')
})

test('Both languages say everything, and differently', () => {
  const keys = (texts: object): readonly string[] => Object.keys(texts).toSorted()
  expect(keys(textsIn('de'))).toEqual(keys(textsIn('en')))
  expect(textsIn('de').quit).not.toBe(textsIn('en').quit)
})
