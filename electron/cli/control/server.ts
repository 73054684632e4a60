import { randomBytes, timingSafeEqual } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { join } from 'node:path'
import { formOfFailure } from '../../contract/failures.ts'
import {
  nodeProcedures,
  type ControlAddress,
  type NodeProcedure,
  type ProcedureInput,
  type ProcedureOutput,
} from '../../contract/node-control.ts'
import { stateDirectoryOf, type Node } from '../../engine/node/node.ts'
import { failure, isFailure, textOf } from '../../errors/failure.ts'
import { localFileSystem } from '../../storage/files.ts'

const largestRequest = 32 * 1024 * 1024

/** Name of the file in a node's state directory that says where its control server is. */
export const controlFile = 'control.json'

type Handlers = {
  readonly [Name in NodeProcedure]: (
    input: ProcedureInput<Name>,
  ) => ProcedureOutput<Name> | Promise<ProcedureOutput<Name>>
}

/**
 * Lets other processes of this account ask a node: procedures by POST, its activity as a stream of JSON lines.
 * It listens on loopback, and every request must bring the token of the control file; a page in a browser can
 * neither read that file nor send the header.
 */
export class ControlServer {
  readonly #server: Server
  readonly #file: string

  private constructor(server: Server, file: string) {
    this.#server = server
    this.#file = file
  }

  /** @param stop what the procedure `stop` does */
  static async start(node: Node, stop: () => void): Promise<ControlServer> {
    const token = randomBytes(32).toString('base64url')
    const handlers = handlersFor(node, stop)
    const server = createServer((request, response) => {
      void answer(request, response, token, handlers, node)
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('The control server has no port.')
    const file = join(stateDirectoryOf(node.configuration), controlFile)
    const content: ControlAddress = { port: address.port, token, pid: process.pid }
    localFileSystem.writeAtomically(file, JSON.stringify(content), { mode: 0o600 })
    return new ControlServer(server, file)
  }

  async stop(): Promise<void> {
    localFileSystem.removeFile(this.#file)
    this.#server.closeAllConnections()
    this.#server.close()
    await once(this.#server, 'close')
  }
}

function handlersFor(node: Node, stop: () => void): Handlers {
  return {
    status: () => {
      const { lastAppliedAt, ...status } = node.status
      return {
        ...status,
        roles: [...status.roles],
        reasons: [...status.reasons],
        ...(lastAppliedAt === undefined ? {} : { lastAppliedAt }),
      }
    },
    unfinished: () =>
      node
        .unfinished()
        .map(({ reason, ...each }) => ({ ...each, ...(reason === undefined ? {} : { reason }) })),
    history: ({ limit }) => node.history(limit),
    edit: ({ author, ...request }) => {
      const { events, id } = node.edit(request, author)
      return { events: [...events], id }
    },
    reload: async () => {
      const problems = await node.reload()
      return problems.map(({ path, failure: problem }) => ({ path, message: problem.message }))
    },
    outcomes: ({ eventIds }) =>
      [...node.outcomes(eventIds)].map(([eventId, { state, reason }]) => ({
        eventId,
        state,
        ...(reason === undefined ? {} : { reason }),
      })),
    settle: ({ reason }) => {
      node.settle(reason)
      return {}
    },
    stop: () => {
      // The answer goes out first.
      setImmediate(stop)
      return {}
    },
  }
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  token: string,
  handlers: Handlers,
  node: Node,
): Promise<void> {
  try {
    if (!hasToken(request, token)) {
      reply(response, 403, {
        error: { code: 'PLB-ENGINE-CONTROL-FAILED', message: 'wrong token', remedy: '', details: {} },
      })
      return
    }
    const name = (request.url ?? '').slice(1)
    if (request.method === 'GET' && name === 'activity') {
      streamActivity(response, node)
      return
    }
    if (request.method !== 'POST' || !isProcedure(name)) {
      reply(response, 404, {
        error: { code: 'PLB-ENGINE-CONTROL-FAILED', message: 'no such procedure', remedy: '', details: {} },
      })
      return
    }
    reply(response, 200, { result: await call(name, await readBody(request), handlers) })
  } catch (error) {
    const known = isFailure(error)
      ? error
      : failure(
          'PLB-ENGINE-CONTROL-FAILED',
          { directory: node.status.dataDirectory, reason: textOf(error) },
          error,
        )
    reply(response, 422, { error: formOfFailure(known) })
  }
}

function call<Name extends NodeProcedure>(name: Name, body: string, handlers: Handlers): unknown {
  const input = nodeProcedures[name].input.parse(JSON.parse(body)) as ProcedureInput<Name>
  return handlers[name](input)
}

function isProcedure(name: string): name is NodeProcedure {
  return Object.hasOwn(nodeProcedures, name)
}

function hasToken(request: IncomingMessage, token: string): boolean {
  const given = Buffer.from(request.headers.authorization ?? '')
  const expected = Buffer.from(`Bearer ${token}`)
  return given.length === expected.length && timingSafeEqual(given, expected)
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  let size = 0
  for await (const part of request) {
    if (!Buffer.isBuffer(part)) continue
    size += part.length
    if (size > largestRequest) throw new Error(`the request has more than ${largestRequest} bytes`)
    parts.push(part)
  }
  return Buffer.concat(parts).toString('utf8')
}

/** One JSON line each, until the other side hangs up. A reader that does not read is let go. */
function streamActivity(response: ServerResponse, node: Node): void {
  response.writeHead(200, { 'content-type': 'application/x-ndjson' })
  response.flushHeaders()
  const stop = node.watch((activity) => {
    if (response.writableLength > 8 * 1024 * 1024) response.destroy()
    else response.write(`${JSON.stringify(activity)}\n`)
  })
  response.on('close', stop)
}

function reply(response: ServerResponse, status: number, content: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify(content))
}
