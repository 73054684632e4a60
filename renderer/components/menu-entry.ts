import type { Component } from 'vue'
import type { Severity } from '../../electron/contract/shared.ts'

export type MenuEntry =
  | { readonly type: 'separator' }
  | { readonly type: 'label'; readonly label: string }
  | {
      readonly type: 'item'
      readonly label: string
      /** A second, quieter line. */
      readonly detail?: string | undefined
      readonly icon?: Component | undefined
      /** How what it stands for is, at the end of the line. */
      readonly severity?: Severity | undefined
      /** Makes it a choice that is on or off. */
      readonly checked?: boolean | undefined
      readonly danger?: boolean | undefined
      /** Shortcut that does the same. */
      readonly keys?: string | undefined
      /** Whether it changes anything, so that read-only mode disables it. */
      readonly changes?: boolean | undefined
      readonly disabledBecause?: string | null | undefined
      /** Leaves the menu open, for several choices in a row. */
      readonly keepOpen?: boolean | undefined
      readonly run: () => void
    }
