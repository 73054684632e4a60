import {
  ClipboardList,
  Database,
  Flag,
  GitCompareArrows,
  LayoutDashboard,
  ListTree,
  ScrollText,
  Server,
  Settings,
  Stethoscope,
} from '@lucide/vue'
import type { Component } from 'vue'

export interface Screen {
  readonly name: string
  /** Pressed after `g`. */
  readonly letter: string
  readonly icon: Component
  /** Whether it shows the open cluster and is empty without one. */
  readonly needsCluster: boolean
  readonly component: () => Promise<unknown>
}

/** The screens of the rail, in its order. Their titles are the messages `shell.screens.<name>`. */
export const screens: readonly Screen[] = [
  {
    name: 'overview',
    letter: 'o',
    icon: LayoutDashboard,
    needsCluster: true,
    component: () => import('./features/overview/OverviewScreen.vue'),
  },
  {
    name: 'findings',
    letter: 'f',
    icon: Flag,
    needsCluster: true,
    component: () => import('./features/findings/FindingsScreen.vue'),
  },
  {
    name: 'nodes',
    letter: 'n',
    icon: Server,
    needsCluster: true,
    component: () => import('./features/nodes/NodesScreen.vue'),
  },
  {
    name: 'configuration',
    letter: 'c',
    icon: ListTree,
    needsCluster: true,
    component: () => import('./features/configuration/ConfigurationScreen.vue'),
  },
  {
    name: 'messages',
    letter: 'm',
    icon: ScrollText,
    needsCluster: true,
    component: () => import('./features/messages/MessagesScreen.vue'),
  },
  {
    name: 'resync',
    letter: 'r',
    icon: GitCompareArrows,
    needsCluster: true,
    component: () => import('./features/resync/ResyncScreen.vue'),
  },
  {
    name: 'brokers',
    letter: 'b',
    icon: Database,
    needsCluster: true,
    component: () => import('./features/brokers/BrokersScreen.vue'),
  },
  {
    name: 'audit',
    letter: 'a',
    icon: ClipboardList,
    needsCluster: false,
    component: () => import('./features/audit/AuditScreen.vue'),
  },
  {
    name: 'diagnostics',
    letter: 'd',
    icon: Stethoscope,
    needsCluster: false,
    component: () => import('./features/diagnostics/DiagnosticsScreen.vue'),
  },
  {
    name: 'settings',
    letter: 's',
    icon: Settings,
    needsCluster: false,
    component: () => import('./features/settings/SettingsScreen.vue'),
  },
]
