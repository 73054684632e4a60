import { expect, test } from 'vitest'
import type { BridgeCommand } from '../../../electron/contract/desktop-bridge.ts'
import { screenNames } from '../../../electron/contract/screens.ts'
import { menuTemplate } from '../../../electron/desktop/menu.ts'
import { desktopTexts } from '../../../electron/languages/table.ts'

function template(platform: NodeJS.Platform, devTools = false) {
  const commands: BridgeCommand[] = []
  const menu = menuTemplate({
    platform,
    texts: desktopTexts.en,
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
  for (const name of screenNames) expect(text).toContain(desktopTexts.en.screens[name])
})

test('The tools for developers are there for developers alone', () => {
  expect(template('linux').text).not.toContain('toggleDevTools')
  expect(template('linux', true).text).toContain('toggleDevTools')
})

test('Every other language says everything the English one does, and differently', () => {
  const { en, ...others } = desktopTexts
  const keys = (texts: object): readonly string[] => Object.keys(texts).toSorted()
  for (const texts of Object.values(others)) {
    expect(keys(texts)).toEqual(keys(en))
    expect(texts.quit).not.toBe(en.quit)
  }
})
