import { z } from 'zod'
import { change, query, task } from '../procedure.ts'
import { wording } from '../wording.ts'
import { instant, nothing, objectTitle, requestId } from '../shared.ts'

export { services } from '../../sentences/kinds.ts'

export const treeNode = z.object({
  id: z.string(),
  kind: z.string(),
  /** Root element of its file; for services, the type. */
  root: z.string(),
  /** Own name, without the workspace. */
  name: z.string(),
  title: z.string(),
  /** Id of the object it is shown below: its workspace, store or resource. */
  parent: z.string().nullable(),
  workspace: z.string().nullable(),
  enabled: z.boolean().nullable(),
  isDefault: z.boolean(),
})
export type TreeNode = z.output<typeof treeNode>

/** One property as a form shows it; what it is called, its name says in each language. */
export const formField = z.object({
  name: z.string(),
  type: z.enum([
    'text',
    'multiline',
    'number',
    'flag',
    'choice',
    'password',
    'reference',
    'references',
    'strings',
    'map',
    'bounds',
    'structure',
    'readonly',
    'xml',
  ]),
  required: z.boolean(),
  choices: z.array(z.string()),
  /** Kinds a reference may point to. */
  kinds: z.array(z.string()),
  /**
   * JSON of the value in the form edits take it; null when there is none. References are ids. A password, also one in
   * a map or a structure, comes hidden, and given back as it came keeps the stored one.
   */
  value: z.json(),
  /** Form fields again: the parts of a structure (of each item, when its value is a list), the known keys of a map. */
  get fields() {
    return z.array(formField)
  },
  help: wording.nullable(),
  /** What GeoServer takes when it is not set; null where that is nothing, or not known. */
  assumed: z.string().nullable(),
  /** What is used first, where something lies, or the rest. */
  section: z.enum(['basics', 'place', 'more']),
})
export type FormField = z.output<typeof formField>

export const objectView = z.object({
  id: z.string(),
  kind: z.string(),
  root: z.string(),
  title: z.string(),
  /** Changes with every change of the object; edits name the one they started from. */
  version: z.string(),
  xml: z.string(),
  fields: z.array(formField),
  styleBody: z.string().nullable(),
  styleFormat: z.string().nullable(),
  lastChange: z.object({ at: instant, author: z.string(), summary: wording }).nullable(),
  usedBy: z.array(z.object({ id: z.string(), kind: z.string(), title: z.string() })),
})
export type ObjectView = z.output<typeof objectView>

/** A change of one object, as it is written down. */
export const editDraft = z.object({
  verb: z.enum(['add', 'modify', 'remove', 'default']),
  kind: z.string(),
  service: z.string().nullable(),
  /** The object's id; null for a new one. */
  id: z.string().nullable(),
  /**
   * The whole object as XML, or JSON of the properties that change, where null takes a property away; null when only
   * the style body changes.
   */
  input: z.string().nullable(),
  styleBody: z.string().nullable(),
  recurse: z.boolean(),
  /** The version the edit started from; null for a new object. */
  version: z.string().nullable(),
})

export type EditDraft = z.output<typeof editDraft>

export const restoredState = z.enum(['before', 'after', 'again'])
export type RestoredState = z.output<typeof restoredState>

/**
 * The way back to what an object was before or after an earlier change, which the node itself knows; `again`: only what
 * that change did, on top of what the object is by now.
 */
const restoreDraft = z.object({
  verb: z.literal('restore'),
  /** The object the history is of. */
  id: z.string(),
  historyId: z.number().int(),
  state: restoredState,
})

/** The way back from a whole change, with all that was changed together with this. */
const undoDraft = z.object({ verb: z.literal('undo'), id: z.string(), historyId: z.number().int() })

/** A copy of an object under another name, in the same place. */
const duplicateDraft = z.object({ verb: z.literal('duplicate'), id: z.string(), name: z.string().max(1000) })

/** Edits that were collected and are made as one change, in this order; each may rest on those before it. */
const setDraft = z.object({ verb: z.literal('set'), collected: z.array(z.string()).min(1).max(2000) })

/** A path from the root of the machine the application runs on. */
const wholePath = z
  .string()
  .max(4096)
  .regex(/^(?:[/\\]|[A-Za-z]:[\\/])/)

/** What makes a node hold what a directory says, see {@link configuration.exportTo}. */
const directoryDraft = z.object({
  verb: z.literal('directory'),
  path: wholePath,
  /** The one workspace something is removed in; null for all of it. */
  workspace: z.string().nullable(),
  /** Whether what the directory does not have is removed. */
  removes: z.boolean(),
})

const draft = z.discriminatedUnion('verb', [
  editDraft,
  restoreDraft,
  undoDraft,
  duplicateDraft,
  setDraft,
  directoryDraft,
])
export type Draft = z.output<typeof draft>

