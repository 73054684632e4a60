import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** A page only this account can read that leads to an address. */
export interface RedirectFile {
  readonly address: string
  readonly remove: () => void
}

/**
 * Writes a page that leads on to an address. A browser is started with the page's address: what a program is started
 * with, every account of the machine can read.
 */
export function writeRedirectFile(target: string): RedirectFile {
  const directory = mkdtempSync(join(tmpdir(), 'plumbline-'))
  const path = join(directory, 'open.html')
  const page = [
    '<!doctype html>',
    '<html lang="en">',
    '<meta charset="utf-8">',
    '<meta name="referrer" content="no-referrer">',
    `<meta http-equiv="refresh" content="0;url=${target}">`,
    '<title>Plumbline</title>',
    `<p><a href="${target}">Plumbline</a></p>`,
    '</html>',
  ]
  writeFileSync(path, `${page.join('\n')}\n`, { mode: 0o600, flag: 'wx' })
  return {
    address: pathToFileURL(path).href,
    remove: () => rmSync(directory, { recursive: true, force: true }),
  }
}
