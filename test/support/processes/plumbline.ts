import { runInProcess } from '../../../electron/cli/program.ts'

await runInProcess(process.argv.slice(2))
