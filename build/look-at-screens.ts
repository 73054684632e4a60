import { createReadStream } from 'node:fs'
import { mkdir, readFile, stat } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { createRequire } from 'node:module'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'playwright-core'
import { launchChromium } from '../test/support/browser.ts'

/**
 * Takes pictures of the renderer on its made-up application, in both themes and two sizes, under the policy it ships
 * with, and reports what axe, the policy and the console have to say.
 *
 *     npx vite build -c build/vite.renderer.ts --mode fake
 *     node build/look-at-screens.ts [hash …]      for example: node build/look-at-screens.ts nodes?selected=geo-3
 *     LANGUAGE=de node build/look-at-screens.ts   in German; what is shown in English or cut off is reported too
 * `closed/<hash>` looks at it without an open cluster.
 */
const root = fileURLToPath(new URL('../dist/renderer-fake/', import.meta.url))
const output = fileURLToPath(new URL('../test/.output/screens/', import.meta.url))
const language = process.env['LANGUAGE'] === 'de' ? 'de' : 'en'
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
  "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
const everyScreen = [
  'welcome',
  'overview',
  'nodes',
  'configuration',
  'messages',
  'resync',
  'brokers',
  'audit',
  'diagnostics',
  'settings',
]
const sizes = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
]
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
}

/** Words that are in most English sentences and in no German one. */
const englishWords =
  /(?<![\w.:/-])(the|is|are|were|since|its|of|and|not|with|from|for|by|has|have|cannot)(?![\w.:/-])/

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const server = await serve()
const address = server.address()
if (address === null || typeof address === 'string') throw new Error('no port')
const browser = await launchChromium()
let problems = 0
try {
  await mkdir(output, { recursive: true })
  const asked = process.argv.slice(2)
  for (const colorScheme of ['light', 'dark'] as const) {
    const context = await browser.newContext({ colorScheme, locale: language === 'de' ? 'de-DE' : 'en-GB' })
    for (const screen of asked.length > 0 ? asked : everyScreen) {
      const page = await context.newPage()
      page.on('console', (message) => {
        if (message.type() === 'error' || message.type() === 'warning') report(screen, message.text())
      })
      page.on('pageerror', (error) => report(screen, error.stack ?? error.message))
      for (const size of sizes) {
        await page.setViewportSize(size)
        await page.goto(
          `http://127.0.0.1:${address.port}/index.html?language=${language}${screen.startsWith('closed/') ? '&closed' : ''}#/${screen.replace('closed/', '')}`,
        )
        await page.locator('h1').first().waitFor()
        await page.waitForTimeout(900)
        const name = `${screen.replaceAll(/[^\w-]+/g, '-')}-${language}-${colorScheme}-${size.width}.png`
        await page.screenshot({ path: join(output, name) })
      }
      await check(page, `${screen} (${colorScheme})`)
      if (language === 'de') await checkGerman(page, screen)
      await page.close()
    }
    await context.close()
  }
} finally {
  await browser.close()
  server.close()
}
console.log(problems === 0 ? 'No problems.' : `${problems} problems.`)

async function check(page: Page, screen: string): Promise<void> {
  await page.evaluate(axe)
  const found: unknown = await page.evaluate(
    `axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.map(({ html, failureSummary }) => html + ' ' + failureSummary).join('\\n    ')))`,
  )
  if (Array.isArray(found)) for (const violation of found) report(screen, `axe ${String(violation)}`)
}

/** English where German is asked for: messages of the renderer, and words no German sentence has. */
async function checkGerman(page: Page, screen: string): Promise<void> {
  const shown = await page.evaluate<string[]>(`(() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    const texts = []
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) texts.push(node.data.trim())
    for (const element of document.querySelectorAll('[aria-label], [title], [placeholder]')) {
      for (const name of ['aria-label', 'title', 'placeholder']) texts.push(element.getAttribute(name) ?? '')
    }
    return texts
  })()`)
  for (const text of new Set(shown)) if (englishWords.test(text)) report(screen, `is in English: ${text}`)
}

function report(screen: string, text: string): void {
  problems += 1
  console.log(`${screen}: ${text}`)
}

function serve(): Promise<Server> {
  const files = createServer((request, response) => {
    const path = join(root, normalize(new URL(request.url ?? '/', 'http://localhost').pathname))
    stat(path).then(
      (found) => {
        response.writeHead(found.isFile() ? 200 : 404, {
          'content-type': types[extname(path)] ?? 'application/octet-stream',
          'content-security-policy': policy,
        })
        if (found.isFile()) createReadStream(path).pipe(response)
        else response.end()
      },
      () => response.writeHead(404).end(),
    )
  })
  return new Promise((resolve) => files.listen(0, '127.0.0.1', () => resolve(files)))
}
