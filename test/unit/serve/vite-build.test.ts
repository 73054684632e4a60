import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { bringUpToDate, builtRenderer } from '../../../electron/serve/vite-build.ts'
import { english } from '../../../electron/sentences/english.ts'
import { smallInstallation } from '../../support/small-installation.ts'

const proof = 'dist/renderer/index.html'

test('What is missing or older than its sources is built, what is neither is left alone', async () => {
  const { root, age } = smallInstallation()
  const said: string[] = []
  const bring = () => bringUpToDate(root, builtRenderer, (message) => said.push(english(message)))
  expect(await bring()).toBe(join(root, 'dist/renderer'))
  await bring()
  expect(said).toEqual(['building the user interface, because it was not built yet'])
  age(proof)
  await bring()
  expect(said.at(-1)).toBe('building the user interface, because its sources changed')
  expect(readdirSync(join(root, 'dist'))).toEqual(['renderer'])
})

test('What cannot be built anew is used as it was built before, and that is said', async () => {
  const { root, age, breakBuilds } = smallInstallation()
  await bringUpToDate(root, builtRenderer, () => undefined)
  age(proof)
  breakBuilds()
  const said: string[] = []
  await bringUpToDate(root, builtRenderer, (message) => said.push(english(message)))
  expect(said.at(-1)).toMatch(/could not be built.*built before is used.*the sources are wrong/)
  expect(readFileSync(join(root, proof), 'utf8')).toBe('new')
})

test('What was never built and cannot be is an error with what the build said', async () => {
  const { root, breakBuilds } = smallInstallation()
  breakBuilds()
  await expect(bringUpToDate(root, builtRenderer, () => undefined)).rejects.toThrow('the sources are wrong')
  expect(existsSync(join(root, 'dist/renderer'))).toBe(false)
})
