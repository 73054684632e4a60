import { mkdir, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import type { Page } from 'playwright-core'
import { screenNames } from '../electron/contract/screens.ts'
import { screens as english } from '../electron/languages/en/screens.ts'
import { foreignWords } from '../test/support/foreign-words.ts'
import { accessibilityProblems, ServedApp, shownTexts } from '../test/support/served-app.ts'

/**
 * Takes pictures of every screen of the app as it is served, with its demo, in both themes and two sizes, and reports
 * what axe, the policy and the console have to say.
 *
 *     node build/look-at-screens.ts [hash …]      for example: node build/look-at-screens.ts nodes?selected=slave-a
 *     LANGUAGE=de node build/look-at-screens.ts   in German; what is said in another language is reported too
 *     node build/look-at-screens.ts --guide       the pictures of the operator's guide, in one size, and their page
 */
const { values, positionals: asked } = parseArgs({
  options: { guide: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const place = values.guide ? '../docs/guide/pictures/' : '../test/.output/screens/'
const output = fileURLToPath(new URL(place, import.meta.url))
const language = process.env['LANGUAGE'] === 'de' ? 'de' : 'en'
const startDemo = /demo/i
const everyScreen = ['welcome', ...screenNames]
/** The demo draws no maps; those of imitated GeoServers are looked at. */
const drawn = 'maps'
/** What the guide does not show, as it holds paths of the machine. */
const notInTheGuide = new Set(['diagnostics'])
const usualScreens = values.guide ? everyScreen.filter((each) => !notInTheGuide.has(each)) : everyScreen
/** Milliseconds the demo goes on before the pictures of the guide are taken. */
const guidePatience = 200_000
const usual = { width: 1280, height: 800 }
const sizes = values.guide ? [usual] : [usual, { width: 1920, height: 1080 }]
const app = await ServedApp.start()
let problems = 0
try {
  await mkdir(output, { recursive: true })
  const { page } = await app.open(language === 'de' ? 'de-DE' : 'en-GB')
  let screen = 'welcome'
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') report(screen, message.text())
  })
  page.on('pageerror', (error) => report(screen, error.stack ?? error.message))
  if (language === 'de') {
    await page.goto(`${page.url().split('#')[0] ?? ''}#/settings`)
    await page.getByRole('combobox', { name: /Language|Sprache/ }).selectOption('de')
    await page.goto(`${page.url().split('#')[0] ?? ''}#/welcome`)
  }
  await page.locator('h1').first().waitFor()
  if (asked.length === 0 && !values.guide) await look(page, 'closed-welcome')
  await page.getByRole('button', { name: startDemo }).first().click()
  await page.waitForURL(/#\/overview/)
  // Its chart is to say something.
  if (values.guide) await page.waitForTimeout(guidePatience)
  for (screen of asked.length > 0 ? asked : usualScreens) {
    if (values.guide && screen === drawn) continue
    await page.goto(`${page.url().split('#')[0] ?? ''}#/${screen}`)
    await page.locator('h1').first().waitFor()
    await page.waitForTimeout(900)
    await look(page, screen)
    await checkLanguage(page, screen)
  }
  if (values.guide) {
    screen = drawn
    await compareMaps(page)
    await look(page, screen)
  }
  if (values.guide) await writeFile(`${output}../pictures.md`, picturesPage())
} finally {
  await app.stop()
}
console.log(problems === 0 ? 'No problems.' : `${problems} problems.`)

async function look(page: Page, screen: string): Promise<void> {
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    for (const size of sizes) {
      await page.setViewportSize(size)
      const what = screen.replaceAll(/[^\w-]+/g, '-')
      const which = values.guide ? colorScheme : `${language}-${colorScheme}-${size.width}`
      const name = `${what}-${which}.png`
      await page.screenshot({ path: `${output}${name}` })
    }
    for (const problem of await accessibilityProblems(page))
      report(`${screen} (${colorScheme})`, `axe ${problem}`)
  }
}

/** Has the maps of imitated GeoServers compared. */
async function compareMaps(page: Page): Promise<void> {
  const show = (wanted: string) => page.goto(`${page.url().split('#')[0] ?? ''}#/${wanted}`)
  await show('welcome')
  await page.getByRole('button', { name: english.welcome.imitation.title }).click()
  await page.waitForURL(/#\/overview/)
  await show(drawn)
  await page.getByRole('button', { name: english.maps.compare }).first().click()
  await page.getByRole('grid').waitFor()
  await page.getByRole('status').waitFor({ state: 'detached' })
}

/** Words of another language than was asked for. */
async function checkLanguage(page: Page, screen: string): Promise<void> {
  for (const text of await shownTexts(page)) {
    const foreign = foreignWords(text, language)
    if (foreign.length > 0) report(screen, `of another language, ${foreign.join(' ')}: ${text}`)
  }
}

/** The page of the guide that shows every screen, light and dark. */
function picturesPage(): string {
  const titles = new Map<string, string>(Object.entries(english.shell.screens))
  const sections = usualScreens.map((screen) => {
    const title = titles.get(screen) ?? 'Welcome'
    const shown = (['light', 'dark'] as const).map(
      (theme) => `![${title}, ${theme}](pictures/${screen}-${theme}.png)`,
    )
    return `## ${title}\n\n${shown.join('\n\n')}\n`
  })
  return [
    '# Pictures\n',
    'Every screen of the demo, light and dark; the maps are those of imitated GeoServers.\n',
    ...sections,
  ].join('\n')
}

function report(screen: string, text: string): void {
  problems += 1
  console.log(`${screen}: ${text}`)
}
