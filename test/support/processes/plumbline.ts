import { runInProcess } from '../../../electron/cli/program/program.ts'

await runInProcess(process.argv.slice(2))
