import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { accessSync, chmodSync, constants, copyFileSync, mkdirSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { userInfo } from 'node:os'
import { join } from 'node:path'
import { onTestFinished, vi } from 'vitest'
import { freePorts } from './brokers/free-ports.ts'
import { temporaryDirectory } from './temporary-directory.ts'
import { patience } from './patience.ts'

const [sshd, ssh] = ['/usr/sbin/sshd', '/usr/bin/ssh']

/** Why no server can be started here; undefined when one can. */
export function sshdUnavailable(): string | undefined {
  try {
    for (const each of [sshd, ssh]) accessSync(each, constants.X_OK)
    return undefined
  } catch (error) {
    return String(error)
  }
}

/**
 * Starts a server of OpenSSH on this machine, with keys of its own, until the running test is finished.
 * @returns a directory with an `ssh` that is configured for it as an operator has it: `bastion` lets this account in,
 * `stranger` knows a key it does not, and `unknown` is a host nobody has vouched for
 */
export async function startSshd(): Promise<string> {
  const directory = temporaryDirectory()
  const file = (name: string) => join(directory, name)
  for (const name of ['host', 'ours', 'other'])
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', file(name)])
  copyFileSync(file('ours.pub'), file('authorized'))
  const [port = 0] = await freePorts(1)
  // Where it runs as root, it confines itself to this one.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
  const settings = [
    ...[`Port ${port}`, 'ListenAddress 127.0.0.1', `HostKey ${file('host')}`, `PidFile none`],
    ...[`AuthorizedKeysFile ${file('authorized')}`, 'StrictModes no', 'UsePAM no', 'PermitRootLogin yes'],
    ...['PasswordAuthentication no', 'KbdInteractiveAuthentication no', 'AllowTcpForwarding yes'],
  ]
  writeFileSync(file('sshd_config'), `${settings.join('\n')}\n`)
  const server = spawn(sshd, ['-D', '-e', '-f', file('sshd_config')], { stdio: ['ignore', 'ignore', 'pipe'] })
  let words = ''
  server.stderr.setEncoding('utf8').on('data', (text: string) => (words += text))
  const ended = once(server, 'close')
  onTestFinished(async () => {
    server.kill()
    await ended
  })
  await vi.waitFor(async () => {
    if (server.exitCode !== null) throw new Error(`sshd ended: ${words}`)
    const socket = connect(port, '127.0.0.1')
    await once(socket, 'connect').finally(() => socket.destroy())
  }, patience)
  const [known, nobody] = [file('known_hosts'), file('no_hosts')]
  const key = execFileSync('ssh-keygen', ['-y', '-f', file('host')], { encoding: 'utf8' })
  writeFileSync(known, `[127.0.0.1]:${port} ${key}`)
  writeFileSync(nobody, '')
  const host = (name: string, identity: string, hosts: string) => [
    ...[`Host ${name}`, 'HostName 127.0.0.1', `Port ${port}`, `User ${userInfo().username}`],
    ...[`IdentityFile ${file(identity)}`, `UserKnownHostsFile ${hosts}`, 'GlobalKnownHostsFile none'],
    ...['IdentitiesOnly yes', 'IdentityAgent none', 'StrictHostKeyChecking yes'],
  ]
  const hosts = [
    ...host('bastion', 'ours', known),
    ...host('stranger', 'other', known),
    ...host('unknown', 'ours', nobody),
  ]
  writeFileSync(file('ssh_config'), `${hosts.join('\n')}\n`)
  const programs = file('programs')
  mkdirSync(programs)
  // An account's own configuration is found by its home, which is not ours.
  writeFileSync(join(programs, 'ssh'), `#!/bin/sh\nexec ${ssh} -F ${file('ssh_config')} "$@"\n`)
  chmodSync(join(programs, 'ssh'), 0o755)
  return programs
}
