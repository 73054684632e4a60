import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { StockNode } from '../../electron/imitation/stock-node.ts'
import { finished, startPlumbline } from '../support/command-line.ts'
import { goldenPath } from '../support/data-directories.ts'
import { serveNode } from '../support/stock-node/serve-in-test.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'
import { lockDatabase } from '../../electron/storage/database-lock.ts'
import { localFileSystem } from '../../electron/storage/files.ts'

const brokerPassword = 'broker-geheim'
const nodePassword = 'geoserver'

function machine(directory: string, name: string) {
  const state = join(directory, name)
  const run = async (...words: readonly string[]) =>
    finished(startPlumbline(['profiles', ...words], { PLUMBLINE_STATE_DIR: state }))
  return { state, run }
}

function secretFile(directory: string, name: string, text: string): string {
  const path = join(directory, name)
  writeFileSync(path, text, { mode: 0o600 })
  return path
}

describe('plumbline profiles', () => {
  it('adds, lists, shows, takes to another machine with its passwords, and removes', async () => {
    const directory = temporaryDirectory()
    const brokerURL = `tcp://127.0.0.1:1?jms.userName=geo&jms.password=${brokerPassword}`
    const { url } = await serveNode(
      new StockNode({
        seed: goldenPath('seed/master'),
        properties: { instanceName: 'm', brokerURL, toggleSlave: 'false' },
      }),
    )
    const login = secretFile(directory, 'login', `admin:${nodePassword}\n`)
    const passphrase = secretFile(directory, 'passphrase', 'correct horse battery\n')
    const [here, there] = [machine(directory, 'here'), machine(directory, 'there')]

    expect(await here.run('--json')).toMatchObject({
      code: 0,
      stdout: '{\n  "profiles": []\n}\n',
      stderr: '',
    })
    expect(await here.run('add', 'Maps', url, '--login', login)).toMatchObject({ code: 0 })
    expect(await here.run()).toMatchObject({
      code: 0,
      stdout: 'Maps  tcp://127.0.0.1:1, 1 node\n',
      stderr: '',
    })
    const shown = await here.run('show', 'Maps', '--json')
    expect(JSON.parse(shown.stdout)).toMatchObject({
      name: 'Maps',
      login: 'geo',
      nodes: [{ instanceName: 'm', url, user: 'admin' }],
    })

    const file = join(directory, 'maps.plumbline')
    const exported = await here.run('export', 'Maps', '--passphrase', passphrase, '--output', file)
    expect(exported).toMatchObject({ code: 0, stdout: '' })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const open = await here.run('export', 'Maps')
    expect(JSON.parse(open.stdout)).toMatchObject({ profile: { name: 'Maps' } })

    // Nobody is there to be asked.
    const unasked = await there.run('import', file, '--passphrase', passphrase)
    expect(unasked).toMatchObject({ code: 2, stdout: '' })
    expect(unasked.stderr).toContain('--confirm')
    const other = await there.run('import', file, '--passphrase', passphrase, '--confirm', 'Other')
    expect(other).toMatchObject({ code: 2, stdout: '' })
    expect(await there.run('import', file, '--passphrase', passphrase, '--confirm', 'Maps')).toMatchObject({
      code: 0,
      stdout: 'saved as the profile Maps\n',
    })
    // It came with what opens the cluster.
    const again = await there.run('export', 'Maps', '--passphrase', passphrase, '--json')
    expect(again.code).toBe(0)
    const status = await finished(
      startPlumbline(['export', join(directory, 'held'), '--profile', 'Maps', '--on', 'm'], {
        PLUMBLINE_STATE_DIR: there.state,
      }),
    )
    expect(status.stderr).not.toContain('did not accept')

    expect(await here.run('remove', 'Maps', '--confirm', 'maps')).toMatchObject({ code: 2, stdout: '' })
    expect(await here.run('remove', 'Maps', '--confirm', 'Maps')).toMatchObject({ code: 0 })
    expect(await here.run('show', 'Maps')).toMatchObject({ code: 2, stdout: '' })
    expect(readFileSync(join(here.state, 'secrets.json'), 'utf8').trim()).toBe('{}')
    for (const { stdout, stderr } of [shown, exported, open, unasked, again, status])
      for (const secret of [brokerPassword, 'correct horse']) expect(stdout + stderr).not.toContain(secret)
  })

  it('takes passphrases from a file of this account alone, and changes nothing an app has open', async () => {
    const directory = temporaryDirectory()
    const { state, run } = machine(directory, 'state')
    const data = join(directory, 'data')
    localFileSystem.makeDirectory(join(data, 'workspaces'))
    localFileSystem.writeAtomically(
      join(data, 'global.xml'),
      readFileSync(join(goldenPath('seed/master'), 'global.xml')),
    )
    localFileSystem.makeDirectory(join(data, 'cluster'))
    localFileSystem.writeAtomically(
      join(data, 'cluster/cluster.properties'),
      'instanceName=here\nbrokerURL=tcp\\://127.0.0.1\\:1\n',
    )
    expect(await run('add', 'Here', data)).toMatchObject({
      stderr: expect.stringContaining('saved') as string,
    })

    const short = await run('export', 'Here', '--passphrase', secretFile(directory, 'short', 'too short\n'))
    expect(short).toMatchObject({ code: 2, stdout: '' })
    expect(short.stderr).toContain('PLB-COMMAND-SECRET-UNUSABLE')
    const exposed = secretFile(directory, 'exposed', 'correct horse battery\n')
    chmodSync(exposed, 0o644)
    const refused = await run('export', 'Here', '--passphrase', exposed)
    expect(refused).toMatchObject({ code: 2, stdout: '' })
    expect(refused.stderr).toContain('chmod 600')
    expect(await run('show')).toMatchObject({ code: 2, stdout: '' })
    expect(await run('list', 'Here')).toMatchObject({ code: 2, stdout: '' })

    const before = readFileSync(join(state, 'profiles.json'), 'utf8')
    const lock = lockDatabase(join(state, 'state'), () => new Date(), localFileSystem)
    try {
      expect(await run()).toMatchObject({ code: 0, stdout: 'Here  tcp://127.0.0.1:1, 1 node\n' })
      for (const words of [
        ['remove', 'Here', '--confirm', 'Here'],
        ['add', 'There', data],
      ]) {
        const inUse = await run(...words)
        expect(inUse).toMatchObject({ code: 2, stdout: '' })
        expect(inUse.stderr).toContain('PLB-APP-STATE-TEMPORARY')
      }
    } finally {
      lock.release()
    }
    expect(readFileSync(join(state, 'profiles.json'), 'utf8')).toBe(before)
  })
})
