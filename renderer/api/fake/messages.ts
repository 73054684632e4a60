import type { Service, Sources } from '../../../electron/contract/application.ts'
import {
  everyMessage,
  type DeliveryState,
  type MessageFilter,
  type MessageRow,
} from '../../../electron/contract/features/messages.ts'
import { master, pause, slaves, type FakeWorld } from './world.ts'

const objects = [
  ['layer', 'transport:roads', 'modified: default style, title'],
  ['style', 'road_lines', 'modified: body'],
  ['featureType', 'hydro:lakes', 'added'],
  ['layer', 'hydro:lakes', 'added'],
  ['dataStore', 'hydro:postgis', 'modified: connection parameters'],
  ['layerGroup', 'basemap', 'modified: layers'],
  ['coverage', 'terrain:elevation', 'modified: bounds'],
  ['workspace', 'cadastre', 'modified: enabled'],
  ['featureType', 'cadastre:parcels', 'modified: attributes'],
  ['service', 'WMS', 'modified: limits'],
] as const

function row(sequence: number, newest: number, at: number): MessageRow {
  const isUpdateSequence = sequence % 3 === 0
  const [kind, title, what] = objects[(sequence * 7) % objects.length] ?? objects[0]
  const behind = newest - sequence
  const words: Record<string, string> = {
    featureType: 'feature type',
    dataStore: 'data store',
    layerGroup: 'layer group',
  }
  return {
    sequence,
    at,
    summary: isUpdateSequence
      ? `global settings modified: update sequence ${sequence}`
      : `${words[kind] ?? kind} ${title} ${what}`,
    verb: isUpdateSequence ? 'modify' : what === 'added' ? 'add' : kind === 'style' ? 'style-file' : 'modify',
    object: isUpdateSequence
      ? { kind: 'global', id: 'global', title: 'global settings' }
      : { kind, id: `${kind}--${title}`, title },
    sender: master,
    size: 600 + ((sequence * 7919) % 9_000),
    isUpdateSequence,
    delivery: {
      'geo-2': behind < 2 ? 'pending' : 'verified',
      'geo-3': behind < 12 ? 'pending' : behind < 30 ? 'taken' : 'verified',
      'geo-4':
        sequence % 211 === 0
          ? 'missing'
          : sequence % 523 === 0
            ? 'failed'
            : behind < 40
              ? 'taken'
              : 'verified',
    },
  }
}

function matches(filter: MessageFilter, candidate: MessageRow): boolean {
  const { text, kind, workspace, node, verb, state, slave, object, since, until, all } = filter
  return (
    (all || !candidate.isUpdateSequence) &&
    (text === '' || candidate.summary.toLowerCase().includes(text.toLowerCase())) &&
    (kind === null || candidate.object?.kind === kind) &&
    (workspace === null || candidate.object?.title.startsWith(`${workspace}:`) === true) &&
    (node === null || candidate.sender === node) &&
    (verb === null || candidate.verb === verb) &&
    (state === null || statesOf(candidate, slave).includes(state)) &&
    (object === null || candidate.object?.id === object) &&
    (since === null || candidate.at >= since) &&
    (until === null || candidate.at <= until)
  )
}

function statesOf(candidate: MessageRow, slave: string | null): readonly (DeliveryState | undefined)[] {
  return slave === null ? Object.values(candidate.delivery) : [candidate.delivery[slave]]
}

interface Archive {
  readonly rows: MessageRow[]
  readonly append: (many: number) => MessageRow[]
}

const archives = new WeakMap<FakeWorld, Archive>()

function archiveOf(world: FakeWorld): Archive {
  const existing = archives.get(world)
  if (existing !== undefined) return existing
  const count = world.messages
  const rows: MessageRow[] = Array.from({ length: count }, (_, index) =>
    row(index + 1, count, Date.now() - (count - index) * 17_000),
  )
  const archive: Archive = {
    rows,
    append: (many) => {
      const added = Array.from({ length: many }, (_, index) => {
        const sequence = rows.length + 1 + index
        return row(sequence, sequence, Date.now())
      })
      rows.push(...added)
      return added
    },
  }
  archives.set(world, archive)
  return archive
}

