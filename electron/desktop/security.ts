import { shell, type App, type Session, type WebContents } from 'electron'
import { appOrigin } from './app-protocol.ts'
import { mayOpenOutside } from './linked-sites.ts'

/**
 * Keeps every page where it is: no navigation, no other window, no web view, whoever asks. Links to known sites open
 * in the operator's browser.
 * @param refused is told what was refused, for the log
 */
export function confinePages(app: App, refused: (what: string) => void): void {
  app.on('web-contents-created', (_event, contents) => confine(contents, refused))
}

function confine(contents: WebContents, refused: (what: string) => void): void {
  contents.on('will-navigate', (event) => {
    event.preventDefault()
    refused(`navigation to ${siteOf(event.url)}`)
  })
  contents.on('will-frame-navigate', (event) => {
    event.preventDefault()
    refused(`navigation of a frame to ${siteOf(event.url)}`)
  })
  contents.on('will-redirect', (event) => {
    event.preventDefault()
    refused(`redirection to ${siteOf(event.url)}`)
  })
  contents.on('will-attach-webview', (event) => {
    event.preventDefault()
    refused('a web view')
  })
  contents.setWindowOpenHandler(({ url }) => {
    if (mayOpenOutside(url)) {
      shell.openExternal(url).catch((error: unknown) => refused(`the browser: ${String(error)}`))
    } else {
      refused(`a window for ${siteOf(url)}`)
    }
    return { action: 'deny' }
  })
}

/** Denies a session every permission and device, and every download. */
export function denyPermissions(session: Session, refused: (what: string) => void): void {
  session.setPermissionRequestHandler((_contents, permission, decide) => {
    refused(`the permission ${permission}`)
    decide(false)
  })
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.setDisplayMediaRequestHandler((_request, decide) => decide({}))
  // The page makes files it was asked to export, from its own data and nowhere else.
  session.on('will-download', (event, item) => {
    if (item.getURL().startsWith(`blob:${appOrigin}/`)) return
    event.preventDefault()
    refused(`a download from ${siteOf(item.getURL())}`)
  })
}

/** What may be logged of an address: not its path, which can hold anything. */
function siteOf(address: string): string {
  const url = URL.parse(address)
  return url === null ? 'no address' : `${url.protocol}//${url.host}`
}
