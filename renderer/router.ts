import { createRouter, createWebHashHistory, type RouteRecordRaw } from 'vue-router'
import { screens } from './shell/navigation.ts'

const routes: RouteRecordRaw[] = [
  // Where the app starts is decided by App.vue once it knows whether a cluster is open.
  { path: '/', name: 'start', component: { render: () => null }, meta: { needsCluster: false } },
  {
    path: '/welcome',
    name: 'welcome',
    component: () => import('./features/welcome/WelcomeScreen.vue'),
    meta: { needsCluster: false, isOfNoCluster: true },
  },
  ...screens.map(({ name, component, needsCluster }): RouteRecordRaw => ({
    path: `/${name}`,
    name,
    component,
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
  const name = /^#\/(\w+)/.exec(location.hash)?.[1] ?? 'overview'
  screens
    .find((each) => each.name === name)
    ?.component()
    .catch(() => undefined)
}