export function fakeMessages(world: FakeWorld): Service<'messages'> {
  const archive = archiveOf(world)
  let saved: { name: string; filter: MessageFilter }[] = [
    { name: 'Missing somewhere', filter: { ...everyMessage, state: 'missing' } },
  ]
  // The rows of the filter asked for last, so that scrolling a long log costs the fake what it costs a database.
  let found = { key: '', seen: 0, rows: new Array<MessageRow>() }
  const matching = (filter: MessageFilter): readonly MessageRow[] => {
    const key = JSON.stringify(filter)
    if (found.key !== key) found = { key, seen: 0, rows: [] }
    for (; found.seen < archive.rows.length; found.seen += 1) {
      const candidate = archive.rows[found.seen]
      if (candidate !== undefined && matches(filter, candidate)) found.rows.push(candidate)
    }
    return found.rows
  }
  const countBelow = (rows: readonly MessageRow[], sequence: number): number => {
    let low = 0
    let high = rows.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((rows[middle]?.sequence ?? 0) < sequence) low = middle + 1
      else high = middle
    }
    return low
  }

  return {
    page: ({ filter, before, after, limit }) => {
      const all = matching(filter)
      if (after !== null) {
        const first = countBelow(all, after + 1)
        const above = all.slice(first, first + limit)
        return { rows: above.toReversed(), more: first + limit < all.length, folded: 0 }
      }
      const end = before === null ? all.length : countBelow(all, before)
      const rows = all.slice(Math.max(0, end - limit), end).toReversed()
      const from = rows.at(-1)?.sequence ?? 1
      const to = before ?? archive.rows.length + 1
      return { rows, more: end > limit, folded: filter.all ? 0 : Math.max(0, to - from - rows.length) }
    },
    position: ({ filter, fraction }) => {
      const all = matching(filter)
      const index = Math.round((1 - fraction) * (all.length - 1))
      return { total: all.length, sequence: all[index]?.sequence ?? null }
    },
    details: ({ sequence }) => {
      const found = archive.rows[sequence - 1]
      if (found === undefined) throw new Error(`no message ${sequence}`)
      const xml = (title: string, style: string) =>
        `<layer>\n  <id>${found.object?.id ?? ''}</id>\n  <name>${found.object?.title ?? ''}</name>\n  <title>${title}</title>\n  <defaultStyle>\n    <id>${style}</id>\n  </defaultStyle>\n  <enabled>true</enabled>\n</layer>\n`
      return {
        row: found,
        messageId: `ID:${found.sender}-41233-1763840000000-1:1:1:1:${sequence}`,
        handler: found.verb === 'style-file' ? 'JMSStyleFileHandler' : 'JMSCatalogModifyEventHandlerSPI',
        properties: [
          { name: 'title', before: 'roads', after: 'Roads', changed: true },
          { name: 'defaultStyle', before: 'line', after: 'road_lines', changed: true },
          { name: 'enabled', before: 'true', after: 'true', changed: false },
        ],
        before: xml('roads', 'StyleInfoImpl--line'),
        after: xml('Roads', 'StyleInfoImpl--road_lines'),
        body: xml('Roads', 'StyleInfoImpl--road_lines'),
        headers: [
          { name: 'destination', value: '/topic/VirtualTopic.geoserver', hidden: false },
          {
            name: 'message-id',
            value: `ID:${found.sender}-41233-1763840000000-1:1:1:1:${sequence}`,
            hidden: false,
          },
          { name: 'persistent', value: 'true', hidden: false },
          { name: 'passcode', value: '•••', hidden: true },
        ],
        failure: null,
        delivery: Object.entries(found.delivery).map(([instanceName, state]) => ({
          instanceName,
          state,
          at: state === 'pending' ? null : found.at + 900,
          reason: reasonOf(state),
        })),
      }
    },
    facets: () => ({
      kinds: [...new Set(objects.map(([kind]) => kind))].toSorted(),
      workspaces: ['cadastre', 'hydro', 'terrain', 'transport'],
      senders: [master],
    }),
    savedFilters: () => saved,
    saveFilter: (filter) => {
      saved = [...saved.filter(({ name }) => name !== filter.name), filter]
      return {}
    },
    removeFilter: ({ name }) => {
      saved = saved.filter((candidate) => candidate.name !== name)
      return {}
    },
    export: ({ filter, format }) => {
      const all = matching(filter)
      const content =
        format === 'csv'
          ? all.map(({ sequence, summary }) => `${sequence},"${summary}"`).join('\n')
          : all.map((each) => JSON.stringify(each)).join('\n')
      return { fileName: `messages.${format}`, content, messages: all.length, complete: true }
    },
    import: async ({ content }, { progress, signal }) => {
      const messages = content.split('\n').filter((line) => line !== '').length
      progress({ messages: 0 })
      await pause(300, signal)
      return { messages }
    },
    replay: ({ instanceName }) => ({ queue: `Consumer.${instanceName}.VirtualTopic.geoserver` }),
    statistics: () => ({
      messages: archive.rows.length + 43_201,
      bytes: 214_000_000,
      oldestAt: Date.now() - 29 * 24 * 3_600_000,
    }),
  }
}

function reasonOf(state: DeliveryState): string | null {
  if (state === 'missing')
    return 'It left the queue, but the object is not in the slave: the last comparison found it different.'
  if (state === 'failed') return 'The slave could not apply it: its store does not exist there.'
  return null
}

export function fakeMessageSources(world: FakeWorld): Sources<'messages'> {
  const archive = archiveOf(world)
  return {
    live: ({ filter }, emit, signal) => {
      const timer = setInterval(() => {
        if (world.cluster.state !== 'open') return
        const recent = [...archive.rows.slice(-slaves.length * 15), ...archive.append(2)]
        const newest = archive.rows.length
        const fresh = recent.map(({ sequence, at }) => row(sequence, newest, at))
        emit(fresh.filter((candidate) => matches(filter, candidate)))
      }, 2_000)
      signal.addEventListener('abort', () => clearInterval(timer))
    },
  }
}
