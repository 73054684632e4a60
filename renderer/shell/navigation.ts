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
}

const described: Readonly<Record<ScreenName, Omit<Screen, 'name'>>> = {
  overview: {
    letter: 'o',
    icon: LayoutDashboard,
    needsCluster: true,
  },
  findings: {
    letter: 'f',
    icon: Flag,
    needsCluster: true,
  },
  nodes: {
    letter: 'n',
    icon: Server,
    needsCluster: true,
  },
  configuration: {
    letter: 'c',
    icon: ListTree,
    needsCluster: true,
  },
  messages: {
    letter: 'm',
    icon: ScrollText,
    needsCluster: true,
  },
  resync: {
    letter: 'r',
    icon: GitCompareArrows,
    needsCluster: true,
  },
  brokers: {
    letter: 'b',
    icon: Database,
    needsCluster: true,
  },
  maps: {
    letter: 'p',
    icon: MapIcon,
    needsCluster: true,
  },
  audit: {
    letter: 'a',
    icon: ClipboardList,
    needsCluster: false,
  },
  diagnostics: {
    letter: 'd',
    icon: Stethoscope,
    needsCluster: false,
  },
  settings: {
    letter: 's',
    icon: Settings,
    needsCluster: false,
  },
}

/** The screens of the rail, in its order. Their titles are the messages `shell.screens.<name>`. */
export const screens: readonly Screen[] = screenNames.map((name) => ({ name, ...described[name] }))
