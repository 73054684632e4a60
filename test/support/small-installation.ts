import { chmodSync, mkdirSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { temporaryDirectory } from './temporary-directory.ts'

/** What stands in for Vite: it makes what it is told to make, or fails as told. */
const vite = `
const { existsSync, mkdirSync, writeFileSync } = require('node:fs')
const { join } = require('node:path')
if (existsSync('broken')) {
  process.stderr.write('the sources are wrong')
  process.exit(1)
}
const made = process.argv[process.argv.indexOf('--outDir') + 1]
mkdirSync(made)
for (const proof of ['index.html', 'package.json']) writeFileSync(join(made, proof), 'new')
`

/** An installation with sources, in which builds take no time. */
export function smallInstallation() {
  const root = temporaryDirectory()
  for (const path of ['node_modules/vite/bin', 'renderer', 'dist']) {
    mkdirSync(join(root, path), { recursive: true })
  }
  writeFileSync(join(root, 'node_modules/vite/bin/vite.js'), vite)
  writeFileSync(join(root, 'renderer/main.ts'), '')
  return {
    root,
    /** From now on no build works. */
    breakBuilds: () => writeFileSync(join(root, 'broken'), ''),
    /** Makes what was built older than its sources. */
    age: (path: string) => utimesSync(join(root, path), 0, 0),
    /** A program that takes the place of the Electron runtime. */
    program: (script: string): string => {
      const path = join(root, 'program')
      writeFileSync(path, `#!${process.execPath}\n${script}`)
      chmodSync(path, 0o700)
      return path
    },
  }
}
