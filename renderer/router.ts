import { createRouter, createWebHashHistory, type RouteRecordRaw } from 'vue-router'
import type { ScreenName } from '../electron/contract/screens.ts'
import OverviewScreen from './features/overview/OverviewScreen.vue'
import { screens } from './shell/navigation.ts'

/** Each screen in a file of its own, fetched when somebody goes there. */
const components: Readonly<Record<ScreenName, () => Promise<unknown>>> = {
  // What nearly everybody sees first comes with the start, and with none of what only others share with it.
  overview: () => Promise.resolve(OverviewScreen),
  findings: () => import('./features/findings/FindingsScreen.vue'),
  nodes: () => import('./features/nodes/NodesScreen.vue'),
  configuration: () => import('./features/configuration/ConfigurationScreen.vue'),
  messages: () => import('./features/messages/MessagesScreen.vue'),
  resync: () => import('./features/resync/ResyncScreen.vue'),
  brokers: () => import('./features/brokers/BrokersScreen.vue'),
  maps: () => import('./features/maps/MapsScreen.vue'),
  audit: () => import('./features/audit/AuditScreen.vue'),
  diagnostics: () => import('./features/diagnostics/DiagnosticsScreen.vue'),
  settings: () => import('./features/settings/SettingsScreen.vue'),
}

const routes: RouteRecordRaw[] = [
  // Where the app starts is decided by App.vue once it knows whether a cluster is open.
  { path: '/', name: 'start', component: { render: () => null }, meta: { needsCluster: false } },
  {
    path: '/welcome',
    name: 'welcome',
    component: () => import('./features/welcome/WelcomeScreen.vue'),
    meta: { needsCluster: false, isOfNoCluster: true },
  },
  ...screens.map(({ name, needsCluster }): RouteRecordRaw => ({
    path: `/${name}`,
    name,
    component: components[name],
    meta: { needsCluster },
  })),
  { path: '/:anything(.*)*', redirect: '/' },
]

/** The address is in the hash, so that the same files work under `app://` and over HTTP without a server's help. */
export const router = createRouter({ history: createWebHashHistory(), routes })

/**
 * Begins to fetch the screen that is most likely the first, while the application is still asked what there is to see.
 * What goes wrong is told to whoever goes there, as the router asks again.
 */
export function fetchFirstScreen(): void {
  const wanted = /^#\/(\w+)/.exec(location.hash)?.[1]
  const screen = screens.find(({ name }) => name === wanted)
  if (screen !== undefined) components[screen.name]().catch(() => undefined)
}
