import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { describe, expect, it } from 'vitest'
import {
  command,
  finished,
  plumbline,
  repository,
  startNode,
  startPlumbline,
} from '../support/command-line.ts'
import { goldenPath } from '../support/data-directories.ts'

const commands = ['diff', 'drift', 'doctor', 'watch', 'apply', 'archive', 'errors']

describe('plumbline', () => {
  it('lists its commands and exit codes', async () => {
    const { code, stdout, stderr } = await plumbline('--help')
    for (const command of commands) expect(stdout).toMatch(new RegExp(`^  ${command} `, 'm'))
    expect(stdout).toContain('Exit codes:')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })

  it.each(commands)('helps with %s by examples', async (command) => {
    const { code, stdout, stderr } = await plumbline(command, '--help')
    expect(stdout).toMatch(new RegExp(`^Usage: plumbline ${command} `))
    expect(stdout).toMatch(new RegExp(`^Examples:\\n.+:\\n    plumbline ${command} `, 'm'))
    expect(stdout).toContain('--json')
    expect(stdout).toContain('--no-color')
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(await plumbline('help', command)).toEqual({ code, stdout, stderr, signal: null })
  })

  it('keeps what Node compiled within the installation, for threads as well', async () => {
    const script = `import '${join(repository, 'bin/compile-cache.js')}'
      import { getCompileCacheDir } from 'node:module'
      import { Worker } from 'node:worker_threads'
      console.log(getCompileCacheDir())
      new Worker("console.log(require('node:module').getCompileCacheDir())", { eval: true, execArgv: [] })`
    const { stdout } = await finished(
      startNode(['--input-type=module', '--eval', script], { NODE_COMPILE_CACHE: '' }),
    )
    const directories = stdout.trim().split('\n')
    expect(directories).toHaveLength(2)
    for (const directory of directories) {
      expect(directory).toContain(join(repository, 'node_modules/.cache/compile'))
    }
  })

  it('tells its version', async () => {
    const file = readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')
    const { stdout } = await plumbline('--version')
    expect(file).toContain(`"version": "${stdout.trim()}"`)
  })

  it('runs from its sources as it does bundled', async () => {
    const words = ['diff', goldenPath('after-build-up/master'), goldenPath('after-build-up/slave')]
    expect(await finished(startNode([command, ...words]))).toEqual(await plumbline(...words))
  })

  it.each([
    { words: [], says: 'no command was given', hint: 'plumbline --help' },
    { words: ['dif'], says: 'unknown command dif (did you mean diff?)', hint: 'plumbline --help' },
    { words: ['diff', 'a', 'b', '--jsn'], says: 'unknown option --jsn', hint: 'plumbline diff --help' },
    { words: ['diff', 'a'], says: 'the argument directory-b is missing', hint: 'plumbline diff --help' },
    { words: ['diff', 'a', 'b', 'c'], says: 'too many arguments', hint: 'plumbline diff --help' },
    {
      words: ['status', 'Maps'],
      says: 'a saved cluster is named by --profile',
      hint: 'plumbline status --help',
    },
    { words: ['diff', '', 'b'], says: '<directory-a> must name a directory', hint: 'plumbline diff --help' },
    { words: ['apply', 'x'], says: '--data-dir <directory> is required', hint: 'plumbline apply --help' },
    {
      words: ['apply', 'x', '--data-dir', 'y', '--until', '-1'],
      says: '--until <seq> must be a number',
      hint: 'plumbline apply --help',
    },
  ])('refuses $words and says how it is used', async ({ words, says, hint }) => {
    const { code, stdout, stderr } = await plumbline(...words)
    expect(stderr).toContain(says)
    expect(stderr).toContain(`\`${hint}\``)
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })

  it('reports errors as JSON when that is wanted, also when it does not understand the rest', async () => {
    const { code, stdout, stderr } = await plumbline('diff', '--json', '--colour')
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: 'PLB-COMMAND-USAGE', causes: [] } })
    expect({ code, stderr }).toEqual({ code: 2, stderr: '' })
  })

  it('explains an error code, in either case', async () => {
    const { code, stdout, stderr } = await plumbline('errors', 'plb-broker-refused')
    expect(stdout).toMatch(/^PLB-BROKER-REFUSED\nwhat happened +.+\nwhy +.+\nwhat to try +.+\n$/)
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })

  it('lists all error codes, as lines or as JSON', async () => {
    const [lines, json] = await Promise.all([plumbline('errors'), plumbline('errors', '--json')])
    const codes = lines.stdout
      .trimEnd()
      .split('\n')
      .map((line) => line.split(' ')[0])
    expect(codes).toEqual(codes.toSorted())
    const anyText = expect.any(String) as unknown
    const explained = codes.map((code) => ({ code, message: anyText, cause: anyText, remedy: anyText }))
    expect(JSON.parse(json.stdout)).toEqual(explained)
  })

  it('does not know a code that is in no catalogue', async () => {
    const { code, stdout, stderr } = await plumbline('errors', 'toString')
    expect(stderr).toContain('There is no error TOSTRING. (PLB-COMMAND-NO-SUCH-CODE)')
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  })

  it('writes no colours into a pipe', async () => {
    const words = ['diff', goldenPath('after-build-up/master'), goldenPath('after-build-up/slave')]
    const { stdout, stderr } = await finished(startPlumbline(words, { TERM: 'xterm-256color' }))
    expect(stdout).toContain('missing WMTS store')
    expect(stdout + stderr).not.toContain('\u001b')
  })

  it('ends as it would have when nobody reads its data any more', async () => {
    const words = ['diff', goldenPath('after-build-up/master'), goldenPath('after-build-up/slave')]
    const child = startPlumbline(words)
    child.stdout.destroy()
    expect(await Promise.all([text(child.stderr), once(child, 'exit')])).toEqual(['', [1, null]])
  })
})
