import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** How many browsers can be let in; the one that came first has to go then. */
const mostSessions = 20
const hour = 60 * 60 * 1000
/** A browser that was not used for this long has to come with a new address. */
const longestIdle = 12 * hour
/** So does one that came this long ago, however much it is used. */
const longestSession = 7 * 24 * hour

/** 256 bits: nobody guesses it. */
const newSecret = (): string => randomBytes(32).toString('base64url')

/** What lets a browser in again: a path of its own and the cookie that is sent below that path alone. */
export interface Session {
  readonly path: string
  readonly cookie: string
}

interface LetIn {
  /** The hash of the cookie. */
  readonly cookie: Buffer
  readonly since: number
  lastUsed: number
  readonly ended: AbortController
}

/**
 * Who may use the application: whoever has the address that was printed, once; then the browser that came with it,
 * until it is idle for too long, or its session is ended.
 *
 * Browsers send the cookies of a host to all its ports, so that another account's server on the same machine could
 * collect them. A session's cookie is therefore bound to a path nobody else knows.
 */
export class Access {
  readonly #newSecret: () => string
  readonly #now: () => number
  /** By path. */
  readonly #sessions = new Map<string, LetIn>()
  #token: Buffer | undefined

  constructor(randomSecret: () => string = newSecret, now: () => number = Date.now) {
    this.#newSecret = randomSecret
    this.#now = now
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
    this.expire()
    const session = { path: this.#newSecret().slice(0, 22), cookie: this.#newSecret() }
    const at = this.#now()
    const ended = new AbortController()
    this.#sessions.set(session.path, { cookie: hash(session.cookie), since: at, lastUsed: at, ended })
    const [oldest] = this.#sessions.keys()
    if (this.#sessions.size > mostSessions && oldest !== undefined) this.end(oldest)
    return session
  }

  /** Whether this is the cookie of the session with this path; it was used then. */
  isAllowed(path: string, cookie: string): boolean {
    this.expire()
    const session = this.#sessions.get(path)
    if (session === undefined || !timingSafeEqual(hash(cookie), session.cookie)) return false
    session.lastUsed = this.#now()
    return true
  }

  /** Aborted when the session with this path ends; at once when there is none. */
  endOf(path: string): AbortSignal {
    return this.#sessions.get(path)?.ended.signal ?? AbortSignal.abort()
  }

  /** How many browsers are let in. */
  get sessions(): number {
    this.expire()
    return this.#sessions.size
  }

  /** Ends the session with this path. */
  end(path: string): void {
    const session = this.#sessions.get(path)
    this.#sessions.delete(path)
    session?.ended.abort()
  }

  /** Ends every session but the one with this path. */
  endOthers(path: string): void {
    for (const other of [...this.#sessions.keys()]) if (other !== path) this.end(other)
  }

  /** Ends the sessions whose time is over. */
  expire(): void {
    const now = this.#now()
    for (const [path, { since, lastUsed }] of [...this.#sessions]) {
      if (now - lastUsed >= longestIdle || now - since >= longestSession) this.end(path)
    }
  }
}

/** Hashes have one length, so that they can be compared in constant time. */
function hash(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}
