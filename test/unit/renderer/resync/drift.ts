import type { ResyncPlan, ResyncReport } from '../../../../electron/contract/features/resync.ts'
import type { DriftData } from '../../../../electron/contract/shared.ts'
import type { DriftEntry } from '../../../../renderer/features/resync/drift-tree.ts'

export function entry(kind: string, title: string, over: Partial<DriftEntry> = {}): DriftEntry {
  return {
    type: 'different',
    kind,
    id: `${kind}-${title}`,
    title,
    workspace: title.includes(':') ? title.slice(0, title.indexOf(':')) : null,
    otherId: null,
    properties: [{ property: 'title', left: 'Roads', right: 'roads', secret: false }],
    ...over,
  }
}

export function drift(entries: readonly DriftEntry[], over: Partial<DriftData> = {}): DriftData {
  return {
    equal: entries.length === 0,
    compared: 100,
    at: 0,
    entries: [...entries],
    unknowable: [],
    problems: [],
    ...over,
  }
}

export function plan(entries: readonly DriftEntry[]): ResyncPlan {
  const operations = entries.map(({ kind, id, title }, index) => ({
    key: `modify:${kind}:${id}`,
    verb: index % 2 === 0 ? ('modify' as const) : ('remove' as const),
    kind,
    id,
    title: `modify ${kind} ${title}`,
    reason: 'title differs',
    way: 'message' as const,
    events: index + 1,
    bytes: 1000,
  }))
  return {
    id: 'plan-1',
    instanceName: 'geo-3',
    reference: 'geo-1',
    queue: 'Consumer.geo-3.VirtualTopic.geoserver',
    drift: drift(entries),
    operations,
    withheld: [],
    events: operations.length,
    byFiles: null,
  }
}

export function report(over: Partial<ResyncReport>): ResyncReport {
  return {
    id: 'plan-1',
    instanceName: 'geo-3',
    reference: 'geo-1',
    queue: 'Consumer.geo-3.VirtualTopic.geoserver',
    startedAt: 0,
    finishedAt: 1000,
    before: drift([]),
    after: drift([]),
    results: [],
    left: [],
    withheld: [],
    others: [],
    resumed: false,
    verified: true,
    cancelled: false,
    markdown: '',
    html: '',
    ...over,
  }
}
