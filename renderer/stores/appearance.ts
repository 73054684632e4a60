import type { Settings } from '../../electron/contract/features/settings.ts'
import { languageOf, languageTags, type LanguageTag } from '../../electron/languages/tags.ts'

type Appearance = Pick<Settings, 'theme' | 'density' | 'language'>

const key = 'plumbline.appearance'
const dark = matchMedia('(prefers-color-scheme: dark)')
let theme: Settings['theme'] = 'system'
dark.addEventListener('change', showTheme)

/** Gives the page the colours and the density of the settings. */
export function applyAppearance(appearance: Appearance): void {
  theme = appearance.theme
  showTheme()
  document.documentElement.dataset['density'] = appearance.density
}

function showTheme(): void {
  const shown = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme
  document.documentElement.dataset['theme'] = shown
}

/** What the window looked like last, so that it opens that way before the application has answered. */
export function rememberedAppearance(): Appearance {
  const stored = read()
  return {
    theme: oneOf(['system', 'light', 'dark'], stored['theme']) ?? 'system',
    density: oneOf(['compact', 'comfortable'], stored['density']) ?? 'compact',
    language: oneOf(languageTags, stored['language']) ?? systemLanguage() ?? 'en',
  }
}

/** What the browser or the system speaks, where it is a language there is. */
export function systemLanguage(): LanguageTag | undefined {
  return navigator.languages.flatMap((each) => languageOf(each) ?? [])[0]
}

export function rememberAppearance({ theme: kept, density, language }: Appearance): void {
  try {
    localStorage.setItem(key, JSON.stringify({ theme: kept, density, language }))
  } catch {
    // A browser that keeps nothing only opens in the system's colours next time.
  }
}

function read(): Record<string, unknown> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(key) ?? '{}')
    return typeof stored === 'object' && stored !== null ? { ...stored } : {}
  } catch {
    return {}
  }
}

function oneOf<Choice extends string>(choices: readonly Choice[], value: unknown): Choice | undefined {
  return choices.find((choice) => choice === value)
}
