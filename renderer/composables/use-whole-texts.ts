import { onScopeDispose } from 'vue'

/** Shows the whole of a text that is cut off to whoever points at it. */
export function useWholeTexts(): void {
  function show({ target }: PointerEvent): void {
    const cut = target instanceof Element ? target.closest<HTMLElement>('.truncate') : null
    if (cut === null || (cut.title !== '' && cut.dataset['whole'] === undefined)) return
    const isCut = cut.scrollWidth > cut.clientWidth
    cut.toggleAttribute('data-whole', isCut)
    cut.title = isCut ? cut.innerText.trim() : ''
  }

  document.addEventListener('pointerover', show)
  onScopeDispose(() => document.removeEventListener('pointerover', show))
}
