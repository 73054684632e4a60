import {
  Boxes,
  Braces,
  Building2,
  Combine,
  Database,
  Globe,
  Grid3x3,
  Image,
  Layers,
  Layers2,
  Logs,
  Map as MapIcon,
  Palette,
  Plug,
  Settings2,
  SlidersHorizontal,
  Spline,
} from '@lucide/vue'
import type { Component } from 'vue'
import { useI18n } from 'vue-i18n'
import { useSpeak } from '../../i18n/use-speak.ts'

/**
 * Every kind there is words for, in the order objects of one parent are listed in: what holds others comes first.
 */
const kindIcons: Readonly<Record<string, Component>> = {
  global: Globe,
  logging: Logs,
  workspace: Boxes,
  namespace: Braces,
  settings: Settings2,
  service: Plug,
  dataStore: Database,
  coverageStore: Image,
  wmsStore: Building2,
  wmtsStore: Grid3x3,
  featureType: Spline,
  coverage: Combine,
  wmsLayer: MapIcon,
  wmtsLayer: MapIcon,
  layer: Layers,
  layerGroup: Layers2,
  style: Palette,
}

const order = new Map(Object.keys(kindIcons).map((kind, index) => [kind, index]))

export function iconOf(kind: string): Component {
  return kindIcons[kind] ?? SlidersHorizontal
}

function isKnownKind(kind: string): boolean {
  return order.has(kind)
}

/** Sorts kinds as lists show them; a kind nobody knows comes last. */
export function rankOfKind(kind: string): number {
  return order.get(kind) ?? order.size
}

/** Says kinds as the operator calls them; one nobody knows is called as the application names it. */
export function useKindWords(): (kind: string, root?: string | null) => string {
  const { t } = useI18n()
  const { speak } = useSpeak()
  /** @param root the type of a service, which is part of what it is called */
  return (kind, root = null) => {
    if (!isKnownKind(kind)) return kind
    return kind === 'service' && root !== null && root !== 'service'
      ? t('common.typedService', { type: root.toUpperCase() })
      : speak({ key: `kinds.${kind}`, values: {} })
  }
}
