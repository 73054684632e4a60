import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { accountName, homeDirectory } from '../../../electron/state/account.ts'
import { defaultStateDirectory, operatorName } from '../../../electron/state/state-directory.ts'
import { openApplication, plainCall, profileOf } from '../../support/services.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'
import { saying } from '../../support/saying.ts'

afterEach(() => vi.unstubAllEnvs())

const nameless = (): never => {
  throw new Error('uv_os_get_passwd returned ENOENT')
}

describe('the state directory', () => {
  it('is where each platform keeps such things, unless one is named', () => {
    const home = { HOME: '/home/ops' }
    expect(defaultStateDirectory(home, 'linux')).toBe('/home/ops/.local/state/plumbline')
    expect(defaultStateDirectory({ ...home, XDG_STATE_HOME: '/var/x' }, 'linux')).toBe('/var/x/plumbline')
    expect(defaultStateDirectory({ ...home, XDG_STATE_HOME: 'relative' }, 'linux')).toBe(
      '/home/ops/.local/state/plumbline',
    )
    expect(defaultStateDirectory(home, 'darwin')).toBe('/home/ops/Library/Application Support/Plumbline')
    expect(defaultStateDirectory({ ...home, PLUMBLINE_STATE_DIR: '/srv/state' }, 'linux')).toBe('/srv/state')
  })

  it('is left to the Plumbline that uses it; a second one says so and keeps what is its own until it ends', async () => {
    const stateDirectory = temporaryDirectory()
    const home = join(stateDirectory, 'state')
    const first = await openApplication({ stateDirectory })
    await first.services.settings.set({ theme: 'dark' }, plainCall())
    const second = await openApplication({ stateDirectory })
    expect(second.running.notices).toMatchObject([
      {
        key: 'PLB-APP-STATE-TEMPORARY',
        values: { directory: home, reason: { key: 'state.usedByAnother', values: { pid: process.pid } } },
      },
    ])
    expect(await second.services.settings.get({}, plainCall())).toMatchObject({ theme: 'dark' })
    const { passcodeReference: _, demo: _demo, ...draft } = profileOf([])
    for (const { services } of [first, second]) {
      await services.profiles.save(
        { ...draft, id: null, name: services === first.services ? 'a' : 'b', passcode: null },
        plainCall(),
      )
    }
    await second.running.close()
    await first.running.close()
    const third = await openApplication({ stateDirectory })
    expect(third.running.notices).toEqual([])
    expect((await third.services.profiles.list({}, plainCall())).map(({ name }) => name)).toEqual(['a'])
  })

  it('needs at least a temporary one, and says what to name', async () => {
    const file = join(temporaryDirectory(), 'file')
    writeFileSync(file, '')
    vi.stubEnv('TMPDIR', file)
    await expect(openApplication({ stateDirectory: file })).rejects.toMatchObject({
      code: 'PLB-APP-NO-PLACE',
      message: saying(join(file, 'state')),
    })
    expect(readFileSync(file, 'utf8')).toBe('')
  })

  it('that lies below a file is not made, and the reason is said in words', async () => {
    const directory = temporaryDirectory()
    writeFileSync(join(directory, 'file'), 'kept')
    const { running } = await openApplication({ stateDirectory: join(directory, 'file') })
    expect(running.notices).toEqual([saying(/cannot be written .*lies .*until Plumbline ends/)])
    expect(readdirSync(directory)).toEqual(['file'])
  })
})

describe('an account', () => {
  it('has the home the environment names, or else the one the system knows', () => {
    const account = () => ({ homedir: '/home/ops' })
    expect(homeDirectory({ HOME: '/srv/ops' }, account)).toBe('/srv/ops')
    for (const HOME of [undefined, '', 'relative']) {
      expect(homeDirectory({ HOME }, account)).toBe('/home/ops')
    }
  })

  it('at work is told from the same one on another machine, or with another state directory', () => {
    const environment = { HOME: '/home/ops', XDG_STATE_HOME: '/home/ops/state' }
    const usual = operatorName('/home/ops/state/plumbline', environment)
    expect(usual).toBe(`${accountName()}@${hostname().split('.')[0] ?? ''}`)
    for (const directory of ['/srv/one', '/srv/two'])
      expect(operatorName(directory, { ...environment, PLUMBLINE_STATE_DIR: directory })).toBe(
        `${usual}/${basename(directory)}`,
      )
  })

  it('of a container need not have a name or a home', () => {
    expect(homeDirectory({}, nameless)).toBe('/nonexistent')
    expect(accountName(nameless)).toBe(`account ${process.getuid?.()}`)
    expect(accountName(() => ({ username: 'ops' }))).toBe('ops')
  })
})
