import './compile-cache.js'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { argv } from 'node:process'

// What is installed as a package has no sources beside it, only what was made of them.
const source = '../electron/cli/program/program.ts'
const isPackage = !existsSync(join(import.meta.dirname, source))
const { runInProcess } = await import(isPackage ? '../dist/package/electron/cli/program/program.js' : source)
await runInProcess(argv.slice(2))
