import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runDesktop } from '../../../electron/launch/desktop-process.ts'
import { say } from '../../../electron/sentences/say.ts'
import { english } from '../../../electron/sentences/english.ts'
import { smallInstallation } from '../../support/small-installation.ts'

function run(script: string) {
  const { root, program } = smallInstallation()
  const said: string[] = []
  return runDesktop(program(script), root, ['a.plumbline'], (message) => said.push(english(message)))
}

test('A window that was there ends with its own exit code', async () => {
  const script = "process.send('ready', () => { process.exitCode = 3; process.disconnect() })"
  expect(await run(script)).toEqual({ exitCode: 3 })
})

test('What ends well before there was a window handed over to one that is there already', async () => {
  expect(await run('')).toEqual({ exitCode: 0 })
})

test('What fails before there was a window is a reason to do without', async () => {
  expect(await run('process.exitCode = 127')).toEqual({
    because: say('start.endedBefore', { code: '127' }),
  })
  expect(await run("process.kill(process.pid, 'SIGTRAP')")).toEqual({
    because: say('start.endedBefore', { code: 'SIGTRAP' }),
  })
})

test('A runtime that cannot be run is a reason to do without', async () => {
  const { root } = smallInstallation()
  const outcome = await runDesktop(join(root, 'missing'), root, [], () => undefined)
  expect(outcome).toEqual({ because: expect.stringContaining('ENOENT') as string })
})

test('It gets the app and what was typed', async () => {
  const script =
    "process.exitCode = process.argv[2].endsWith('dist/desktop') && process.argv[3] === 'a.plumbline' ? 0 : 1"
  expect(await run(script)).toEqual({ exitCode: 0 })
})
