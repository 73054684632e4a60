import type { AriaAttributes } from 'vue'

/** What any component may be given because it passes it on to its element; everything else must be its own. */
declare module 'vue' {
  interface ComponentCustomProps extends AriaAttributes {
    readonly id?: string | undefined
    readonly placeholder?: string | undefined
    readonly role?: string | undefined
    readonly tabindex?: number | undefined
    readonly title?: string | undefined
  }
}
