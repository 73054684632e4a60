import { HighlightStyle, syntaxHighlighting } from '@codemirror/language'
import { EditorView } from '@codemirror/view'
import { tags } from '@lezer/highlight'

/** The editor in the app's own colours; custom properties reach into its shadow root, so both themes are one. */
export const appearance = [
  EditorView.theme({
    '&': { height: '100%', backgroundColor: 'var(--surface)', color: 'var(--text)', fontSize: '12px' },
    '&.cm-focused': { outline: 'none' },
    '.cm-scroller': { fontFamily: 'var(--font-mono)', lineHeight: '18px' },
    '.cm-content': { caretColor: 'var(--text)' },
    '.cm-cursor': { borderLeftColor: 'var(--text)' },
    '.cm-gutters': {
      backgroundColor: 'var(--surface-sunken)',
      color: 'var(--text-muted)',
      borderRight: '1px solid var(--border)',
    },
    '.cm-activeLine, .cm-activeLineGutter': { backgroundColor: 'var(--surface-hover)' },
    '&.cm-focused .cm-selectionBackground, .cm-selectionBackground, ::selection': {
      backgroundColor: 'var(--surface-selected) !important',
    },
    '.cm-changedLine, .cm-insertedLine': { backgroundColor: 'var(--added-surface) !important' },
    '.cm-deletedLine': { backgroundColor: 'var(--removed-surface) !important' },
    '&.cm-merge-a .cm-changedLine': { backgroundColor: 'var(--removed-surface) !important' },
    '.cm-changedText': { background: 'none !important', textDecoration: 'underline', fontWeight: '600' },
    '.cm-collapsedLines': { background: 'var(--surface-sunken)', color: 'var(--text-muted)' },
    // The sign that comes with it is in hardly any font.
    '.cm-collapsedLines::before, .cm-collapsedLines::after': { content: '"⋯"' },
    '.cm-panels': { backgroundColor: 'var(--surface-sunken)', color: 'var(--text)' },
    '.cm-panels-top': { borderBottom: '1px solid var(--border)' },
    '.cm-panel.cm-search': { padding: '4px 28px 4px 8px', fontFamily: 'var(--font-text)' },
    '.cm-textfield': {
      border: '1px solid var(--border-strong)',
      backgroundColor: 'var(--surface-raised)',
      color: 'var(--text)',
    },
    '.cm-button': {
      border: '1px solid var(--border-strong)',
      backgroundColor: 'var(--surface-raised)',
      backgroundImage: 'none',
      color: 'var(--text)',
    },
    '.cm-panel.cm-search [name=close]': { color: 'var(--text-muted)' },
    '.cm-searchMatch, .cm-selectionMatch': { backgroundColor: 'var(--state-attention-surface)' },
    '.cm-searchMatch-selected': { outline: '1px solid var(--state-attention)' },
    '.cm-tooltip': {
      border: '1px solid var(--border-strong)',
      backgroundColor: 'var(--surface-raised)',
      color: 'var(--text)',
    },
    '.cm-tooltip.cm-tooltip-autocomplete > ul': { fontFamily: 'var(--font-mono)', maxHeight: '14em' },
    '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '1px 8px' },
    '.cm-tooltip-autocomplete ul li[aria-selected]': {
      background: 'var(--surface-selected)',
      color: 'var(--text)',
    },
    '.cm-problem': { textDecoration: 'underline wavy var(--state-failed)' },
    '.cm-doubt': { textDecoration: 'underline dotted var(--state-attention)' },
    '.cm-problem-note': {
      display: 'block',
      padding: '2px 8px',
      backgroundColor: 'var(--state-failed-surface)',
      color: 'var(--state-failed)',
      fontFamily: 'var(--font-text)',
    },
    '.cm-problem-note.cm-doubt-note': {
      backgroundColor: 'var(--state-attention-surface)',
      color: 'var(--state-attention)',
    },
  }),
  syntaxHighlighting(
    HighlightStyle.define([
      { tag: [tags.tagName, tags.angleBracket, tags.className], color: 'var(--code-tag)' },
      { tag: [tags.attributeName, tags.propertyName, tags.processingInstruction], color: 'var(--code-name)' },
      {
        tag: [tags.attributeValue, tags.character, tags.string, tags.atom, tags.color, tags.number],
        color: 'var(--code-text)',
      },
      { tag: tags.comment, color: 'var(--code-comment)', fontStyle: 'italic' },
      { tag: tags.invalid, color: 'var(--state-failed)' },
    ]),
  ),
]
