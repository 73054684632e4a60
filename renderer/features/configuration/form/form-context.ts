import { inject, provide, type InjectionKey, type Ref } from 'vue'
import type { OutputFor } from '../../../api/types.ts'

export type Reference = OutputFor<'configuration', 'references'>[number]

/** What every field of a form shares. */
export interface FormContext {
  /** Why nothing can be changed, or undefined when it can. */
  readonly locked: Readonly<Ref<string | undefined>>
  /** What is wrong, by the path of the field: `title`, `bounds.minx`. */
  readonly problems: Readonly<Ref<ReadonlyMap<string, string>>>
  /** Every object of some kinds, fetched once they are first needed. */
  readonly references: (kinds: readonly string[]) => Readonly<Ref<readonly Reference[] | undefined>>
  /** Shows another object. */
  readonly open: (id: string) => void
  /** Shows the object as XML. */
  readonly openXml: () => void
  /** Ends a step of typing, so that undoing goes back no further. */
  readonly endStep: () => void
}

const key: InjectionKey<FormContext> = Symbol('form')

export function provideFormContext(context: FormContext): void {
  provide(key, context)
}

export function useFormContext(): FormContext {
  const context = inject(key)
  if (context === undefined) throw new Error('A field stands outside of a form')
  return context
}
