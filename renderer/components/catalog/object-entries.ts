import { useI18n } from 'vue-i18n'
import { useRouter, type RouteLocationRaw } from 'vue-router'
import { useCopy } from '../../composables/use-copy.ts'
import { tokenText } from '../filter/pieces.ts'
import type { MenuEntry } from '../menu-entry.ts'

/** An object some screen names, and the node it was seen on as far as that is known. */
export interface NamedObject {
  readonly id: string
  readonly node?: string | null | undefined
}

/** Where an object is shown: itself, how it is on each node, what was sent of it, and who did what to it. */
export const objectViews = ['object', 'nodes', 'messages', 'audit'] as const
export type ObjectView = (typeof objectViews)[number]

/** The address of a view of an object. */
export function objectPlace({ id, node }: NamedObject, view: ObjectView = 'object'): RouteLocationRaw {
  if (view === 'messages' || view === 'audit')
    return { name: view, query: { filter: tokenText('object', id) } }
  return {
    name: 'configuration',
    query: { node: node ?? undefined, selected: id, tab: view === 'nodes' ? view : undefined },
  }
}

/** What leads from wherever an object is named to everything known of it. */
export function useObjectEntries(): (object: NamedObject, here?: ObjectView) => readonly MenuEntry[] {
  const { t } = useI18n()
  const router = useRouter()
  const copy = useCopy()
  return (object, here) => [
    ...objectViews
      .filter((view) => view !== here)
      .map((view): MenuEntry => ({
        type: 'item',
        label: t(`common.ofObject.${view}`),
        run: () => void router.push(objectPlace(object, view)),
      })),
    {
      type: 'item',
      label: t('common.ofObject.link'),
      run: () => copy(new URL(router.resolve(objectPlace(object)).href, location.href).href),
    },
  ]
}
