import assert from 'node:assert/strict'
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import type { Incoming } from '../../electron/engine/slave/receiver.ts'
import { isFailure } from '../../electron/errors/failure.ts'
import { seedDirectory } from '../support/master.ts'
import { editChoice, requestFor, type EditChoice } from '../support/random-edits.ts'
import { driftBetween } from '../support/replicas.ts'
import { Peer } from './peers.ts'

/** A master changes something, or takes what another published: so many messages, behind some it had already. */
type Step =
  | { readonly at: number; readonly edit: EditChoice }
  | { readonly at: number; readonly from: number; readonly messages: number; readonly again: number }

const peer = fc.nat({ max: 2 })
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ at: peer, edit: editChoice }),
  fc.record({
    at: peer,
    from: peer,
    messages: fc.nat({ max: 6 }),
    again: fc.nat({ max: 2 }),
  }),
)

/** Three masters with clocks that differ, and what each has taken of the others. */
class Masters {
  readonly peers: readonly Peer[]
  readonly #published: readonly Incoming[][] = [[], [], []]
  readonly #taken = new Map<string, number>()

  readonly #directory = realpathSync(mkdtempSync(join(tmpdir(), 'plumbline-masters-')))

  constructor(clocks: readonly number[]) {
    this.peers = ['a', 'b', 'c'].map(
      (name, at) => new Peer(seedDirectory(join(this.#directory, name)), name, clocks[at] ?? 0),
    )
  }

  perform(step: Step): void {
    const peer = this.peers[step.at]
    if (peer === undefined) return
    if ('from' in step) {
      this.#take(step.at, step.from, step.messages, step.again)
      return
    }
    const request = requestFor(step.edit, peer.replica.catalog)
    try {
      if (request !== undefined) peer.edit(request)
    } catch (error) {
      if (!isFailure(error)) throw error
    }
    this.#published[step.at]?.push(...peer.published())
  }

  /** Everything that is on its way arrives. */
  settle(): void {
    for (const at of [0, 1, 2]) for (const from of [0, 1, 2]) this.#take(at, from, Infinity, 0)
  }

  #take(at: number, from: number, messages: number, again: number): void {
    if (at === from) return
    const key = `${at} ${from}`
    const taken = this.#taken.get(key) ?? 0
    const all = this.#published[from] ?? []
    const next = Math.min(all.length, taken + messages)
    this.peers[at]?.receiver.take(all.slice(Math.max(0, taken - again), next))
    this.#taken.set(key, next)
  }

  [Symbol.dispose](): void {
    for (const peer of this.peers) peer.close()
    rmSync(this.#directory, { recursive: true, force: true })
  }
}

/**
 * A workspace comes by a name, another is given that name meanwhile and makes way, and a style was added to that by a third
 * master, which had heard of the one alone.
 */
const intoWhatMadeWay: Step[] = [
  { at: 2, edit: { verb: 0, object: 0, value: 0 } },
  { at: 1, edit: { verb: 5, object: 0, value: 0 } },
  { at: 0, from: 2, messages: 1, again: 0 },
  { at: 0, edit: { verb: 1, object: 0, value: 1 } },
]

/** A style with rules is added, and another that has none is given its name and the file of its rules meanwhile. */
const intoRulesOfAnother: Step[] = [
  { at: 0, edit: { verb: 1, object: 0, value: 111 } },
  { at: 1, edit: { verb: 8, object: 0, value: 303 } },
]

/** A style comes into a workspace that is renamed meanwhile. */
const intoRenamed: Step[] = [
  { at: 0, edit: { verb: 5, object: 0, value: 0 } },
  { at: 1, edit: { verb: 18, object: 0, value: 10 } },
]

/** A workspace is renamed and a style comes into it, and another renames it meanwhile. */
const intoRenamedTwice: Step[] = [
  { at: 1, edit: { verb: 5, object: 0, value: 29 } },
  { at: 1, edit: { verb: 18, object: 0, value: 244 } },
  { at: 2, edit: { verb: 5, object: 0, value: 0 } },
]

/** A style is given the name of another that is added meanwhile, takes its place, and is removed by who named it so. */
const inPlaceOfAnother: Step[] = [
  { at: 0, edit: { verb: 16, object: 0, value: 350 } },
  { at: 1, edit: { verb: 1, object: 0, value: 654 } },
  { at: 0, edit: { verb: 24, object: 155, value: 0 } },
]

/** Rules wait for their workspace, which is renamed meanwhile, and come with their style, which is taken back once more. */
const rulesThatWaited: Step[] = [
  { at: 2, edit: { verb: 1, object: 0, value: 838 } },
  { at: 0, edit: { verb: 13, object: 0, value: 0 } },
  { at: 1, edit: { verb: 5, object: 0, value: 0 } },
  { at: 1, from: 2, messages: 2, again: 0 },
]

/** What once was not equal in the end, with the clocks it came with. */
export const metBefore: [Step[], [number, number, number]][] = [
  [intoWhatMadeWay, [0, 0, 0]],
  [intoRulesOfAnother, [0, 0, 0]],
  [intoRenamed, [0, 0, 0]],
  [intoRenamedTwice, [0, 1, 1]],
  [inPlaceOfAnother, [0, 1, 0]],
  [rulesThatWaited, [1, 0, 1]],
]

/** Masters that change the same things at once end equal, whatever reaches them when. */
export const mastersEndEqual = fc.property(
  fc.array(step, { minLength: 1, maxLength: 20 }),
  fc.tuple(fc.nat(3), fc.nat(3), fc.nat(3)),
  (steps, clocks) => {
    using masters = new Masters(clocks)
    for (const each of steps) masters.perform(each)
    masters.settle()
    const [first, ...others] = masters.peers
    for (const other of others)
      assert.deepEqual(driftBetween(first?.dataDirectory ?? '', other.dataDirectory).entries, [])
    for (const { inbox } of masters.peers) {
      const { received, failed } = inbox.counts()
      assert.deepEqual({ received, failed }, { received: 0, failed: 0 })
    }
  },
)
