import {
  ClipboardList,
  Database,
  Flag,
  GitCompareArrows,
  LayoutDashboard,
  ListTree,
  MapIcon,
  ScrollText,
  Server,
  Settings,
  Stethoscope,
} from '@lucide/vue'
import type { Component } from 'vue'
import { screenNames, type ScreenName } from '../../electron/contract/screens.ts'

export interface Screen {
  readonly name: ScreenName
  /** Pressed after `g`. */
  readonly letter: string
  readonly icon: Component
  /** Whether it shows the open cluster and is empty without one. */
  readonly needsCluster: boolean
  readonly component: () => Promise<unknown>
}

const described: Readonly<Record<ScreenName, Omit<Screen, 'name'>>> = {
  overview: {
    letter: 'o',
    icon: LayoutDashboard,
    needsCluster: true,
    component: () => import('../features/overview/OverviewScreen.vue'),
  },
  findings: {
    letter: 'f',
    icon: Flag,
    needsCluster: true,
    component: () => import('../features/findings/FindingsScreen.vue'),
  },
  nodes: {
    letter: 'n',
    icon: Server,
    needsCluster: true,
    component: () => import('../features/nodes/NodesScreen.vue'),
  },
  configuration: {
    letter: 'c',
    icon: ListTree,
    needsCluster: true,
    component: () => import('../features/configuration/ConfigurationScreen.vue'),
  },
  messages: {
    letter: 'm',
    icon: ScrollText,
    needsCluster: true,
    component: () => import('../features/messages/MessagesScreen.vue'),
  },
  resync: {
    letter: 'r',
    icon: GitCompareArrows,
    needsCluster: true,
    component: () => import('../features/resync/ResyncScreen.vue'),
  },
  brokers: {
    letter: 'b',
    icon: Database,
    needsCluster: true,
    component: () => import('../features/brokers/BrokersScreen.vue'),
  },
  maps: {
    letter: 'p',
    icon: MapIcon,
    needsCluster: true,
    component: () => import('../features/maps/MapsScreen.vue'),
  },
  audit: {
    letter: 'a',
    icon: ClipboardList,
    needsCluster: false,
    component: () => import('../features/audit/AuditScreen.vue'),
  },
  diagnostics: {
    letter: 'd',
    icon: Stethoscope,
    needsCluster: false,
    component: () => import('../features/diagnostics/DiagnosticsScreen.vue'),
  },
  settings: {
    letter: 's',
    icon: Settings,
    needsCluster: false,
    component: () => import('../features/settings/SettingsScreen.vue'),
  },
}

/** The screens of the rail, in its order. Their titles are the messages `shell.screens.<name>`. */
export const screens: readonly Screen[] = screenNames.map((name) => ({ name, ...described[name] }))
