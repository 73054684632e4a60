import { createHash, randomBytes } from 'node:crypto'

const prefix = 'crypt1:'
const saltLength = 8

/** A key store of a node: nodes cloned from one another have the same, and read each other's passwords. */
export class KeyStore {
  readonly #key: string
  /** What a real node once encrypted, and stands for itself here. */
  readonly #adopted = new Set<string>()

  constructor(key: string) {
    this.#key = key
  }

  /** Takes passwords found in a text for its own, whoever encrypted them. */
  adopt(text: string): void {
    for (const [found] of text.matchAll(/crypt1:[\w+/=]+/g)) this.#adopted.add(found)
  }

  /** As GeoServer's own it has another salt each time. It is no encryption, and need be none. */
  encrypt(clear: string): string {
    const salt = randomBytes(saltLength)
    const marked = Buffer.from(`${this.#key}\n${clear}`, 'utf8')
    return prefix + Buffer.concat([salt, this.#mask(marked, salt)]).toString('base64')
  }

  /** The clear password, whatever form it has; undefined when another key made it. */
  decrypt(value: string): string | undefined {
    if (value.startsWith('plain:')) return value.slice('plain:'.length)
    if (!value.startsWith(prefix)) return value
    if (this.#adopted.has(value)) return value.slice(prefix.length)
    const bytes = Buffer.from(value.slice(prefix.length), 'base64')
    const clear = this.#mask(bytes.subarray(saltLength), bytes.subarray(0, saltLength))
    const [mark, ...rest] = clear.toString('utf8').split('\n')
    return mark === this.#key ? rest.join('\n') : undefined
  }

  #mask(bytes: Buffer, salt: Buffer): Buffer {
    const stream = createHash('shake256', { outputLength: Math.max(bytes.length, 1) })
      .update(salt)
      .digest()
    return Buffer.from(bytes.map((byte, index) => byte ^ (stream[index] ?? 0)))
  }
}
