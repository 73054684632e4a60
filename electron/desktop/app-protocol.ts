import { protocol, type Session } from 'electron'
import type { RendererFile } from '../channel/renderer-files.ts'
import { contentSecurityPolicy, securityHeaders } from '../channel/security-headers.ts'

const scheme = 'app'
const host = 'plumbline'

/** Where the pages of the app come from; no other page may talk to the application. */
export const appOrigin = `${scheme}://${host}`

/** Makes the scheme one with an origin of its own. Must be called before Electron is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ])
}

/** Serves the built renderer, and nothing else, under the scheme. */
export function serveApp({ protocol: own }: Session, files: ReadonlyMap<string, RendererFile>): void {
  own.handle(scheme, (request) => answerAppRequest(request, files))
}

async function answerAppRequest(
  { url, method }: Pick<Request, 'url' | 'method'>,
  files: ReadonlyMap<string, RendererFile>,
): Promise<Response> {
  const common = { ...securityHeaders, 'content-security-policy': contentSecurityPolicy() }
  const parsed = URL.parse(url)
  if (parsed?.host !== host || method !== 'GET') {
    return new Response(null, { status: 403, headers: common })
  }
  const name = parsed.pathname === '/' ? 'index.html' : parsed.pathname.slice(1)
  const file = files.get(name)
  if (file === undefined) return new Response(null, { status: 404, headers: common })
  const body = await file.body('identity')
  return new Response(new Uint8Array(body), {
    headers: { ...common, 'content-type': file.type, 'cache-control': 'no-cache' },
  })
}
