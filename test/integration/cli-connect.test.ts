import { X509Certificate } from 'node:crypto'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { behindTls } from '../support/behind-tls.ts'
import { createCertificates } from '../support/certificates.ts'
import { finished, startPlumbline } from '../support/command-line.ts'
import { goldenPath } from '../support/data-directories.ts'
import { administrator } from '../../electron/imitation/serve.ts'
import { serveNode } from '../support/stock-node/serve-in-test.ts'
import { StockNode } from '../../electron/imitation/stock-node.ts'
import { makeDataDirectory } from '../support/services.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

async function served(
  instanceName: string,
  properties: Readonly<Record<string, string>> = {},
  login = administrator,
) {
  const brokerURL = 'tcp://127.0.0.1:1?jms.userName=geo&jms.password=broker-geheim'
  const node = new StockNode({
    seed: goldenPath('seed/master'),
    properties: { instanceName, brokerURL, ...properties },
  })
  return serveNode(node, login)
}

describe('plumbline connect', () => {
  it('says what lies at addresses, with a login from a file of its own alone or from the environment', async () => {
    const directory = temporaryDirectory()
    const [master, slave] = await Promise.all([
      served('m', { toggleSlave: 'false' }),
      served('s', { toggleMaster: 'false' }),
    ])
    const login = join(directory, 'login')
    writeFileSync(login, 'admin:geoserver\n')
    const state = { PLUMBLINE_STATE_DIR: join(directory, 'state') }
    const run = async (words: readonly string[], environment: Readonly<Record<string, string>> = {}) =>
      finished(startPlumbline(['connect', ...words], { ...state, ...environment }))
    chmodSync(login, 0o644)
    const exposed = await run([master.url, '--login', login])
    expect(exposed).toMatchObject({ code: 2, stdout: '' })
    expect(exposed.stderr).toContain('PLB-COMMAND-LOGIN-UNUSABLE')
    chmodSync(login, 0o600)
    const found = await run([master.url, slave.url, '--login', login, '--json', '--save', 'Maps'])
    // Nobody answers at the address of the broker.
    expect(found.code).toBe(0)
    expect(JSON.parse(found.stdout)).toMatchObject({
      nodes: [
        { instanceName: 'm', roles: ['master'] },
        { instanceName: 's', roles: ['slave'] },
      ],
      cluster: { login: 'geo', missingUnknown: 'Nothing accepts connections at 127.0.0.1:1.' },
    })
    const saved = readFileSync(join(directory, 'state/profiles.json'), 'utf8')
    expect(saved).toContain('Maps')
    expect(found.stdout + found.stderr + saved).not.toContain('broker-geheim')
    const here = makeDataDirectory(directory, 'geo-1', { brokerURL: 'tcp://127.0.0.1:1', group: 'maps' })
    const made = await run([here, '--json', '--save', 'Here'])
    expect(JSON.parse(made.stdout)).toMatchObject({
      nodes: [{ source: 'directory', url: here, instanceName: 'geo-1' }],
      cluster: { brokerUrl: 'tcp://127.0.0.1:1', group: 'maps' },
    })
    expect(readFileSync(join(directory, 'state/profiles.json'), 'utf8')).toContain(here)
    const refused = await run([master.url], { PLUMBLINE_GEOSERVER_PASSWORD: 'wrong-one' })
    expect(refused.code).toBe(1)
    expect(refused.stdout).toContain('did not accept the user name and password')
    expect(refused.stdout + refused.stderr).not.toContain('wrong-one')
    expect(await run(['gs{1..', '--login', login])).toMatchObject({ code: 2 })
  })

  it('asks each GeoServer with the login of its own and as its address says, as every command that is told addresses does', async () => {
    const directory = temporaryDirectory()
    const { serverCertificate: cert, serverKey: key } = await createCertificates(temporaryDirectory())
    const [plain, slave] = await Promise.all([
      served('m', { toggleSlave: 'false' }),
      served('s', { toggleMaster: 'false' }, { user: 'root', password: 'its own' }),
    ])
    const secure = await behindTls(plain.url, { cert, key })
    const { fingerprint256: fingerprint } = new X509Certificate(cert)
    const master = { url: `${secure}?plumbline.fingerprint=${fingerprint}` }
    const login = join(directory, 'login')
    writeFileSync(login, `admin:geoserver\n${slave.url} root:its own\n`, { mode: 0o600 })
    const run = async (...words: readonly string[]) =>
      finished(startPlumbline(words, { PLUMBLINE_STATE_DIR: join(directory, 'state') }))
    const found = await run('connect', master.url, slave.url, '--login', login, '--json', '--save', 'Maps')
    expect(JSON.parse(found.stdout)).toMatchObject({
      nodes: [{ instanceName: 'm' }, { instanceName: 's' }],
    })
    const refused = await run('connect', secure, '--login', login)
    expect(refused).toMatchObject({ code: 1 })
    expect(refused.stdout).toContain(fingerprint)
    const nodes = ['--node', master.url, slave.url, '--login', login]
    for (const cluster of [nodes, ['--profile', 'Maps']]) {
      const drift = await run('drift', ...cluster, '--json')
      expect(JSON.parse(drift.stdout)).toMatchObject([{ slave: 's', drift: { equal: true } }])
    }
  })
})
