import { EventEmitter } from 'node:events'
import https, { type RequestOptions } from 'node:https'
import { control, recorded } from './controls.ts'

type ProtocolHandler = (request: Request) => Response | Promise<Response>
type Decide = (granted: boolean) => void

const handlers = new Map<string, ProtocolHandler>()
const privileged = new Set<string>()

/** What the app's own protocol answers; undefined when there is none for this scheme. */
export async function answerByProtocol(url: string, method: string): Promise<Response | undefined> {
  const scheme = URL.parse(url)?.protocol.slice(0, -1) ?? ''
  const handler = privileged.has(scheme) ? handlers.get(scheme) : undefined
  return handler?.(new Request(url, { method }))
}

export const protocol = {
  registerSchemesAsPrivileged: (schemes: readonly { readonly scheme: string }[]) => {
    for (const { scheme } of schemes) privileged.add(scheme)
    recorded('protocol.registerSchemesAsPrivileged', schemes)
  },
}

class StandInSession extends EventEmitter {
  constructor() {
    super()
    control('download', (url) => {
      let isPrevented = false
      const event = { preventDefault: () => (isPrevented = true) }
      this.emit('will-download', event, { getURL: () => String(url) })
      recorded('download', { url, isPrevented })
    })
  }

  readonly protocol = {
    handle: (scheme: string, handler: ProtocolHandler) => handlers.set(scheme, handler),
  }

  setPermissionRequestHandler(
    handler: (contents: unknown, permission: string, decide: Decide) => void,
  ): void {
    control('permission.request', (permission) => {
      handler(null, String(permission), (granted) => recorded('permission.decision', { permission, granted }))
    })
  }

  setPermissionCheckHandler(handler: () => boolean): void {
    control('permission.check', (permission) =>
      recorded('permission.check', { permission, granted: handler() }),
    )
  }

  setDevicePermissionHandler(handler: () => boolean): void {
    control('device.check', () => recorded('device.check', { granted: handler() }))
  }

  setDisplayMediaRequestHandler(
    handler: (request: unknown, decide: (streams: object) => void) => void,
  ): void {
    control('display.request', () => {
      handler({}, (streams) => recorded('display.decision', streams))
    })
  }
}

export const session = {
  defaultSession: new StandInSession(),
  /** For requests of the main process alone, which go through Node here. */
  fromPartition: () => ({}),
}

/** Requests of the main process. */
export const net = {
  request: (options: RequestOptions & { readonly session: unknown }) => {
    const { session: _session, ...request } = options
    recorded('net.request', { host: request.hostname, path: request.path })
    return https.request(request)
  },
}
