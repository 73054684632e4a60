import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Forwards as `ssh -N -L` does, refuses the host `locked`, and writes down what it was called with. */
const source = (log: string) => `#!${process.execPath}
const { appendFileSync } = require('node:fs')
const { createServer, connect } = require('node:net')
const words = process.argv.slice(2)
appendFileSync(${JSON.stringify(log)}, JSON.stringify(words) + '\\n')
if (words.at(-1).endsWith('locked')) {
  process.stderr.write('ops@locked: Permission denied (publickey).\\r\\n', () => process.exit(255))
} else {
  const [, near, host, port] = /^127\\.0\\.0\\.1:(\\d+):(.*):(\\d+)$/.exec(words[words.indexOf('-L') + 1])
  createServer((socket) => {
    const far = connect({ host: host === 'broker.inside' ? '127.0.0.1' : host.replace(/[\\[\\]]/g, ''), port })
    for (const each of [socket, far]) each.on('error', () => { socket.destroy(); far.destroy() })
    socket.pipe(far).pipe(socket)
  }).listen(Number(near), '127.0.0.1')
}
`

/** Puts a program called ssh into a directory; `broker.inside` is what only it can reach. */
export function sshStandIn(directory: string): { readonly path: string; readonly calls: () => string[][] } {
  const path = join(directory, 'ssh')
  const log = join(directory, 'calls')
  writeFileSync(path, source(log))
  chmodSync(path, 0o755)
  return {
    path,
    calls: () =>
      existsSync(log)
        ? readFileSync(log, 'utf8')
            .trim()
            .split('\n')
            .map((line) => JSON.parse(line) as string[])
        : [],
  }
}
