import type { z } from 'zod'
import type { clusterProperty } from '../../contract/features/inventory.ts'
import type { Catalog } from '../../catalog/catalog.ts'
import type { CatalogObject } from '../../catalog/object.ts'
import type { ProblemEffect } from '../../catalog/problem.ts'
import type { KeptEntry } from '../../engine/journal/history.ts'
import type { Agreement } from '../../engine/master/agreement.ts'
import type { Accepted, EditRequest } from '../../engine/master/master.ts'
import type { EditPlan } from '../../engine/master/plan.ts'
import type { SlaveControl } from '../../engine/resync/delivery.ts'
import { failure } from '../../errors/failure.ts'
import type { GeoServerLogin } from '../../geoserver/client.ts'
import type { MapServer } from '../../geoserver/ows/map-server.ts'
import type { Split } from '../../geoserver/reading/catalog-files.ts'
import type { Wording } from '../../sentences/sentence.ts'
import { hasRole, type NodeFacts } from './facts.ts'

/** Everything that can be wanted of a node. */
export const nodeActions = [
  'read',
  'maps',
  'compare',
  'resync',
  'edit',
  'start',
  'stop',
  'pause',
  'resume',
  'reload',
  'saveProperties',
  'forget',
] as const
export type NodeAction = (typeof nodeActions)[number]

/**
 * A node of the cluster, whatever it is and whoever runs it. What it cannot do it says, with the reason and what can be
 * done about it; nobody above asks what kind of node it is.
 */
export interface ClusterNode {
  readonly instanceName: string
  /** What is known of it now. */
  readonly facts: NodeFacts
  /** Why something cannot be done with it here; null when it can. */
  why(action: NodeAction): Wording | null
  /**
   * Lets its catalog be read as a data directory, for as long as the action takes.
   * @throws PLB-CLUSTER-ACTION-REFUSED, PLB-GEOSERVER-…
   */
  withCatalog<Result>(call: CatalogCall, action: (found: ReadableCatalog) => Promise<Result>): Promise<Result>
  /**
   * Where its catalog is read, as often as need be and in whatever thread.
   * @throws PLB-CLUSTER-ACTION-REFUSED
   */
  source(): Promise<CatalogSource>
  /** What map clients ask of it. @throws PLB-CLUSTER-ACTION-REFUSED of a node that draws no maps */
  maps(): Promise<MapServer>
  readonly configuration: NodeConfiguration
  /** Its objects one by one, compared with those of another node and mended; undefined of one that tells what it applied. */
  readonly objects: NodeObjects | undefined
  /** How events reach it and what became of each; undefined of a node that cannot tell. */
  readonly delivery: NodeDelivery | undefined
  /** What its cluster.properties says. @throws PLB-CLUSTER-ACTION-REFUSED */
  properties(): NodeProperties
  /** @param others instance names that are taken */
  saveProperties(changes: Readonly<Record<string, string>>, others: readonly string[]): SavedProperties
  /** Resolves when it runs. @throws PLB-CLUSTER-ACTION-REFUSED, and why it did not start */
  start(): Promise<void>
  /** Its messages wait in its queue. @throws PLB-CLUSTER-ACTION-REFUSED */
  stop(): Promise<void>
  /** Has it apply nothing until it is resumed or started; its messages wait. @throws PLB-CLUSTER-ACTION-REFUSED */
  pause(): Promise<void>
  /** @throws PLB-CLUSTER-ACTION-REFUSED */
  resume(): Promise<void>
  /** Lets it read its files again. @throws PLB-ENGINE-RELOAD-ON-MASTER, PLB-CLUSTER-ACTION-REFUSED */
  reload(): Promise<readonly UnusualFile[]>
  /** Events it could not apply, and those that wait for something. */
  unfinished(): Promise<readonly UnfinishedEvent[]>
  /** Says that somebody has seen that a change of this master does not stand. */
  acknowledge(conflict: number): Promise<void>
  /**
   * Says that a comparison that began at a time found it equal to its master, or a slave equal to this master. A node
   * that keeps no account of what it missed has no use for it.
   */
  provedEqual(at: number): Promise<void>
}

/** What cluster.properties says, as a form and as text; passwords in it are hidden. */
export interface NodeProperties {
  readonly path: string
  readonly text: string
  readonly properties: z.output<typeof clusterProperty>[]
}

export interface SavedProperties {
  readonly problems: { readonly key: string; readonly message: Wording }[]
  readonly restartNeeded: boolean
}

export interface CatalogCall {
  readonly signal: AbortSignal
  /**
   * A reading that is under way or in use already will do, as long as the node says that nothing of it changed since. Who
   * cannot share is read for anew, and whoever can gets that one as well.
   */
  readonly shares?: boolean
  readonly onProgress?: ((message: Wording) => void) | undefined
}

/** A data directory that can be read. */
export interface ReadableCatalog {
  readonly directory: string
  /** Whether it is a copy, which is gone after the action. */
  readonly isCopy: boolean
  /** Where the memory of the node has parted from its files; nothing of one whose files are its state. */
  readonly splits?: readonly Split[]
  /** How far the node was before it was read; another one says that it changed since. Undefined when it does not tell. */
  readonly mark?: string
}

