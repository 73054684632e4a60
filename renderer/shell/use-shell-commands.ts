import {
  Bookmark,
  Contrast,
  GitCompareArrows,
  Keyboard,
  Languages,
  LockKeyhole,
  Play,
  Plus,
  Rows3,
  Scale,
  ScrollText,
  Server,
  Settings,
} from '@lucide/vue'
import { computed, watch, type Component } from 'vue'
import { useI18n } from 'vue-i18n'
import { useRouter, type RouteLocationRaw } from 'vue-router'
import type { NodeView } from '../../electron/contract/features/inventory.ts'
import type { Profile } from '../../electron/contract/features/profiles.ts'
import { tokenText } from '../components/filter/pieces.ts'
import { useCall } from '../composables/use-call.ts'
import { languageTags, nameOfLanguage } from '../../electron/languages/tags.ts'
import { useCommands, type Command } from '../composables/use-commands.ts'
import { useShortcuts } from '../composables/use-shortcuts.ts'
import { screens } from './navigation.ts'
import { useCluster } from '../stores/cluster.ts'
import { useSettings } from '../stores/settings.ts'
import { openDialog } from './dialogs.ts'
import { useClusterActions } from './use-cluster-actions.ts'
import { useOpenCluster } from './use-open-cluster.ts'

/** The settings that have a place of their own on their screen, by the heading they stand below. */
const foundSettings = {
  safety: ['openLast'],
  thresholds: ['lagMessages', 'lagSeconds', 'compareMinutes', 'browseMessages'],
  notifications: ['enabled', 'diverged', 'lag', 'deadLetter', 'brokerLost'].map((name) => `notify.${name}`),
  archive: ['days', 'megabytes'],
  'embedded.title': ['host', 'certificate', 'key', 'announced'].map((name) => `embedded.${name}`),
  updates: ['updatesEnabled'],
}