/** What whoever publishes has seen and agrees to; the node refuses what nobody agreed to. */
const agreement = z.object({
  /** The plan of the preview that was shown. */
  plan: z.string(),
  /** The name that was typed, where the preview asks for it. */
  name: z.string().nullable(),
  /** Whether a style is published although GeoServer cannot draw with it. */
  publishAnyway: z.boolean(),
  /** Why it is made, for the history and the audit. */
  reason: z.string().max(1000).optional(),
})
export type Agreement = z.output<typeof agreement>

/** Something the body of a style has against it. */
const styleFinding = z.object({
  /** An error is in the way of publishing, unless it is done anyway; a doubt is not. */
  severity: z.enum(['error', 'doubt']),
  /** Counted from 1; null where it is about the whole. */
  place: z.object({ line: z.number().int(), column: z.number().int() }).nullable(),
  problem: wording,
})
export type StyleFinding = z.output<typeof styleFinding>

export const editedObject = z.object({
  kind: z.string(),
  root: z.string(),
  title: z.string(),
  differences: z.array(
    z.object({ property: z.string(), before: z.string().nullable(), after: z.string().nullable() }),
  ),
  before: z.string().nullable(),
  after: z.string().nullable(),
})
export type EditedObject = z.output<typeof editedObject>

const knownName = z.object({ name: z.string(), values: z.array(z.string()) })

/** What can be written in a style: what an editor offers. */
const styleWords = z.object({
  /** Of SLD 1.0 and 1.1 and their filters; empty for other languages. */
  elements: z.array(
    z.object({
      name: z.string(),
      /** Whose namespace it is of in SLD 1.1; SLD 1.0 has but `sld` and `filter`. */
      family: z.enum(['sld', 'symbology', 'filter']),
      /** In order; null where nothing is known. */
      children: z.array(z.string()).nullable(),
      attributes: z.array(knownName),
      texts: z.array(z.string()),
    }),
  ),
  /** Of GeoServer's CSS; empty for other languages. */
  properties: z.array(knownName),
  functions: z.array(z.string()),
  /** Of the features that are drawn with the style, as far as the catalog says. */
  attributes: z.array(z.string()),
})
export type StyleWords = z.output<typeof styleWords>

export const preview = z.object({
  events: z.array(wording),
  /** What each edit changes; those that change nothing are left out. */
  edits: z.array(editedObject),
  /** What is in the way of publishing, a broken style not among it. */
  problems: z.array(z.object({ property: z.string().nullable(), message: wording })),
  /** What the body of the style has against it, errors first. */
  findings: z.array(styleFinding),
  /** Every other object that is added, changed or removed along. */
  goesAlong: z.array(
    z.object({
      kind: z.string(),
      root: z.string(),
      title: z.string(),
      effect: z.enum(['added', 'changed', 'removed', 'losesPassword']),
    }),
  ),
  /** What publishing has to agree to; empty when there is nothing that could be published. */
  plan: z.string(),
  /** The name that has to be typed, because the change cannot be taken back as a whole. */
  asksForName: z.string().nullable(),
  /** Slaves that will receive it. */
  slaves: z.array(z.string()),
  /** Set when the object changed since the edit began: the other change and the merged object. */
  conflict: z
    .object({
      /** The version the object has now, for a draft made from the merged object; empty when it is gone. */
      version: z.string(),
      /** What someone else did, in words. */
      theirs: wording,
      /** Theirs with what only I changed, as XML; where both changed a property, theirs stands. */
      merged: z.string().nullable(),
      conflicts: z.array(
        z.object({
          property: z.string(),
          base: z.string().nullable(),
          mine: z.string().nullable(),
          theirs: z.string().nullable(),
        }),
      ),
    })
    .nullable(),
})

export type Preview = z.output<typeof preview>

const historyEntry = z.object({
  id: z.number().int(),
  at: instant,
  author: z.string(),
  verb: z.string(),
  summary: wording,
  /** Why, as whoever made it says. */
  reason: z.string().nullable(),
  /** How many objects were changed together with it, itself included. */
  together: z.number().int(),
  before: z.string().nullable(),
  after: z.string().nullable(),
  /** The rules of a style. */
  bodyBefore: z.string().nullable(),
  bodyAfter: z.string().nullable(),
  /** Whether the object is something else now, so that going back to that state would change it. */
  differs: z.object({ before: z.boolean(), after: z.boolean(), again: z.boolean() }),
})

/** What a slave of another make has of an object after it was changed. */
export const arrivedObject = z.object({
  instanceName: z.string(),
  kind: z.string(),
  root: z.string(),
  title: z.string(),
  /** `other id`: there is one of that name and of another origin; `unknown`: the slave could not be asked. */
  state: z.enum(['equal', 'waiting', 'missing', 'different', 'extra', 'other id', 'unknown']),
  properties: z.array(z.string()),
  why: wording.nullable(),
})
export type ArrivedObject = z.output<typeof arrivedObject>

