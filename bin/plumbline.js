#!/usr/bin/env -S node --max-semi-space-size=4
import './compile-cache.js'
import { argv } from 'node:process'

const { runInProcess } = await import('../electron/cli/run-in-process.ts')
await runInProcess(argv.slice(2))
