import { randomBytes, randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { z } from 'zod'
import { editDraft, type EditDraft } from '../../contract/features/configuration.ts'
import { failure, wordingOf } from '../../errors/failure.ts'
import { say } from '../../sentences/say.ts'
import { JsonFile, type StateFiles } from '../../state/json-file.ts'
import { openSealer, type Sealer } from '../../storage/secrets.ts'
import { parseJson } from '../../text/json.ts'

const keptEdit = z.object({
  id: z.string(),
  instanceName: z.string(),
  kind: z.string(),
  root: z.string(),
  title: z.string(),
  /** The draft, which may hold a password. */
  sealed: z.base64(),
})

type KeptEdit = z.output<typeof keptEdit>

/** An edit that waits to be published with others: what it is of, and where. */
export type CollectedObject = Omit<KeptEdit, 'sealed'>

/** Characters of all of them together; the file they lie in is read whole. */
const roomInFile = 3_000_000
/** As many as one change may have. */
const mostEdits = 2000

/**
 * The edits that were collected for the nodes of one cluster, to be published as one change. They are kept beside what
 * else is known of the cluster, sealed, until they are published or dropped; where that cannot be, until the
 * application ends, which a notice says.
 */
export class CollectedEdits {
  readonly directory: string
  readonly #file: Pick<JsonFile<z.ZodArray<typeof keptEdit>>, 'value' | 'set'>
  readonly #sealer: Sealer

  constructor({
    directory,
    environment,
    ...files
  }: StateFiles & {
    /** The cluster's own. */
    readonly directory: string
    readonly environment: Readonly<Record<string, string | undefined>>
  }) {
    this.directory = directory
    const file = new JsonFile({
      ...{ ...files, path: join(directory, 'collected-edits.json') },
      ...{ schema: z.array(keptEdit).max(mostEdits), initial: [] },
    })
    const keyFile = join(directory, 'collected-edits.key')
    const [first] = file.value
    const sealed = first && Buffer.from(first.sealed, 'base64')
    try {
      this.#sealer = openSealer({ keyFile, environment, fileSystem: files.fileSystem, sealed })
      this.#file = file
    } catch (error) {
      files.notices.add(say('edits.collectedKeptOnlyUntil', { reason: wordingOf(error) }))
      const ownKey = { PLUMBLINE_KEY: randomBytes(32).toString('base64') }
      this.#sealer = openSealer({ keyFile, environment: ownKey })
      this.#file = inMemory()
    }
  }

  /** What stands for a password in the version of an object, also after a restart. */
  fingerprint(password: string): string {
    return this.#sealer.fingerprint(password)
  }

  /** Those of a node, oldest first. */
  of(instanceName: string): readonly CollectedObject[] {
    return this.#file.value
      .filter((each) => each.instanceName === instanceName)
      .map(({ sealed: _, ...each }) => each)
  }

  /** @throws PLB-ENGINE-EDIT-REFUSED when there is no room for more, PLB-STORAGE-KEY-… */
  collect(added: readonly (Omit<CollectedObject, 'id'> & { readonly draft: EditDraft })[]): void {
    const all = [
      ...this.#file.value,
      ...added.map(({ draft, ...object }) => ({
        ...{ ...object, id: randomUUID() },
        sealed: this.#sealer.seal(JSON.stringify(draft)).toString('base64'),
      })),
    ]
    const isTooMuch = all.length > mostEdits || JSON.stringify(all).length > roomInFile
    if (isTooMuch) throw failure('PLB-ENGINE-EDIT-REFUSED', { reason: say('edits.tooMuchCollected') })
    this.#file.set(all)
  }

  drop(ids: readonly string[]): void {
    const left = this.#file.value.filter(({ id }) => !ids.includes(id))
    if (left.length < this.#file.value.length) this.#file.set(left)
  }

  /**
   * The drafts that are called so, in this order.
   * @throws PLB-ENGINE-EDIT-REFUSED when one is not there any more; PLB-STORAGE-SECRET-… when one cannot be opened
   */
  drafts(ids: readonly string[]): readonly EditDraft[] {
    return ids.map((id) => {
      const kept = this.#file.value.find((each) => each.id === id)
      if (kept === undefined)
        throw failure('PLB-ENGINE-EDIT-REFUSED', { reason: say('edits.notCollectedAnyMore') })
      return editDraft.parse(parseJson(this.#sealer.open(Buffer.from(kept.sealed, 'base64'))))
    })
  }
}

/** What takes the place of the file. */
function inMemory() {
  const kept: { value: KeptEdit[]; set: (value: KeptEdit[]) => void } = {
    value: [],
    set: (value) => {
      kept.value = value
    },
  }
  return kept
}
