import type { Service } from '../../../electron/contract/application.ts'
import type {
  EditDraft,
  HistoryEntry,
  ObjectView,
  Preview,
} from '../../../electron/contract/features/configuration.ts'
import { fakeCatalog, fakeObject, fieldsOf, plainText, xmlOf, type FakeObject, type Json } from './catalog.ts'
import { master, slaves } from './world.ts'

/** A catalog that can be edited. Whoever edits `hydro:rivers` finds that someone else did so meanwhile. */
export function fakeConfiguration(): Service<'configuration'> {
  const objects = new Map(fakeCatalog().map((object) => [object.node.id, object]))
  const histories = new Map<string, HistoryEntry[]>()
  const meddled = new Set<string>()
  let lastHistoryId = 1000
  let added = 0

  function find(id: string): FakeObject {
    const found = objects.get(id)
    if (found === undefined) throw new Error(`no object ${id}`)
    return found
  }

  function historyOf(id: string): HistoryEntry[] {
    const present = histories.get(id)
    if (present !== undefined) return present
    const object = find(id)
    const after = xmlOf(object)
    const title = 'title' in object.values
    const before = title ? after.replace(/<title>.*<\/title>/, '<title>Unnamed</title>') : after
    const first: HistoryEntry = {
      id: (lastHistoryId += 1),
      at: Date.now() - 4 * 86_400_000,
      author: 'import',
      verb: 'add',
      summary: `${object.node.kind} ${object.node.title} added`,
      before: null,
      after: before,
      bodyBefore: null,
      bodyAfter: object.styleBody,
    }
    const second: HistoryEntry = {
      id: (lastHistoryId += 1),
      at: Date.now() - 5_400_000,
      author: 'operator',
      verb: 'modify',
      summary: `${object.node.kind} ${object.node.title} modified: ${title ? 'title' : 'name'}`,
      before,
      after,
      bodyBefore: object.styleBody?.replace('#3366aa', '#225588') ?? null,
      bodyAfter: object.styleBody,
    }
    const entries = [second, first]
    histories.set(id, entries)
    return entries
  }

  function record(object: FakeObject, verb: string, before: string | null, author = 'operator'): string {
    const { kind, title, id } = object.node
    const after = verb === 'remove' ? null : xmlOf(object)
    const names = verb === 'modify' ? `: ${changedElements(before, after).join(', ') || 'body'}` : ''
    const past = { add: 'added', modify: 'modified', remove: 'removed', default: 'made the default' }[verb]
    const summary = `${kind} ${title} ${past ?? verb}${names}`
    const entries = histories.get(id) ?? (verb === 'add' ? [] : historyOf(id))
    lastHistoryId += 1
    histories.set(id, [
      {
        id: lastHistoryId,
        at: Date.now(),
        author,
        verb,
        summary,
        before,
        after,
        bodyBefore: entries[0]?.bodyAfter ?? null,
        bodyAfter: object.styleBody,
      },
      ...entries,
    ])
    return summary
  }

  function view(object: FakeObject): ObjectView {
    const { id, kind, root, title } = object.node
    const [last] = id === '' ? [] : historyOf(id)
    return {
      id,
      kind,
      root,
      title,
      version: String(object.version),
      xml: xmlOf(object),
      fields: fieldsOf(object),
      styleBody: object.styleBody,
      styleFormat: object.styleBody === null ? null : 'sld',
      lastChange: last === undefined ? null : { at: last.at, author: last.author, summary: last.summary },
      usedBy: [...objects.values()]
        .filter((other) => other !== object && id !== '' && JSON.stringify(other.values).includes(`"${id}"`))
        .map((other) => ({ id: other.node.id, kind: other.node.kind, title: other.node.title })),
    }
  }

  function edited(draft: EditDraft): FakeObject {
    const object =
      draft.id === null
        ? fakeObject(draft.kind, draft.service ?? draft.kind, '', null, null, '')
        : structuredClone(find(draft.id))
    if (draft.input?.startsWith('{') === true) {
      object.values = { ...object.values, ...(JSON.parse(draft.input) as Record<string, Json>) }
    } else if (draft.input !== null) {
      object.values = { ...object.values, ...plainElements(draft.input) }
    }
    if (draft.styleBody !== null) object.styleBody = draft.styleBody
    return object
  }

  function previewOf(draft: EditDraft): Preview {
    const object = draft.id === null ? undefined : find(draft.id)
    const next = edited(draft)
    const before = object === undefined ? null : xmlOf(object)
    const after = draft.verb === 'remove' ? null : xmlOf(next)
    const changed = changedElements(before, after)
    const dependants = draft.verb === 'remove' && object ? view(object).usedBy : []
    const name = draft.id === null ? plainText(next.values['name']) : next.node.title
    const verb = { add: 'added', modify: 'modified', remove: 'removed', default: 'made the default' }[
      draft.verb
    ]
    const bodyChanged = draft.styleBody !== null && draft.styleBody !== object?.styleBody
    return {
      events: [
        ...(draft.recurse ? dependants.map(({ kind, title }) => `${kind} ${title} removed`) : []),
        `${draft.kind} ${name} ${verb}${changed.length > 0 && draft.verb === 'modify' ? `: ${changed.join(', ')}` : ''}`,
      ],
      differences: [
        ...(draft.verb === 'modify' || draft.verb === 'add'
          ? changed.map((property) => ({
              property,
              before: before === null ? null : textIn(before, property),
              after: after === null ? null : textIn(after, property),
            }))
          : []),
        ...(bodyChanged
          ? [{ property: 'body', before: object?.styleBody ?? null, after: draft.styleBody }]
          : []),
      ],
      before,
      after,
      problems:
        next.values['srs'] !== undefined && !/^EPSG:\d+$/.test(plainText(next.values['srs']))
          ? [
              {
                property: 'srs',
                message: 'No coordinate reference system has this name. Write it as EPSG:4326.',
              },
            ]
          : draft.verb === 'remove' && !draft.recurse && dependants.length > 0
            ? [{ property: null, message: `${dependants.length} objects use it.` }]
            : [],
      slaves: [...slaves],
      conflict: null,
    }
  }

  return {
    nodes: () => [
      { instanceName: master, editable: true, why: null, masterInstead: null },
      ...slaves.map((instanceName) => ({
        instanceName,
        editable: false,
        why: `${instanceName} is a slave.`,
        masterInstead: master,
      })),
    ],
    tree: () => [...objects.values()].map(({ node }) => node),
    object: ({ id }) => view(find(id)),
    blank: ({ kind, service, workspace }) => {
      const blank = fakeObject(kind, service ?? kind, '', null, workspace, '')
      const kept = { enabled: true, advertised: true, mode: 'SINGLE', format: 'sld' }
      blank.values = Object.fromEntries(
        Object.keys(blank.values)
          .filter((name) => name !== 'id')
          .map((name) => [name, new Map<string, Json>(Object.entries(kept)).get(name) ?? null]),
      )
      if (workspace !== null && 'workspace' in blank.values) {
        blank.values = { ...blank.values, workspace: `workspace--${workspace}` }
      }
      return view(blank)
    },
    references: ({ kinds }) =>
      [...objects.values()]
        .filter(({ node }) => kinds.includes(node.kind))
        .map(({ node: { id, kind, title } }) => ({ id, kind, title })),
    preview: ({ draft }) => {
      const isMeddledWith = draft.id === 'featureType--hydro:rivers' && draft.verb === 'modify'
      if (isMeddledWith && draft.id !== null && !meddled.has(draft.id)) {
        meddled.add(draft.id)
        const object = find(draft.id)
        const before = xmlOf(object)
        object.values = { ...object.values, title: 'Rivers and canals', maxFeatures: 5000 }
        object.version += 1
        record(object, 'modify', before, 'night-import')
      }
      const present = previewOf(draft)
      const object = draft.id === null ? undefined : find(draft.id)
      if (object === undefined || draft.version === null || draft.version === String(object.version))
        return present
      const mine =
        draft.input?.startsWith('{') === true ? (JSON.parse(draft.input) as Record<string, Json>) : {}
      return {
        ...present,
        conflict: {
          version: String(object.version),
          theirs: historyOf(object.node.id)[0]?.summary ?? '',
          merged: present.after,
          conflicts: Object.entries({ title: 'Rivers' }).flatMap(([property, base]) =>
            property in mine
              ? [
                  {
                    property,
                    base,
                    mine: plainText(mine[property]),
                    theirs: plainText(object.values[property]),
                  },
                ]
              : [],
          ),
        },
      }
    },
    publish: ({ draft }) => {
      if (draft.verb === 'remove' && draft.id !== null) {
        const object = find(draft.id)
        const summary = record(object, 'remove', xmlOf(object))
        for (const { id } of draft.recurse ? view(object).usedBy : []) objects.delete(id)
        objects.delete(draft.id)
        return { events: [summary], id: draft.id, version: null }
      }
      if (draft.verb === 'default' && draft.id !== null) {
        for (const [id, object] of objects) {
          const node = { ...object.node, isDefault: id === draft.id }
          objects.set(id, { ...object, node })
        }
        return {
          events: [record(find(draft.id), 'default', xmlOf(find(draft.id)))],
          id: draft.id,
          version: null,
        }
      }
      const before = draft.id === null ? null : xmlOf(find(draft.id))
      const next = edited(draft)
      if (draft.id === null) {
        added += 1
        const name = plainText(next.values['name'])
        const space = typeof next.values['workspace'] === 'string' ? next.values['workspace'] : null
        const made = fakeObject(draft.kind, next.node.root, name, space, space?.replace(/^.*--/, '') ?? null)
        const id = `${made.node.id}.${added}`
        const object = { ...made, node: { ...made.node, id }, values: { ...next.values, id } }
        objects.set(id, object)
        return { events: [record(object, 'add', null)], id, version: '1' }
      }
      const object = find(draft.id)
      const changed = { ...next, node: object.node, version: object.version + 1 }
      objects.set(draft.id, changed)
      return { events: [record(changed, 'modify', before)], id: draft.id, version: String(changed.version) }
    },
    history: ({ id }) => historyOf(id),
    restore: ({ historyId, state }) => {
      for (const [id, entries] of histories) {
        const entry = entries.find((each) => each.id === historyId)
        if (entry === undefined) continue
        const xml = entry[state]
        const object = find(id)
        if (xml === null) {
          objects.delete(id)
          return { events: [record(object, 'remove', xmlOf(object))] }
        }
        object.styleBody = (state === 'before' ? entry.bodyBefore : entry.bodyAfter) ?? object.styleBody
        const before = xmlOf(object)
        object.values = { ...object.values, ...plainElements(xml) }
        object.version += 1
        return { events: [record(object, 'modify', before)] }
      }
      throw new Error(`no change ${historyId}`)
    },
  }
}

/** The elements below the root that hold nothing but text. */
function plainElements(xml: string): Record<string, string> {
  return Object.fromEntries(
    [...xml.matchAll(/^ {2}<(\w+)>([^<]*)<\/\1>$/gm)].map(([, name = '', text = '']) => [name, text]),
  )
}

function elements(xml: string | null): Map<string, string> {
  return new Map(
    [...(xml ?? '').matchAll(/^ {2}<(\w+)>([\s\S]*?)<\/\1>$/gm)].map(([, name = '', text = '']) => [
      name,
      text,
    ]),
  )
}

function changedElements(before: string | null, after: string | null): string[] {
  const [left, right] = [elements(before), elements(after)]
  return [...new Set([...left.keys(), ...right.keys()])].filter((name) => left.get(name) !== right.get(name))
}

function textIn(xml: string, name: string): string | null {
  const text = elements(xml).get(name)
  return text === undefined ? null : text.replaceAll(/\s*\n\s*/g, ' ').trim()
}