/** An edit that was collected; its draft stays with the application, since it may hold a password. */
const collectedEdit = z.object({
  id: z.string(),
  instanceName: z.string(),
  kind: z.string(),
  root: z.string(),
  title: z.string(),
})

/** An edit that was collected, and why it cannot be published as it is; null when it can, as far as is known. */
const fittingEdit = collectedEdit.extend({ unfit: wording.nullable() })
export type CollectedEdit = z.output<typeof fittingEdit>

const ofObject = z.object({ instanceName: z.string(), id: z.string() })
const arrived = z.object({ objects: z.array(arrivedObject) })

/** Kinds no one removes: they are part of every GeoServer, or go with the object they belong to. */
export function isRemovable(kind: string): boolean {
  return kind !== 'global' && kind !== 'logging' && kind !== 'namespace'
}

export const configuration = {
  /** The node whose catalog is shown, whether it may be edited, and why not. */
  nodes: query(
    nothing,
    z.array(
      z.object({
        instanceName: z.string(),
        editable: z.boolean(),
        why: wording.nullable(),
        masterInstead: z.string().nullable(),
      }),
    ),
  ),
  tree: query(z.object({ instanceName: z.string() }), z.array(treeNode)),
  /**
   * Objects every word occurs in, by name and kind, on the node that is edited first; for whoever knows no place.
   * They can be narrowed to a kind and a workspace, and then go without words.
   */
  find: query(
    z.object({
      text: z.string().max(200),
      kind: z.string().max(200).nullable(),
      workspace: z.string().max(200).nullable(),
      limit: z.number().int().min(1).max(100),
    }),
    z.array(objectTitle.extend({ root: z.string(), instanceName: z.string() })),
  ),
  object: query(z.object({ instanceName: z.string(), id: z.string() }), objectView),
  /** An empty form for a new object. */
  blank: query(
    z.object({
      instanceName: z.string(),
      kind: z.string(),
      service: z.string().nullable(),
      workspace: z.string().nullable(),
    }),
    objectView,
  ),
  references: query(
    z.object({ instanceName: z.string(), kinds: z.array(z.string()) }),
    z.array(z.object({ id: z.string(), kind: z.string(), title: z.string() })),
  ),
  /** What can be written in a style; the id is null for one that is yet to be. */
  styleWords: query(
    z.object({ instanceName: z.string(), id: z.string().nullable(), format: z.string() }),
    styleWords,
  ),
  /** What a style in GeoServer's CSS draws, to show it; null when it is broken or draws nothing. */
  cssAsSld: query(
    z.object({ css: z.string() }),
    z.object({ sld: z.string(), leftOut: z.array(z.string()) }).nullable(),
  ),
  preview: query(z.object({ instanceName: z.string(), draft }), preview),
  publish: change(
    z.object({ instanceName: z.string(), draft, agreed: agreement, requestId }),
    z.object({
      /** What was asked for first, and then what goes along with it. */
      events: z.array(wording),
      id: z.string(),
      /** The objects that were there before and were edited, as far as the draft says. */
      edited: z.array(z.string()),
      version: z.string().nullable(),
      /** A word the messages carry that come of it, to find them by; null where they carry none. */
      mark: z.string().nullable(),
    }),
  ),
  /**
   * Writes what a node holds, or one workspace, as a data directory without passwords into one that is empty or not
   * there yet.
   */
  exportTo: {
    ...query(
      z.object({ instanceName: z.string(), workspace: z.string().nullable(), path: wholePath }),
      z.object({ objects: z.number().int() }),
    ),
    recorded: true,
  },
  /** The edits that were collected for a node, to be published as one change; they outlast the application. */
  collected: query(z.object({ instanceName: z.string() }), z.array(fittingEdit)),
  collect: change(
    z.object({ edits: z.array(collectedEdit.omit({ id: true }).extend({ draft: editDraft })).max(2000) }),
    nothing,
  ),
  drop: change(z.object({ ids: z.array(z.string()).max(2000) }), nothing),
  /**
   * Compares an object, and what its cluster's module mixes up with it, on every slave that does not tell itself what it
   * applied: until all are equal, or for as long as a slave may take.
   */
  arrival: task(ofObject, arrived, arrived, false),
  /** Makes the object on slaves what it is on this node, by their own interface; nobody else hears of it. */
  mend: change(ofObject.extend({ slaves: z.array(z.string()).max(1000) }), arrived),
  history: query(z.object({ instanceName: z.string(), id: z.string() }), z.array(historyEntry)),
}
