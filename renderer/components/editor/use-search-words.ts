import { useI18n } from 'vue-i18n'
import type { SearchWords } from './new-editor.ts'

/** What the editor calls the parts of its search, and what it folds, and the messages that say so in the language of the app. */
const phrases = {
  Find: 'find',
  Replace: 'replaceBy',
  next: 'next',
  previous: 'previous',
  all: 'all',
  'match case': 'matchCase',
  regexp: 'regexp',
  'by word': 'byWord',
  replace: 'replace',
  'replace all': 'replaceAll',
  close: 'close',
  'current match': 'currentMatch',
  'on line': 'onLine',
  'replaced match on line $': 'replacedOnLine',
  'replaced $ matches': 'replacedMany',
  'Go to line': 'goToLine',
  go: 'go',
  Completions: 'completions',
  '$ unchanged lines': 'unchangedLines',
} as const

export function useSearchWords(): () => SearchWords {
  const { t } = useI18n()
  return () =>
    Object.fromEntries(Object.entries(phrases).map(([phrase, key]) => [phrase, t(`common.search.${key}`)]))
}
