import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import {
  findElectronRuntime,
  isReachable,
  type RuntimeSurroundings,
} from '../../../electron/launch/electron-runtime.ts'
import { english } from '../../../electron/sentences/english.ts'
import { saying } from '../../support/saying.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

function surroundings(changes: Partial<RuntimeSurroundings> = {}) {
  const root = temporaryDirectory()
  const electron = join(root, 'node_modules/electron')
  mkdirSync(join(electron, 'dist'), { recursive: true })
  writeFileSync(join(electron, 'install.js'), '')
  const said: string[] = []
  const asked: string[] = []
  const install = (): void => {
    writeFileSync(join(electron, 'path.txt'), 'electron')
    writeFileSync(join(electron, 'dist/electron'), '')
  }
  const base: RuntimeSurroundings = {
    root,
    environment: { DISPLAY: ':0' },
    platform: 'linux',
    account: 1000,
    tell: (message) => said.push(english(message)),
    isReachable: (host, port) => {
      asked.push(`${host}:${port}`)
      return Promise.resolve(false)
    },
    runScript: () => Promise.resolve('nothing to run'),
    ...changes,
  }
  return { base, root, electron, said, asked, install, program: join(electron, 'dist/electron') }
}

test('A runtime that is installed is taken', async () => {
  const { base, install, program, asked } = surroundings()
  install()
  expect(await findElectronRuntime(base)).toEqual({ program })
  expect(asked).toEqual([])
})

test('A name without its program is no runtime', async () => {
  const { base, electron } = surroundings()
  writeFileSync(join(electron, 'path.txt'), 'electron')
  expect(await findElectronRuntime(base)).toHaveProperty('because')
})

test('Without a network nothing is fetched and nobody waits', async () => {
  const { base, asked, said } = surroundings()
  expect(await findElectronRuntime(base)).toEqual({
    because: saying(/^its runtime is not installed and cannot be fetched without a network$/),
  })
  expect(asked).toEqual(['github.com:443'])
  expect(said).toEqual([])
})

test('With a network the runtime is fetched once, and that is said before', async () => {
  const first = surroundings()
  const { base, said, install, program } = first
  const scripts: string[] = []
  const reachable = {
    ...base,
    isReachable: () => Promise.resolve(true),
    runScript: (path: string) => {
      scripts.push(path)
      install()
      return Promise.resolve(undefined)
    },
  }
  expect(await findElectronRuntime(reachable)).toEqual({ program })
  expect(await findElectronRuntime(reachable)).toEqual({ program })
  expect(scripts).toEqual([join(first.electron, 'install.js')])
  expect(said).toHaveLength(1)
})

test('A fetch that fails says why', async () => {
  const { base } = surroundings({ isReachable: () => Promise.resolve(true) })
  expect(await findElectronRuntime(base)).toEqual({
    because: saying('its runtime could not be fetched (nothing to run)'),
  })
})

test('The mirror of the environment is asked instead', async () => {
  const { base, asked } = surroundings({
    environment: { DISPLAY: ':0', ELECTRON_MIRROR: 'http://mirror.example:8081/electron/' },
  })
  await findElectronRuntime(base)
  expect(asked).toEqual(['mirror.example:8081'])
})

test.each([
  ['there is no display', { environment: {} }],
  ['its sandbox does not work for the account root', { account: 0 }],
])('A window is not tried when %s', async (because, changes) => {
  const { base, install, asked } = surroundings(changes)
  install()
  expect(await findElectronRuntime(base)).toEqual({ because: saying(because) })
  expect(asked).toEqual([])
})

test('An installation without the electron package says so', async () => {
  const { base } = surroundings({ root: temporaryDirectory() })
  expect(await findElectronRuntime(base)).toEqual({ because: saying(/^its runtime is not installed$/) })
})

test('A server that refuses is not reachable', async () => {
  expect(await isReachable('127.0.0.1', 1)).toBe(false)
})