export type CatalogSource =
  | { readonly at: 'directory'; readonly directory: string }
  | {
      readonly at: 'rest'
      readonly login: GeoServerLogin
      /** As it says itself; undefined when it was not heard yet. */
      readonly version: string | undefined
    }

/** What a node holds. */
export interface CatalogView {
  readonly catalog: Catalog
  /** The rules of a style; undefined when there are none that can be read. */
  readonly styleBody: (style: CatalogObject) => string | undefined
}

/** The catalog of a node as it is looked at and changed. */
export interface NodeConfiguration {
  /** @throws PLB-CLUSTER-ACTION-REFUSED, PLB-STORAGE-… */
  view(): Promise<CatalogView>
  /** What a change would do; nothing changes. @throws PLB-ENGINE-NOT-A-MASTER, PLB-CLUSTER-ACTION-REFUSED */
  plan(request: EditRequest): Promise<EditPlan>
  /**
   * Makes a change whose plan was agreed to. Under the id of an earlier request it is not made again: what came of that
   * is answered.
   * @throws PLB-ENGINE-…; PLB-ENGINE-EDIT-UNKNOWN when nobody is there any more to say what became of it
   */
  publish(request: EditRequest, agreement: Agreement, author: string, requestId: string): Promise<Accepted>
  /**
   * What came of a request that was made; undefined when none was made under that id.
   * @throws PLB-ENGINE-REQUEST-REUSED when it asked for something else
   */
  madeBefore(
    requestId: string,
    asked: Pick<EditRequest, 'verb' | 'kind'> | undefined,
  ): Promise<Accepted | undefined>
  /** The newest accepted changes of an object first, with what it was before and after, passwords included. */
  historyOf(objectId: string, limit?: number): Promise<readonly KeptEntry[]>
  /** The newest accepted removals first, of all kinds and some at a time: those before one, until there are none. */
  removals(before?: number): Promise<readonly KeptEntry[]>
  /** All entries of the change that one is of, in the order they were made; none when there is no such. */
  changeOf(id: number): Promise<readonly KeptEntry[]>
}

/** An object as another node has it, to be found on this one. */
export interface ObjectElsewhere {
  readonly object: CatalogObject
  /** The other node's, with the object in it. */
  readonly catalog: Catalog
  readonly styleBody: string | undefined
  /** Whether it was removed there. */
  readonly isGone: boolean
  /** Whether it is the default workspace; undefined of what can be none. */
  readonly isDefault?: boolean | undefined
}

/** What lies in an object's place here. */
export interface ObjectHere {
  readonly state: 'equal' | 'missing' | 'different' | 'extra' | 'other id'
  /** Names of the properties that differ. */
  readonly properties: readonly string[]
}

/** Objects of a node that does not tell what it applied. */
export interface NodeObjects {
  /** @throws PLB-GEOSERVER-…; the signal's reason */
  look(elsewhere: ObjectElsewhere, signal: AbortSignal): Promise<ObjectHere>
  /**
   * Makes an object what it is elsewhere; nobody else hears of it.
   * @throws PLB-GEOSERVER-REPAIR-INCOMPLETE, PLB-GEOSERVER-…; the signal's reason
   */
  mend(elsewhere: ObjectElsewhere, signal: AbortSignal): Promise<ObjectHere>
}

/** How events reach a node besides the topic, and what it says became of each. */
export type NodeDelivery = SlaveControl

/** What is unusual about a file, and what came of it. */
export interface UnusualFile {
  readonly path: string
  readonly effect: ProblemEffect
  readonly message: Wording
}

export interface UnfinishedEvent {
  readonly state: string
  readonly summary: Wording
  readonly reason: Wording | undefined
  readonly receivedAt: number
}

/**
 * Refuses what a node cannot do.
 * @throws PLB-ENGINE-NOT-A-MASTER, PLB-ENGINE-RELOAD-ON-MASTER, PLB-CLUSTER-ACTION-REFUSED
 */
export function allow(node: ClusterNode, action: NodeAction): void {
  const why = node.why(action)
  if (why === null) return
  const { instanceName, facts } = node
  if (action === 'edit' && facts.roles.value !== undefined && !hasRole(facts, 'master')) {
    throw failure('PLB-ENGINE-NOT-A-MASTER', { instanceName, group: facts.group.value ?? '' })
  }
  if (action === 'reload' && hasRole(facts, 'master')) {
    throw failure('PLB-ENGINE-RELOAD-ON-MASTER', { instanceName })
  }
  throw failure('PLB-CLUSTER-ACTION-REFUSED', { instanceName, reason: why })
}

/** Where a node is, as it is shown: its data directory here, its address, or else nothing but its name. */
export function placeOf({ instanceName, facts }: Pick<ClusterNode, 'instanceName' | 'facts'>): string {
  return facts.dataDirectory ?? facts.url ?? instanceName
}
