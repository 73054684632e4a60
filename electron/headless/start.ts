import { runInProcess } from './run-in-process.ts'

process.stderr.write('The desktop app is not there yet; this is the demo on the command line.\n')
await runInProcess(['demo', ...process.argv.slice(2)])
