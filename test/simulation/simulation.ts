import { join } from 'node:path'
import { readDataDirectory } from '../../electron/catalog/data-directory.ts'
import type { CatalogObject } from '../../electron/catalog/object.ts'
import { readStyleBody } from '../../electron/catalog/style-body.ts'
import { compareCatalogs } from '../../electron/catalog/diff.ts'
import { directoryRoot } from '../support/data-directories.ts'
import { seedDirectory } from '../support/master.ts'
import { requestFor } from '../support/random-edits.ts'
import { FakeClock } from '../unit/broker/fake-clock.ts'
import { SimulatedBroker } from './broker.ts'
import { VolatileDisk } from '../support/file-system-faults.ts'
import { queueOf, SimulatedMaster, SimulatedSlave, type Machine } from './nodes.ts'
import { seededRandom } from './random.ts'

/** What befalls one cluster. */
export const usualSteps = 150

const slaveNames = ['slave-1', 'slave-2'] as const
const day = 86_400_000

/** A master, a broker and two slaves, alike at first, and what can befall them. */
export class Simulation {
  readonly #path: string
  readonly #clock = new FakeClock()
  readonly #broker = new SimulatedBroker(slaveNames.map(queueOf))
  readonly #random: (below: number) => number
  readonly #machines: ReadonlyMap<string, Machine>
  #master: SimulatedMaster
  readonly #slaves: Map<string, SimulatedSlave>

  /** @param path where its nodes lie */
  constructor(path: string, seed: number) {
    this.#path = path
    for (const name of ['master', ...slaveNames]) seedDirectory(join(path, name))
    const random = seededRandom(seed)
    this.#random = random
    this.#machines = new Map(
      ['master', ...slaveNames].map((name) => [
        name,
        { volatile: new VolatileDisk((size) => random(size + 1), true), ahead: 0 },
      ]),
    )
    this.#slaves = new Map(slaveNames.map((name) => [name, this.#startSlave(name)]))
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
    switch (random(13)) {
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
        if (anyone === undefined) break
        anyone.disk.loses = random(2) === 0 ? 'power' : 'process'
        anyone.disk.crashAfter(random(30))
        break
      case 9:
        if (anyone !== undefined) anyone.disk.isFull = random(2) === 0
        break
      case 10:
        this.#clock.advance(random(40_000))
        break
      case 11:
        this.#restartTheDead()
        break
      case 12:
        // A clock that is set, to the past as well.
        if (anyone !== undefined) this.#machineOf(anyone.instanceName).ahead = random(2 * day) - day
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

  /** What is not as it should be now that nothing is on its way. */
  faults(): readonly string[] {
    const published = this.#master.outbox.entries('sent', 0, 10_000).map(({ eventId }) => eventId)
    return this.slaves.flatMap(({ instanceName, inbox, dataDirectory }) => {
      const { received, parked, failed } = inbox.counts()
      const known = inbox.outcomes(published)
      const missing = published.filter((eventId) => !known.has(eventId))
      const [wanted, found] = [this.#master.dataDirectory, dataDirectory].map((directory) => {
        const root = directoryRoot(directory)
        const { catalog } = readDataDirectory(root, { halves: true })
        return { catalog, body: (style: CatalogObject) => readStyleBody(root, catalog, style) }
      })
      if (wanted === undefined || found === undefined) return []
      const bodies = { left: wanted.body, right: found.body }
      const { entries } = compareCatalogs(wanted.catalog, found.catalog, { bodies })
      return [
        ...(received + parked + failed > 0
          ? [`${instanceName} has ${received + parked + failed} unfinished events`]
          : []),
        ...missing.map((eventId) => `${instanceName} never received ${eventId}`),
        ...entries.map((entry) => `${instanceName}: ${JSON.stringify(entry)}`),
      ]
    })
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
    const machine = this.#machineOf('master')
    return new SimulatedMaster(this.#path, machine, this.#broker.session(), this.#clock, this.#random)
  }

  #startSlave(name: string): SimulatedSlave {
    return new SimulatedSlave(this.#path, name, this.#machineOf(name), this.#broker.session(), this.#clock)
  }

  #machineOf(name: string): Machine {
    const machine = this.#machines.get(name)
    if (machine === undefined) throw new Error(`There is no machine ${name}.`)
    return machine
  }

  /** Lets publisher and consumers do what they can do now. */
  async #settle(): Promise<void> {
    for (let turn = 0; turn < 8; turn += 1) await new Promise((resolve) => setImmediate(resolve))
  }
}

/** What befalls a cluster of a seed, step by step, and what is wrong with it when all is well again. */
export async function simulate(path: string, seed: number, steps: number): Promise<readonly string[]> {
  const simulation = new Simulation(path, seed)
  try {
    for (let step = 0; step < steps; step += 1) await simulation.step()
    await simulation.heal()
    return simulation.faults()
  } finally {
    simulation.stop()
  }
}

/** The smallest number of steps after which a cluster of a seed does not come to be equal. */
export async function shrink(
  path: (steps: number) => string,
  seed: number,
  failing: number,
): Promise<number> {
  let [well, ill] = [0, failing]
  while (ill - well > 1) {
    const steps = Math.floor((well + ill) / 2)
    const faults = await simulate(path(steps), seed, steps).catch((error: unknown) => [String(error)])
    if (faults.length > 0) ill = steps
    else well = steps
  }
  return ill
}
