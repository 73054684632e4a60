import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import packageDescription from '../../package.json' with { type: 'json' }
import { temporaryDirectory } from '../support/temporary-directory.ts'

const repository = join(import.meta.dirname, '../..')
const node = join(repository, 'node_modules/.bin/node')
const run = promisify(execFile)

/** What npm packs, where npm would install it, with the packages it depends on and no others. */
let installed: string
let directory: string

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'plumbline-package-'))
  await run('npm', ['pack', '--pack-destination', directory], { cwd: repository })
  const [archive = ''] = readdirSync(directory)
  const modules = join(directory, 'lib/node_modules')
  installed = join(modules, 'plumbline')
  mkdirSync(installed, { recursive: true })
  await run('tar', ['-xzf', join(directory, archive), '-C', installed, '--strip-components=1'])
  for (const name of dependenciesOf(Object.keys(packageDescription.dependencies))) {
    mkdirSync(join(modules, name, '..'), { recursive: true })
    symlinkSync(join(repository, 'node_modules', name), join(modules, name))
  }
})
afterAll(() => rmSync(directory, { recursive: true, force: true }))

/** These packages and those they depend on. */
function dependenciesOf(names: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>()
  const description = z.object({ dependencies: z.record(z.string(), z.string()).optional() })
  const add = (name: string): void => {
    if (found.has(name)) return
    found.add(name)
    const { dependencies = {} } = description.parse(
      JSON.parse(readFileSync(join(repository, 'node_modules', name, 'package.json'), 'utf8')),
    )
    for (const each of Object.keys(dependencies)) add(each)
  }
  for (const name of names) add(name)
  return found
}

test('The installed command runs, with its threads and its user interface', async () => {
  const command = join(installed, 'bin/plumbline.js')
  expect((await run(node, [command, '--version'])).stdout.trim()).toBe(packageDescription.version)
  const state = temporaryDirectory()
  const serve = run(node, [command, 'serve', '--json', '--port', '0', '--state-dir', state])
  const ready = new Promise<string>((resolve) =>
    serve.child.stdout?.once('data', (text) => resolve(String(text))),
  )
  const line = await Promise.race([ready, serve.then(({ stdout }) => stdout)])
  const { link } = z.object({ link: z.url() }).parse(JSON.parse(line.split('\n')[0] ?? ''))
  expect((await fetch(link, { redirect: 'manual' })).status).toBe(303)
  serve.child.kill('SIGTERM')
  await serve.catch(() => undefined)
})

test('An older Node says in one sentence what is needed', async () => {
  const older = `Object.defineProperty(process.versions, 'node', { value: '20.19.0' })`
  const told = await run(node, [
    '--import',
    `data:text/javascript,${encodeURIComponent(older)}`,
    join(installed, 'bin/plumbline.js'),
    '--version',
  ]).then(
    () => undefined,
    (error: unknown) => z.object({ code: z.number(), stdout: z.string(), stderr: z.string() }).parse(error),
  )
  expect(told).toEqual({
    code: 2,
    stdout: '',
    stderr: 'Plumbline needs Node 24 or newer, and this is Node 20.19.0; see https://nodejs.org.\n',
  })
})
