import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** How many browsers can be let in; the one that came first has to go then. */
const mostSessions = 20

/** 256 bits: nobody guesses it. */
const newSecret = (): string => randomBytes(32).toString('base64url')

/** What lets a browser in again: a path of its own and the cookie that is sent below that path alone. */
export interface Session {
  readonly path: string
  readonly cookie: string
}

/**
 * Who may use the application: whoever has the address that was printed, once; then the browser that came with it.
 *
 * Browsers send the cookies of a host to all its ports, so that another account's server on the same machine could
 * collect them. A session's cookie is therefore bound to a path nobody else knows.
 */
export class Access {
  readonly #newSecret: () => string
  /** By path: the hash of the cookie. */
  readonly #sessions = new Map<string, Buffer>()
  #token: Buffer | undefined

  constructor(randomSecret: () => string = newSecret) {
    this.#newSecret = randomSecret
  }

  /** Whether there is a token that was not used yet. */
  get hasToken(): boolean {
    return this.#token !== undefined
  }

  /** A new token; an earlier one is void. */
  newToken(): string {
    const token = this.#newSecret()
    this.#token = hash(token)
    return token
  }

  /** Begins a session for the token, which is void then; undefined when it is not the one. */
  exchange(token: string): Session | undefined {
    if (this.#token === undefined || !timingSafeEqual(hash(token), this.#token)) return undefined
    this.#token = undefined
    const session = { path: this.#newSecret().slice(0, 22), cookie: this.#newSecret() }
    this.#sessions.set(session.path, hash(session.cookie))
    const [oldest] = this.#sessions.keys()
    if (this.#sessions.size > mostSessions && oldest !== undefined) this.#sessions.delete(oldest)
    return session
  }

  /** Whether this is the cookie of the session with this path. */
  isAllowed(path: string, cookie: string): boolean {
    const expected = this.#sessions.get(path)
    return expected !== undefined && timingSafeEqual(hash(cookie), expected)
  }
}

/** Hashes have one length, so that they can be compared in constant time. */
function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
