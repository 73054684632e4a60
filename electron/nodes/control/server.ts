import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { inNextTurn } from '../../scheduler/clock.ts'
import packageDescription from '../../../package.json' with { type: 'json' }
import type { CatalogObject } from '../../catalog/object.ts'
import { LocalServer } from '../../channel/local-socket.ts'
import type { HandlersOf, SourcesOf } from '../../contract/procedure.ts'
import { nodeContract, type ControlAddress } from '../../contract/node-control.ts'
import { dataOfFailure } from '../../contract/failures.ts'
import { wordingOf } from '../../errors/failure.ts'
import type { Node } from '../../engine/node/node.ts'
import { stateDirectoryOf } from '../../engine/node/node-options.ts'
import { localFileSystem } from '../../storage/files.ts'

/** Name of the file in a node's state directory that says where its control server is. */
export const controlFile = 'control.json'

/** Lets other processes of this account ask a node, over the channel: who cannot read the control file is let go. */
export class ControlServer {
  readonly #server: LocalServer
  readonly #file: string

  private constructor(server: LocalServer, file: string) {
    this.#server = server
    this.#file = file
  }

  /** @param stop what the procedure `stop` does */
  static async start(node: Node, stop: () => void): Promise<ControlServer> {
    const secret = randomBytes(32).toString('base64url')
    const application = {
      services: { node: handlersFor(node, stop) },
      sources: { node: sourcesFor(node) },
    }
    const server = await LocalServer.start({ secret, contract: nodeContract, application })
    const file = join(stateDirectoryOf(node.configuration), controlFile)
    const content: ControlAddress = { port: server.port, secret, pid: process.pid }
    localFileSystem.writeAtomically(file, JSON.stringify(content), { mode: 0o600 })
    return new ControlServer(server, file)
  }

  async stop(): Promise<void> {
    localFileSystem.removeFile(this.#file)
    await this.#server.stop()
  }
}

function handlersFor(node: Node, stop: () => void): HandlersOf<(typeof nodeContract)['procedures']['node']> {
  return {
    status: () => {
      const { lastAppliedAt, ...status } = node.status
      return {
        ...status,
        roles: [...status.roles],
        reasons: [...status.reasons],
        gaps: [...status.gaps],
        conflicts: [...status.conflicts],
        version: packageDescription.version,
        ...(lastAppliedAt === undefined ? {} : { lastAppliedAt }),
      }
    },
    unfinished: () =>
      node
        .unfinished()
        .map(({ reason, ...each }) => ({ ...each, ...(reason === undefined ? {} : { reason }) })),
    history: ({ limit }) => node.history(limit),
    historyOf: ({ objectId, limit }) => [...node.historyOf(objectId, limit)],
    removals: ({ before }) => [...node.removals(before)],
    madeBefore: ({ requestId, asked }) => {
      const made = node.madeBefore(requestId, asked)
      return made === undefined ? null : { id: made.id, events: [...made.events] }
    },
    changeOf: ({ id }) => [...node.changeOf(id)],
    plan: (request) => {
      const { events, edits, digest, asksForName, goesAlong, findings, problems } = node.plan(request)
      return {
        events: [...events],
        digest,
        edits: edits.map(({ before, after }) => ({
          ...(before === undefined ? {} : { before: objectData(before) }),
          ...(after === undefined ? {} : { after: objectData(after) }),
        })),
        ...(asksForName === undefined ? {} : { asksForName }),
        goesAlong: goesAlong.map(({ object, ...each }) => ({ object: objectData(object), ...each })),
        findings: findings.map(({ place, ...each }) => ({
          ...each,
          ...(place === undefined ? {} : { place }),
        })),
        problems: problems.map(dataOfFailure),
      }
    },
    edit: async ({ author, agreed, requestId, ...request }) => {
      const { events, id } = await node.editSoon(request, agreed, author, requestId)
      return { events: [...events], id }
    },
    reload: async () => {
      const problems = await node.reload()
      return problems.map(({ path, effect, failure }) => ({ path, effect, message: wordingOf(failure) }))
    },
    outcomes: ({ eventIds }) =>
      [...node.outcomes(eventIds)].map(([eventId, { state, reason, at }]) => ({
        eventId,
        state,
        ...(at === undefined ? {} : { at }),
        ...(reason === undefined ? {} : { reason }),
      })),
    acknowledge: ({ conflict }) => {
      node.acknowledge(conflict)
      return {}
    },
    settle: ({ reason }) => {
      node.settle(reason)
      return {}
    },
    provedEqual: ({ at }) => {
      node.provedEqual(at)
      return {}
    },
    pause: () => {
      node.pause()
      return {}
    },
    resume: () => {
      node.resume()
      return {}
    },
    stop: () => {
      // The answer goes out first.
      inNextTurn(stop)
      return {}
    },
  }
}

function objectData({ kind, root, id, properties }: CatalogObject) {
  return { kind, root, id, properties: [...properties] }
}

function sourcesFor(node: Node): SourcesOf<(typeof nodeContract)['streams']['node']> {
  return {
    activity: (_input, emit, signal) => {
      const stop = node.watch((activity) => emit([activity]))
      signal.addEventListener('abort', stop, { once: true })
    },
  }
}
