// Written from the folders beside this file by `node build/list-languages.ts`.
import { desktop as en } from './en/desktop.ts'
import { desktop as de } from './de/desktop.ts'

export const languageTags = ['en', 'de'] as const

/** What is said in each language; only one that is asked for is loaded. */
export const languages = {
  en: () => import('./en/index.ts'),
  de: () => import('./de/index.ts'),
} as const

/** What the help of the command line says in each language. */
export const helpTexts = {
  en: () => import('./en/commands/index.ts'),
  de: () => import('./de/commands/index.ts'),
} as const

export const desktopTexts = { en, de } as const