/** What can be done from everywhere: by the palette and by keys. */
export function useShellCommands(): void {
  const i18n = useI18n()
  const { t } = i18n
  const router = useRouter()
  const cluster = useCluster()
  const settings = useSettings()
  const clusters = useOpenCluster()
  const actionsOf = useClusterActions()
  const savedFilters = useCall('messages', 'savedFilters', () => (cluster.isOpen ? {} : undefined))
  watch(openDialog, (dialog) => dialog === 'palette' && void savedFilters.refresh())

  useShortcuts(() => [
    {
      keys: 'mod+k',
      label: t('shell.palette.title'),
      group: t('shell.shortcuts.everywhere'),
      run: () => (openDialog.value = 'palette'),
    },
    {
      keys: '?',
      label: t('shell.shortcuts.title'),
      group: t('shell.shortcuts.everywhere'),
      run: () => (openDialog.value = 'shortcuts'),
    },
    ...screens.map(({ name, letter }) => ({
      keys: `g ${letter}`,
      label: t(`shell.screens.${name}`),
      group: t('shell.shortcuts.go'),
      run: () => void router.push({ name }),
    })),
  ])

  useCommands(
    computed<readonly Command[]>(() => [
      ...screens.map(({ name, letter, icon }): Command => ({
        id: `go-${name}`,
        label: t(`shell.screens.${name}`),
        group: t('shell.shortcuts.go'),
        icon,
        keys: `g ${letter}`,
        run: () => void router.push({ name }),
      })),
      ...cluster.nodes.map(({ instanceName, state }): Command => ({
        id: `node-${instanceName}`,
        label: instanceName,
        group: t('shell.screens.nodes'),
        icon: Server,
        keywords: state,
        run: () => void router.push({ name: 'nodes', query: { selected: instanceName } }),
      })),
      ...cluster.nodes.flatMap(ofNode),
      ...(savedFilters.data.value ?? []).map(({ name }): Command => ({
        id: `filter-${name}`,
        label: name,
        group: t('messages.saved'),
        icon: Bookmark,
        run: () => void router.push({ name: 'messages', query: { saved: name } }),
      })),
      ...cluster.profiles
        .filter(({ id }) => id !== cluster.profile?.id)
        .map(({ id, name }): Command => ({
          id: `open-${id}`,
          label: t('shell.cluster.open', { name }),
          group: t('shell.cluster.clusters'),
          icon: Play,
          run: () => void clusters.open(id),
        })),
      {
        id: 'another-cluster',
        label: t('shell.cluster.another'),
        group: t('shell.cluster.clusters'),
        icon: Plus,
        run: () => void router.push({ name: 'welcome' }),
      },
      ...cluster.profiles.flatMap(ofCluster),
      ...appearance(),
      {
        id: 'read-only',
        label: settings.readOnly ? t('shell.readOnly.turnOff') : t('shell.readOnly.turnOn'),
        group: t('shell.screens.settings'),
        keywords: explained('readOnly'),
        icon: LockKeyhole,
        run: () => void settings.change({ readOnly: !settings.readOnly }),
      },
      ...Object.entries(foundSettings).flatMap(([heading, names]) =>
        names.map((name): Command => ({
          id: `setting-${name}`,
          label: `${t(`settings.${heading}`)}: ${t(`settings.${name}`)}`,
          group: t('shell.screens.settings'),
          icon: Settings,
          keywords: explained(name),
          run: () => void router.push({ name: 'settings', query: { setting: name } }),
        })),
      ),
      {
        id: 'shortcuts',
        label: t('shell.shortcuts.title'),
        group: t('shell.screens.settings'),
        icon: Keyboard,
        keys: '?',
        run: () => (openDialog.value = 'shortcuts'),
      },
    ]),
  )

  /** What a setting is explained with, and what else it may be looked for by. */
  function explained(name: string): string {
    const texts = [`settings.${name}Help`, `settings.${name}Words`]
    return texts.flatMap((key) => (i18n.te(key) ? [t(key)] : [])).join(' ')
  }

  /** What the menu of a saved cluster offers at this moment. */
  function ofCluster(profile: Profile): readonly Command[] {
    return actionsOf(profile).flatMap(({ label, icon, changes, disabledBecause, run }, place) =>
      (disabledBecause ?? null) === null
        ? [
            {
              id: `cluster-${profile.id}-${place}`,
              label,
              group: t('shell.cluster.clusters'),
              icon,
              changes,
              run,
            },
          ]
        : [],
    )
  }

  /** What can be done with a node from everywhere; it is done where it is seen. */
  function ofNode({ instanceName, actions }: NodeView): readonly Command[] {
    const group = t('shell.screens.nodes')
    const may = (action: string) => actions.some((each) => each.action === action && each.allowed)
    const command = (id: string, label: string, icon: Component, to: RouteLocationRaw): Command => ({
      ...{ id: `${id}-${instanceName}`, label: `${label}: ${instanceName}`, group, icon },
      run: () => void router.push(to),
    })
    const at = { selected: instanceName }
    return [
      ...(may('compare')
        ? [
            command('compare', t('nodes.actions.compare'), Scale, {
              name: 'nodes',
              query: { ...at, tab: 'comparison', act: 'compare' },
            }),
          ]
        : []),
      ...(may('resync')
        ? [
            command('resync', t('nodes.actions.resync'), GitCompareArrows, {
              name: 'resync',
              query: { node: instanceName },
            }),
          ]
        : []),
      command('messages', t('nodes.itsMessages'), ScrollText, {
        name: 'messages',
        query: { filter: tokenText('node', instanceName) },
      }),
    ]
  }

  function appearance(): readonly Command[] {
    const { theme, density, language } = settings.settings
    const themes = (['system', 'light', 'dark'] as const).filter((choice) => choice !== theme)
    const otherDensity = density === 'compact' ? 'comfortable' : 'compact'
    const group = t('shell.screens.settings')
    return [
      ...themes.map((choice): Command => ({
        id: `theme-${choice}`,
        label: `${t('settings.theme')}: ${t(`settings.themes.${choice}`)}`,
        group,
        keywords: explained('theme'),
        icon: Contrast,
        run: () => void settings.change({ theme: choice }),
      })),
      {
        id: 'density',
        label: `${t('settings.density')}: ${t(`settings.densities.${otherDensity}`)}`,
        group,
        keywords: explained('density'),
        icon: Rows3,
        run: () => void settings.change({ density: otherDensity }),
      },
      ...languageTags
        .filter((tag) => tag !== language)
        .map((tag): Command => ({
          id: `language-${tag}`,
          label: `${t('settings.language')}: ${nameOfLanguage(tag)}`,
          group,
          keywords: `${nameOfLanguage(tag, language)} ${explained('language')}`,
          icon: Languages,
          run: () => void settings.change({ language: tag }),
        })),
    ]
  }
}
