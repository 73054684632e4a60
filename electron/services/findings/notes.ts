import { join } from 'node:path'
import { z } from 'zod'
import { acceptedDifference, note, type AcceptedDifference, type Note } from '../../contract/shared.ts'
import { JsonFile, type StateFiles } from '../../state/json-file.ts'

/** More than these nobody can oversee; the oldest go. */
const most = 5_000

const notesFile = z.object({
  version: z.literal(1),
  notes: z.record(z.string(), note),
  accepted: z.array(acceptedDifference),
})

/** What is known and left as it is in a cluster: findings that were acknowledged, and differences that were accepted. */
export class Notes {
  readonly #file: JsonFile<typeof notesFile>
  readonly #now: () => number

  constructor({ directory, ...rest }: StateFiles & { readonly directory: string }) {
    this.#now = rest.now
    this.#file = new JsonFile({
      ...{ path: join(directory, 'findings.json'), schema: notesFile, version: 1 },
      ...{ initial: { version: 1, notes: {}, accepted: [] }, ...rest },
    })
  }

  /** The note on a finding; null when there is none, or its time is over. */
  on(finding: string): Note | null {
    const found = this.#file.value.notes[finding]
    return found !== undefined && this.#holds(found) ? found : null
  }

  /** Differences that are accepted and whose time is not over, the newest first. */
  get accepted(): readonly AcceptedDifference[] {
    return this.#file.value.accepted.filter((each) => this.#holds(each))
  }

  put(finding: string, written: Note): void {
    const others = Object.entries(this.#file.value.notes).filter(
      ([id, each]) => id !== finding && this.#holds(each),
    )
    const notes = { [finding]: written, ...Object.fromEntries(others.slice(0, most - 1)) }
    this.#file.set({ ...this.#file.value, notes })
  }

  take(finding: string): void {
    const others = Object.entries(this.#file.value.notes).filter(([id]) => id !== finding)
    this.#file.set({ ...this.#file.value, notes: Object.fromEntries(others) })
  }

  accept(difference: AcceptedDifference): void {
    this.#file.set({ ...this.#file.value, accepted: [difference, ...this.accepted].slice(0, most) })
  }

  endAcceptance(id: string): void {
    const accepted = this.accepted.filter((each) => each.id !== id)
    this.#file.set({ ...this.#file.value, accepted: [...accepted] })
  }

  #holds({ until }: Note): boolean {
    return until === null || until > this.#now()
  }
}
