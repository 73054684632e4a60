import { onScopeDispose } from 'vue'
import { everyMessage } from '../../../electron/contract/features/messages.ts'
import { useStream } from '../../composables/use-stream.ts'
import type { ObjectEditor } from './use-object-editor.ts'

/** Milliseconds between two readings of the catalog while messages keep coming. */
const readEvery = 2000

/**
 * Keeps the screen true while others edit: the catalog is read anew after messages came, an object shown is read anew
 * when it was not edited here, and otherwise known to be outdated.
 */
export function useChangesElsewhere(editor: ObjectEditor, refreshCatalog: () => void): void {
  let newest = 0
  let timer: ReturnType<typeof setTimeout> | undefined
  let concerned = false

  useStream('messages', 'live', { filter: everyMessage }, (rows, { first }) => {
    // A row comes again whenever its delivery goes on; only a new one tells of a change.
    const fresh = rows.filter(({ sequence }) => sequence > newest)
    newest = rows.reduce((highest, { sequence }) => Math.max(highest, sequence), newest)
    if (fresh.length === 0) return
    const id = editor.view.value?.id
    // Before the first of them, nobody knows what was missed.
    concerned ||= first || fresh.some(({ object }) => object?.id === id)
    timer ??= setTimeout(catchUp, readEvery)
  })

  function catchUp(): void {
    timer = undefined
    refreshCatalog()
    if (!concerned) return
    concerned = false
    if (!editor.isNew.value) void editor.follow()
  }

  onScopeDispose(() => clearTimeout(timer))
}
