import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { copyDesktop } from '../support/desktop-bundle.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

const repository = join(import.meta.dirname, '../..')
const configuration = join(repository, 'build/electron-builder.yml')

let app: ReturnType<typeof copyDesktop>

beforeAll(() => {
  app = copyDesktop()
})
afterAll(() => app.remove())

/** What comes before the fuses in the runtime's program, so that they can be found; then their version and number. */
const sentinel = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX')
const fuses = 9

/** As much of the Electron runtime as packing needs. */
function makeRuntime(): string {
  const directory = temporaryDirectory()
  mkdirSync(join(directory, 'locales'))
  mkdirSync(join(directory, 'resources'))
  for (const name of ['LICENSE', 'LICENSES.chromium.html', 'version', 'locales/en-US.pak']) {
    writeFileSync(join(directory, name), '')
  }
  const program = [
    Buffer.from('\u007fELF'),
    sentinel,
    Buffer.from([1, fuses]),
    Buffer.from('r'.repeat(fuses)),
  ]
  writeFileSync(join(directory, 'electron'), Buffer.concat(program), { mode: 0o755 })
  return directory
}

async function pack(): Promise<string> {
  const output = temporaryDirectory()
  await promisify(execFile)(
    join(repository, 'node_modules/.bin/node'),
    [
      join(repository, 'node_modules/electron-builder/cli.js'),
      '--linux',
      'dir',
      '--config',
      configuration,
      '--publish',
      'never',
      `-c.directories.app=${app.directory}`,
      `-c.directories.output=${output}`,
      `-c.electronDist=${makeRuntime()}`,
    ],
    { cwd: repository },
  )
  return join(output, 'linux-unpacked')
}

type Folder = { readonly files: Readonly<Record<string, Folder | { readonly size: number }>> }
const folder: z.ZodType<Folder> = z.lazy(() =>
  z.object({ files: z.record(z.string(), z.union([folder, z.object({ size: z.number() })])) }),
)

/** The names of all files in an archive, whose header is JSON after four numbers. */
function filesIn(archive: string): readonly string[] {
  const content = readFileSync(archive)
  const header = content.subarray(16, 16 + content.readUInt32LE(12)).toString('utf8')
  const below = ({ files }: Folder, prefix: string): readonly string[] =>
    Object.entries(files).flatMap(([name, entry]) =>
      'files' in entry ? below(entry, `${prefix}${name}/`) : [prefix + name],
    )
  return below(folder.parse(JSON.parse(header)), '').toSorted()
}

test('A package holds the app as it was built and nothing beside it, and its runtime can run nothing else', async () => {
  const unpacked = await pack()
  const built = readdirSync(app.directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(app.directory.length + 1))
  const packed = filesIn(join(unpacked, 'resources/app.asar'))
  expect(packed).toEqual(built.toSorted())
  expect(packed).toEqual(
    expect.arrayContaining([
      'main.js',
      'preload.cjs',
      'package.json',
      'archive-thread.js',
      'renderer/index.html',
      'resources/icons/icon-256.png',
      'resources/demo/seed/global.xml',
    ]),
  )

  const program = readFileSync(join(unpacked, 'plumbline'))
  const wire = program.subarray(program.indexOf(sentinel) + sentinel.length + 2).toString('latin1')
  // Not: run as Node, NODE_OPTIONS, --inspect, a snapshot of its own, privileges of file://. But: encrypted cookies, the
  // archive's integrity, the archive alone. The last one stays as the runtime has it.
  expect(wire).toBe('01001100r')

  // Without it nothing can be fetched, whatever the settings say.
  expect(readFileSync(join(unpacked, 'resources/app-update.yml'), 'utf8')).toMatch(
    /^updaterCacheDirName: \S/m,
  )
})

test('Every file the packaging names is there', () => {
  const named = readFileSync(configuration, 'utf8').match(/\bbuild\/[\w./-]+/g) ?? []
  expect(named.length).toBeGreaterThan(3)
  expect(named.filter((path) => !existsSync(join(repository, path)))).toEqual([])
})
