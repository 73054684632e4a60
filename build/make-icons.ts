import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, type Page } from 'playwright-core'

/**
 * Draws every image of the app from one source, renderer/styles/icon.svg:
 * `node build/make-icons.ts [path of Chromium]`. The images are kept in the repository, so that nobody needs a browser
 * to build or run the app.
 */
const root = fileURLToPath(new URL('..', import.meta.url))
const icon = readFileSync(join(root, 'renderer/styles/icon.svg'), 'utf8')

/** A state's mark is told by its shape first; the colours are those both light and dark trays show well. */
const marks = {
  none: '',
  ok: '<circle cx="23" cy="23" r="7" fill="#2e9e5b"/>',
  stale:
    '<circle cx="23" cy="23" r="6" fill="#fff" stroke="#6b7280" stroke-width="2.500" stroke-dasharray="3.200 3.083"/><circle cx="23" cy="23" r="2.500" fill="#6b7280"/>',
  unknown: '<circle cx="23" cy="23" r="5.500" fill="#fff" stroke="#6b7280" stroke-width="3"/>',
  pending:
    '<circle cx="23" cy="23" r="6" fill="#fff" stroke="#b7791f" stroke-width="2"/><path d="M23 17a6 6 0 0 1 0 12z" fill="#b7791f"/>',
  attention: '<path d="M23 14.500 31.500 30h-17z" fill="#e08a00" stroke="#fff" stroke-linejoin="round"/>',
  failed:
    '<path d="M17.500 17.500l11 11m0-11l-11 11" stroke="#fff" stroke-width="7" stroke-linecap="round"/><path d="M17.500 17.500l11 11m0-11l-11 11" stroke="#d92d20" stroke-width="4" stroke-linecap="round"/>',
} as const

interface Image {
  /** Below the root of the repository. */
  readonly path: string
  readonly svg: string
  /** Of each side, in pixels. */
  readonly size: number
}

/** Every image there is. */
export const images: readonly Image[] = [
  ...[16, 32, 48, 64, 128, 256, 512, 1024].map((size) => ({
    path: `build/icons/${size}x${size}.png`,
    svg: icon,
    size,
  })),
  { path: 'resources/icons/icon-256.png', svg: icon, size: 256 },
  ...Object.entries(marks).flatMap(([state, mark]) => {
    const svg = icon.replace('</svg>', `${mark}</svg>`)
    return [
      { path: `resources/icons/tray-${state}.png`, svg, size: 22 },
      { path: `resources/icons/tray-${state}@2x.png`, svg, size: 44 },
    ]
  }),
]

/** Draws an image as a PNG. */
export async function draw(page: Page, { svg, size }: Image): Promise<Buffer> {
  await page.setViewportSize({ width: size, height: size })
  const sized = svg.replace('<svg ', `<svg width="${size}" height="${size}" `)
  await page.setContent(`<!doctype html><style>body{margin:0}svg{display:block}</style>${sized}`)
  return page.screenshot({ omitBackground: true })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const browser = await chromium.launch({
    executablePath: process.argv[2] ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu'],
  })
  try {
    const page = await browser.newPage()
    for (const image of images) {
      const path = join(root, image.path)
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, await draw(page, image))
    }
  } finally {
    await browser.close()
  }
}
