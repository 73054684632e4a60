import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { seededRandom } from '../simulation/random.ts'
import { sld } from '../support/styles.ts'
import type { Random } from './damage.ts'

/** A change as an operator asks for it. */
export interface Change {
  readonly verb: 'add' | 'modify' | 'remove'
  readonly kind: 'workspace' | 'style'
  readonly name?: string
  readonly input?: string
  readonly styleBody?: string
  readonly recurse?: boolean
}

/** What the master accepted, and what must therefore lie in every directory. */
export class Wanted {
  accepted = 0
  readonly #random: Random
  readonly #workspaces = new Set<string>()
  readonly #styles = new Map<string, string>()
  #names = 0
  #waiting: { readonly accepted: number; readonly resolve: () => void } | undefined

  readonly #ask: (change: Change) => Promise<void>

  /** @param ask makes a change, however long it takes */
  constructor(random: Random, ask: (change: Change) => Promise<void>) {
    this.#ask = ask
    // What is changed does not depend on who was killed.
    this.#random = seededRandom(random(2 ** 31))
  }

  /** Waits until so many more changes are accepted. */
  async accepts(more: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    this.#waiting = { accepted: this.accepted + more, resolve }
    await promise
  }

  /** Makes one change after the other; each is asked for until it is answered. */
  async changeUntil(ended: AbortSignal): Promise<void> {
    while (!ended.aborted) {
      await this.#change()
      this.accepted += 1
      if (this.#waiting !== undefined && this.accepted >= this.#waiting.accepted) this.#waiting.resolve()
    }
  }

  /** What is not in a directory as it was accepted, by its files. */
  faultsOf(name: string, dataDirectory: string): readonly string[] {
    const faults: string[] = []
    const workspaces = readdirSync(join(dataDirectory, 'workspaces')).filter((each) => /^w\d+$/.test(each))
    for (const each of workspaces)
      if (!this.#workspaces.has(each)) faults.push(`${name} has the workspace ${each}, which was removed`)
    for (const each of this.#workspaces)
      if (!existsSync(join(dataDirectory, 'workspaces', each, 'workspace.xml')))
        faults.push(`${name} lacks the workspace ${each}`)
    const described = readdirSync(join(dataDirectory, 'styles')).filter((file) => /^s\d+\.xml$/.test(file))
    for (const file of described)
      if (!this.#styles.has(file.slice(0, -4))) faults.push(`${name} has ${file}, which was removed`)
    for (const [style, body] of this.#styles) {
      const path = join(dataDirectory, 'styles', `${style}.sld`)
      if (!described.includes(`${style}.xml`)) faults.push(`${name} lacks the style ${style}`)
      else if (!existsSync(path) || readFileSync(path, 'utf8') !== body)
        faults.push(`${name} has other rules of the style ${style}`)
    }
    return faults
  }

  async #change(): Promise<void> {
    const choice = this.#random(5)
    const style = one([...this.#styles.keys()], this.#random)
    const workspace = one([...this.#workspaces], this.#random)
    this.#names += 1
    const body = sld(`colour-${this.#names}`)
    if (choice === 0 && workspace !== undefined) {
      await this.#ask({ verb: 'remove', kind: 'workspace', name: workspace, recurse: true })
      this.#workspaces.delete(workspace)
    } else if (choice === 1 && style !== undefined) {
      await this.#ask({ verb: 'remove', kind: 'style', name: style })
      this.#styles.delete(style)
    } else if (choice === 2 && style !== undefined) {
      await this.#ask({ verb: 'modify', kind: 'style', name: style, styleBody: body })
      this.#styles.set(style, body)
    } else if (choice === 3) {
      const name = `w${this.#names}`
      await this.#ask({ verb: 'add', kind: 'workspace', input: JSON.stringify({ name }) })
      this.#workspaces.add(name)
    } else {
      const name = `s${this.#names}`
      const input = JSON.stringify({ name })
      await this.#ask({ verb: 'add', kind: 'style', input, styleBody: body })
      this.#styles.set(name, body)
    }
  }
}

function one<Item>(of: readonly Item[], random: Random): Item | undefined {
  return of.length === 0 ? undefined : of[random(of.length)]
}
