import { shell, type App, type Session, type WebContents } from 'electron'
import { appOrigin } from './app-protocol.ts'
import { mayOpenOutside } from './linked-sites.ts'
import { textOf } from '../errors/failure.ts'
import { say } from '../sentences/say.ts'
import type { Wording } from '../sentences/sentence.ts'

/** Told what was refused, for the log. */
export type Refused = (what: Wording) => void

/**
 * Keeps every page where it is: no navigation, no other window, no web view, whoever asks. Links to known sites open
 * in the operator's browser.
 */
export function confinePages(app: App, refused: Refused): void {
  app.on('web-contents-created', (_event, contents) => confine(contents, refused))
}

function confine(contents: WebContents, refused: Refused): void {
  contents.on('will-navigate', (event) => {
    event.preventDefault()
    refused(say('log.navigation', { site: siteOf(event.url) }))
  })
  contents.on('will-frame-navigate', (event) => {
    event.preventDefault()
    refused(say('log.navigationOfFrame', { site: siteOf(event.url) }))
  })
  contents.on('will-redirect', (event) => {
    event.preventDefault()
    refused(say('log.redirection', { site: siteOf(event.url) }))
  })
  contents.on('will-attach-webview', (event) => {
    event.preventDefault()
    refused(say('log.webView'))
  })
  contents.setWindowOpenHandler(({ url }) => {
    if (mayOpenOutside(url)) {
      shell
        .openExternal(url)
        .catch((error: unknown) => refused(say('log.browser', { reason: textOf(error) })))
    } else {
      refused(say('log.windowFor', { site: siteOf(url) }))
    }
    return { action: 'deny' }
  })
}

/** Denies a session every permission and device, and every download. */
export function denyPermissions(session: Session, refused: Refused): void {
  session.setPermissionRequestHandler((_contents, permission, decide) => {
    refused(say('log.permission', { permission }))
    decide(false)
  })
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, decide) => decide({}))
  // The page makes files it was asked to export, from its own data and nowhere else.
  session.on('will-download', (event, item) => {
    if (item.getURL().startsWith(`blob:${appOrigin}/`)) return
    event.preventDefault()
    refused(say('log.download', { site: siteOf(item.getURL()) }))
  })
}

/** What may be logged of an address: not its path, which can hold anything. */
function siteOf(address: string): Wording {
  const url = URL.parse(address)
  return url === null ? say('log.noAddress') : `${url.protocol}//${url.host}`
}
