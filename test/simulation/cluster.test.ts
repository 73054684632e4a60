import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { seedDirectory } from '../support/master.ts'
import { driftBetween } from '../support/replicas.ts'
import { requestFor } from '../support/random-edits.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { FakeClock } from '../unit/broker/fake-clock.ts'
import { SimulatedBroker } from './broker.ts'
import { queueOf, SimulatedMaster, SimulatedSlave } from './nodes.ts'
import { seededRandom } from './random.ts'

const slaveNames = ['slave-1', 'slave-2'] as const

/** A master, a broker and two slaves, alike at first, and what can befall them. */
class Simulation {
  readonly #path = clusterDirectory()
  readonly #clock = new FakeClock()
  readonly #broker = new SimulatedBroker(slaveNames.map(queueOf))
  readonly #random: (below: number) => number
  #master: SimulatedMaster
  readonly #slaves = new Map(slaveNames.map((name) => [name, this.#startSlave(name)]))

  constructor(seed: number) {
    this.#random = seededRandom(seed)
    this.#master = this.#startMaster()
  }

  get master(): SimulatedMaster {
    return this.#master
  }

  get slaves(): readonly SimulatedSlave[] {
    return [...this.#slaves.values()]
  }

  /** Something happens, anything. */
  async step(): Promise<void> {
    const random = this.#random
    const anyone = [this.#master, ...this.slaves][random(3)]
    switch (random(12)) {
      case 0:
      case 1:
      case 2:
        this.#edit()
        break
      case 3:
      case 4:
        this.#broker.carry(random(8), random(8))
        break
      case 5:
      case 6:
        this.#broker.deliver(random(8))
        break
      case 7:
        this.#broker.breakConnections()
        break
      case 8:
        anyone?.disk.crashAfter(random(30))
        break
      case 9:
        if (anyone !== undefined) anyone.disk.isFull = random(2) === 0
        break
      case 10:
        this.#clock.advance(random(40_000))
        break
      case 11:
        this.#restartTheDead()
    }
    await this.#settle()
  }

  /** All faults end, and everything that is on its way arrives. */
  async heal(): Promise<void> {
    for (let round = 0; round < 100; round += 1) {
      for (const node of [this.#master, ...this.slaves]) {
        node.disk.isFull = false
        node.disk.crashAfter(Infinity)
      }
      this.#restartTheDead()
      this.#broker.carry(1000, 1000)
      this.#broker.deliver(1000)
      this.#clock.advance(60_000)
      await this.#settle()
      const { outbox } = this.#master
      if (outbox.count('accepted') + outbox.count('applied') + this.#broker.depth === 0) return
      if (outbox.count('accepted') > 0) this.#master.resume()
    }
    throw new Error('The cluster does not come to rest.')
  }

  stop(): void {
    for (const node of [this.#master, ...this.slaves]) node.stop()
  }

  #edit(): void {
    if (this.#master.disk.isDead) return
    const choice = { verb: this.#random(1000), object: this.#random(1000), value: this.#random(1000) }
    const request = requestFor(choice, this.#master.catalog)
    if (request !== undefined) this.#master.edit(request)
  }

  #restartTheDead(): void {
    if (this.#master.disk.isDead) this.#master = this.#startMaster()
    for (const name of slaveNames) {
      if (this.#slaves.get(name)?.disk.isDead === true) this.#slaves.set(name, this.#startSlave(name))
    }
  }

  #startMaster(): SimulatedMaster {
    return new SimulatedMaster(this.#path, this.#broker.session(), this.#clock, this.#random)
  }

  #startSlave(name: string): SimulatedSlave {
    return new SimulatedSlave(this.#path, name, this.#broker.session(), this.#clock)
  }

  /** Lets publisher and consumers do what they can do now. */
  async #settle(): Promise<void> {
    for (let turn = 0; turn < 8; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  }
}

function clusterDirectory(): string {
  const path = temporaryDirectory()
  for (const name of ['master', ...slaveNames]) seedDirectory(join(path, name))
  return path
}

describe('a cluster whose disks fill up, processes die and connections break', () => {
  it.each(Array.from({ length: 12 }, (_, at) => at + 1))(
    'is equal when all is well again: seed %i',
    async (seed) => {
      const simulation = new Simulation(seed)
      for (let step = 0; step < 150; step += 1) await simulation.step()
      await simulation.heal()
      const { master, slaves } = simulation
      const published = master.outbox.entries('sent', 0, 10_000).map(({ eventId }) => eventId)
      expect(published.length).toBeGreaterThan(0)
      for (const slave of slaves) {
        expect(slave.inbox.counts()).toMatchObject({ received: 0, parked: 0, failed: 0 })
        expect(new Set(slave.inbox.outcomes(published).keys())).toEqual(new Set(published))
        expect(driftBetween(master.dataDirectory, slave.dataDirectory).entries).toEqual([])
      }
      simulation.stop()
    },
  )
})
