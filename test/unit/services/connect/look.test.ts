import { X509Certificate } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { FoundNode } from '../../../../electron/contract/features/connect.ts'
import { english } from '../../../../electron/sentences/english.ts'
import { EmbeddedBroker } from '../../../../electron/broker/embedded/hosting/embedded-broker.ts'
import { connectStockNode } from '../../../../electron/imitation/on-broker.ts'
import { profileOfFound } from '../../../../electron/services/connect/profile-of-found.ts'
import { createConnect } from '../../../../electron/services/connect/connect-service.ts'
import { behindTls } from '../../../support/behind-tls.ts'
import { createCertificates } from '../../../support/certificates.ts'
import { temporaryDirectory } from '../../../support/temporary-directory.ts'
import { goldenPath } from '../../../support/data-directories.ts'
import { replay, serveRest } from '../../../support/geoserver-rest.ts'
import {
  hurriedClock,
  makeDataDirectory,
  openApplication,
  plainCall,
  profileOf,
} from '../../../support/services.ts'
import { serveNode } from '../../../support/stock-node/serve-in-test.ts'
import { StockNode, type StockNodeOptions } from '../../../../electron/imitation/stock-node.ts'
import { FakeMulticast } from '../../../support/fake-multicast.ts'

const login = { user: 'admin', password: 'geoserver' }
const nobody = 'tcp://127.0.0.1:1'

async function served(
  instanceName: string,
  properties: Readonly<Record<string, string>> = {},
  options: Partial<StockNodeOptions> = {},
) {
  const node = new StockNode({
    seed: goldenPath('seed/master'),
    properties: { instanceName, brokerURL: nobody, ...properties },
    ...options,
  })
  return serveNode(node)
}

async function look(urls: readonly string[], changes: object = {}) {
  const connect = createConnect(new FakeMulticast(), hurriedClock)
  const told: (FoundNode | null)[] = []
  const call = plainCall<{ readonly found: FoundNode | null }>(({ found }) => told.push(found))
  const input = { addresses: urls.join('\n'), login, logins: {}, trust: {}, passphrase: null, ...changes }
  return { connect, told, ...(await connect.service.look(input, call)) }
}

const keyOf = (message: FoundNode['remarks'][number]['message']): string =>
  typeof message === 'string' ? message : message.key
const said = ({ remarks }: Pick<FoundNode, 'remarks'>): string =>
  remarks.map(({ message }) => english(message)).join(' ')

describe('looking at GeoServers by their addresses', () => {
  it('tells what each is and the cluster they are part of, and each as soon as it answered', async () => {
    const master = await served('m', { toggleSlave: 'false' })
    const slave = await served('s1', { toggleMaster: 'false' })
    const { nodes, cluster, told } = await look([master.url, slave.url])
    expect(nodes).toMatchObject([
      {
        url: master.url,
        outcome: 'ok',
        instanceName: 'm',
        roles: ['master'],
        version: '2.26.2',
        remarks: [],
      },
      { url: slave.url, outcome: 'ok', instanceName: 's1', roles: ['slave'] },
    ])
    expect(cluster).toMatchObject({
      brokerUrl: nobody,
      login: null,
      topicName: 'VirtualTopic.geoserver',
      group: 'geoserver-cluster',
      missing: [],
      missingUnknown: { key: 'PLB-BROKER-REFUSED' },
    })
    expect(told.flatMap((each) => each?.instanceName ?? []).toSorted()).toEqual(['m', 's1'])
  })

  it('tells wrong logins, users who are no administrators, strangers and silence apart', async () => {
    const node = await served('m')
    const forbidding = await serveRest((_path, response) => response.writeHead(403).end())
    const other = await serveRest((_path, response) => response.writeHead(404).end())
    const silent = 'http://127.0.0.1:1/geoserver'
    const { nodes, cluster } = await look([node.url, forbidding.url, other.url, silent], {
      logins: { [node.url]: { user: 'admin', password: 'wrong-one' } },
    })
    const codes = nodes.flatMap(({ remarks }) => remarks.map(({ message }) => keyOf(message)))
    expect(codes).toEqual([
      'PLB-GEOSERVER-CREDENTIALS',
      'PLB-GEOSERVER-NOT-ADMINISTRATOR',
      'PLB-GEOSERVER-NOT-FOUND',
      'PLB-GEOSERVER-UNREACHABLE',
    ])
    expect(nodes.map(({ isRefused }) => isRefused)).toEqual([true, true, false, false])
    expect(cluster).toBeNull()
    expect(JSON.stringify(nodes)).not.toContain('wrong-one')
    const own = await look([node.url], {
      login: { user: 'admin', password: 'wrong-one' },
      logins: { [node.url]: login },
    })
    expect(own.nodes).toMatchObject([{ outcome: 'ok', instanceName: 'm' }])
  })

  it('shows the certificate of one over https, and says of each that is not trusted why, before it is told who asks', async () => {
    const certificates = await createCertificates(temporaryDirectory())
    const { files, serverCertificate: cert, serverKey: key, expiredCertificate, storePassword } = certificates
    const asked: string[] = []
    const told = await serveRest((path, response) => {
      asked.push(path)
      replay(path, response)
    })
    const [node, plain] = [await served('m', { brokerURL: 'ssl://127.0.0.1:1' }), await served('p')]
    const { fingerprint256: fingerprint } = new X509Certificate(cert)
    const unlockFile = join(temporaryDirectory(), 'unlock')
    writeFileSync(unlockFile, `${storePassword}\n`)
    const url = await behindTls(node.url, { cert, key })
    const strict = await behindTls(node.url, {
      ...{ cert, key, ca: certificates.authority, requestCert: true, rejectUnauthorized: true },
    })
    const expired = await behindTls(node.url, { cert: expiredCertificate, key })
    const stranger = await behindTls(told.url, { cert, key })
    const other = url.replace('localhost', '127.0.0.1')
    const ca = `?plumbline.ca=${files.authority}`
    const shown = `${ca}&plumbline.certificate=${files.certificate}&plumbline.key=`
    const outcomes: readonly [string, string | undefined, object?][] = [
      [stranger, 'PLB-TLS-UNKNOWN-AUTHORITY'],
      [`${url}?plumbline.fingerprint=${'AB'.repeat(32)}`, 'PLB-TLS-WRONG-FINGERPRINT'],
      [`${url}?plumbline.fingerprint=${fingerprint}`, undefined],
      [url, undefined, { trust: { authority: files.authority } }],
      [url + ca, undefined],
      [other + ca, 'PLB-TLS-WRONG-HOST'],
      [`${other}${ca}&plumbline.serverName=localhost`, undefined],
      [`${other}${ca}&plumbline.hostCheck=off`, undefined],
      [expired + ca, 'PLB-TLS-EXPIRED'],
      [strict + ca, 'PLB-TLS-CLIENT-CERTIFICATE'],
      [`${strict}${shown}${files.key}`, undefined],
      [`${strict}${shown}${files.lockedKey}`, 'PLB-TLS-PASSPHRASE'],
      [`${strict}${shown}${files.lockedKey}`, undefined, { passphrase: storePassword }],
      [`${strict}${shown}${files.lockedKey}&plumbline.unlockFile=${unlockFile}`, undefined],
      [`${strict}${ca}&plumbline.pkcs12=${files.pkcs12}&plumbline.unlockFile=${unlockFile}`, undefined],
      [`${url}?plumbline.ca=/nowhere/ca.pem`, 'PLB-TLS-FILE'],
      [plain.url.replace('http:', 'https:'), 'PLB-TLS-NOT-SPOKEN'],
      [url.replace('https:', 'http:'), 'PLB-TLS-REQUIRED'],
    ]
    for (const [address, expected, changes] of outcomes) {
      const { nodes, cluster } = await look([address], changes)
      const [found] = nodes
      const [code] = nodes.flatMap(({ remarks }) => remarks.map(({ message }) => keyOf(message)))
      expect(code, address).toBe(expected)
      expect(JSON.stringify(nodes), address).not.toContain(storePassword)
      if (expected === undefined) {
        expect(found?.certificate, address).toMatchObject({ fingerprint, isTrusted: true })
        const { authority = null } = found?.access ?? {}
        expect(cluster?.trust, address).toMatchObject(authority === null ? {} : { authority })
      }
      // Whoever is to accept a certificate has to see which it is.
      if (found?.certificate?.isTrusted === false)
        expect(JSON.stringify(found.remarks), address).toContain(found.certificate.fingerprint)
      if (expected === 'PLB-TLS-UNKNOWN-AUTHORITY')
        expect(found?.certificate).toMatchObject({ fingerprint, names: 'DNS:localhost', isTrusted: false })
    }
    expect(asked).toEqual([])
  })

  it('names who has another topic, group or broker, and two of one name', async () => {
    const urls = await Promise.all([
      served('a'),
      served('b'),
      served('c', { topicName: 'VirtualTopic.other' }),
      served('d', { group: 'other' }),
      served('e', { brokerURL: 'tcp://elsewhere:61616' }),
      served('b'),
    ])
    const { nodes, cluster } = await look(urls.map(({ url }) => url))
    expect(cluster).toMatchObject({ topicName: 'VirtualTopic.geoserver', group: 'geoserver-cluster' })
    expect(nodes.map(({ outcome }) => outcome)).toEqual(['ok', ...Array<string>(5).fill('warning')])
    const [, second, third, fourth, fifth, sixth] = nodes.map(said)
    expect(second).toContain(urls[5].url)
    expect(third).toContain('VirtualTopic.other')
    expect(fourth).toContain('Its group is other')
    expect(fifth).toContain('elsewhere')
    expect(sixth).toContain(urls[1].url)
  })

  it('looks for the brokers inside of nodes that name none where they tell of themselves', async () => {
    const node = await served('m', { brokerURL: '' })
    const { cluster } = await look([node.url])
    expect(cluster).toMatchObject({
      brokerUrl: 'multicast://default',
      remarks: [{ severity: 'attention', message: { key: 'connect.ownBrokers' } }],
      missingUnknown: { key: 'PLB-BROKER-NONE-HEARD' },
    })
  })

  it('reads what the module shows where the file lies elsewhere, and says what stays unknown', async () => {
    for (const [format, body] of [
      [
        'json',
        '{"properties":{"property":[{"@name":"instanceName","@value":"n"},{"@name":"toggleMaster","@value":false},{"@name":"connection.retry","@value":10}]}}',
      ],
      [
        'xml',
        '<properties><property name="instanceName" value="n"/><property name="toggleMaster" value="false"/></properties>',
      ],
      ['html', '<ul><li><b>instanceName</b> : "n"</li>\n<li><b>toggleMaster</b> : "false"</li></ul>'],
    ] as const) {
      const { url } = await serveRest((path, response) => {
        if (path.endsWith('cluster/cluster.properties')) response.writeHead(404).end()
        else if (path.endsWith(`/rest/cluster.${format}`)) response.end(body)
        else replay(path, response)
      })
      const { nodes } = await look([url])
      expect(nodes, format).toMatchObject([{ outcome: 'warning', instanceName: 'n', roles: ['slave'] }])
      expect(nodes.map(said).join(''), format).toContain('CLUSTER_CONFIG_DIR')
    }
    const { url } = await serveRest((path, response) => {
      if (path.endsWith('cluster/cluster.properties')) response.writeHead(404).end()
      else if (path.includes('/rest/cluster.')) response.end('{"properties":{"threshold":0}}')
      else replay(path, response)
    })
    const { nodes } = await look([url])
    expect(nodes).toMatchObject([{ outcome: 'failed', instanceName: null, roles: [] }])
  })

  it('warns of what travels unencrypted, of a connection that is disabled and of files that fall behind', async () => {
    const { nodes } = await look([(await served('s', { connection: 'disabled', readOnly: 'enabled' })).url])
    expect(nodes.map(said).join('')).toMatch(/connection is disabled.*readOnly=enabled/)
    const elsewhere = await look(['http://nowhere.invalid/geoserver'])
    expect(elsewhere.nodes).toMatchObject([{ outcome: 'failed' }])
  })

  it('keeps the password of the broker from the screen and gives it to the profile that is made of it', async () => {
    const secret = 'broker-geheim'
    const { url } = await served('m', {
      brokerURL: `tcp://127.0.0.1:1?jms.userName=geo&jms.password=${secret}`,
    })
    const { services } = await openApplication()
    const input = { addresses: url, login, logins: {}, trust: {}, passphrase: null }
    const found = await services.connect.look(input, plainCall())
    expect(JSON.stringify(found)).not.toContain(secret)
    expect(found.cluster?.login).toBe('geo')
    const { passcodeReference: _, demo: _demo, ...draft } = profileOf([])
    const { brokerUrl = '', login: user = null } = found.cluster ?? {}
    const saved = await services.profiles.save(
      { ...draft, id: null, passcode: null, brokerUrl, login: user },
      plainCall(),
    )
    expect(saved.passcodeReference).not.toBeNull()
    expect(JSON.stringify(saved)).not.toContain(secret)
  })
})

describe('looking at whatever was pasted', () => {
  const credentials = { login: 'geo', passcode: 'broker-geheim' }

  async function brokerWith(topics: Readonly<Record<string, string>>) {
    const broker = await EmbeddedBroker.start({ database: ':memory:', credentials })
    onTestFinished(() => broker.stop())
    for (const [instanceName, topicName] of Object.entries(topics)) {
      const brokerURL = `tcp://127.0.0.1:${broker.port}?jms.userName=geo&jms.password=broker-geheim`
      const properties = { instanceName, topicName, brokerURL, toggleMaster: 'false' }
      const node = await connectStockNode({ seed: goldenPath('seed/master'), properties })
      onTestFinished(node.drop)
    }
    return broker
  }

  it('a broker URL: its queues tell the topic and the nodes, and the group stays to be asked', async () => {
    const broker = await brokerWith({ s1: 'VirtualTopic.maps', s2: 'VirtualTopic.maps', x: 'VirtualTopic.x' })
    const brokerUrl = `tcp://127.0.0.1:${broker.port}`
    const refused = await look([brokerUrl])
    expect(refused).toMatchObject({ nodes: [], cluster: { brokerUrl, isRefused: true, missing: [] } })
    const brokerLogin = { user: credentials.login, password: credentials.passcode }
    const { connect, nodes, cluster } = await look([brokerUrl], { brokerLogin })
    expect(nodes).toEqual([])
    expect(cluster).toMatchObject({
      ...{ brokerUrl, login: 'geo', topicName: 'VirtualTopic.maps', group: 'geoserver-cluster' },
      ...{ isRefused: false, missing: ['s1', 's2'], missingUnknown: null },
      // Two topics: that the first is meant is a guess.
      unsaid: ['topicName', 'group'],
      remarks: [{ message: { key: 'connect.severalTopics', values: { topics: ['VirtualTopic.x'] } } }],
    })
    expect(connect.foundPasscode(brokerUrl, 'geo')).toBe(credentials.passcode)
    expect(JSON.stringify(cluster)).not.toContain(credentials.passcode)
  })

  it('a cluster.properties as text, with the address of its node on the next line', async () => {
    const broker = await brokerWith({ s1: 'VirtualTopic.maps' })
    const url = `tcp\\://127.0.0.1\\:${broker.port}?jms.userName\\=geo&jms.password\\=${credentials.passcode}`
    const text = `#by hand\ninstanceName=m\ngroup=maps\ntopicName=VirtualTopic.maps\ntoggleSlave=false\nbrokerURL=${url}`
    const { nodes, cluster } = await look([text])
    expect(nodes).toMatchObject([{ source: 'file', outcome: 'ok', instanceName: 'm', roles: ['master'] }])
    expect(cluster).toMatchObject({
      ...{ topicName: 'VirtualTopic.maps', group: 'maps', login: 'geo', unsaid: [] },
      ...{ missing: ['s1'], missingUnknown: null },
    })
    expect(JSON.stringify({ nodes, cluster })).not.toContain(credentials.passcode)
    const node = await served('m', { group: 'maps', topicName: 'VirtualTopic.maps' })
    const both = await look([`${text}\n${node.url}`])
    expect(both.nodes).toMatchObject([{ source: 'geoserver', instanceName: 'm' }, { source: 'file' }])
    expect(both.nodes.map(said).join('')).not.toContain('same instance name')
  })

  it('a data directory by any of its paths, which a cluster can be made of', async () => {
    const directory = makeDataDirectory(temporaryDirectory(), 'geo-1', { brokerURL: nobody, group: 'maps' })
    const cluster = join(directory, 'cluster')
    for (const path of [directory, cluster, join(cluster, 'cluster.properties')]) {
      const found = await look([path])
      expect(found, path).toMatchObject({
        nodes: [{ source: 'directory', url: directory, instanceName: 'geo-1', group: 'maps' }],
        cluster: { brokerUrl: nobody, group: 'maps', unsaid: [] },
      })
      const draft = profileOfFound('Maps', found, { login, logins: {} })
      expect(draft?.nodes).toEqual([{ type: 'local', dataDirectory: directory, run: false }])
    }
    const own = makeDataDirectory(temporaryDirectory(), 'geo-2', { brokerURL: '' })
    expect((await look([own])).cluster).toMatchObject({ brokerUrl: '', remarks: [] })
  })

  it('what is none of it is said to be none, and nothing of it is shown', async () => {
    const directory = temporaryDirectory()
    const foreign = join(directory, 'foreign')
    writeFileSync(foreign, 'root:x:geheim\n')
    const malformed = join(directory, 'malformed')
    writeFileSync(malformed, 'group=\\u00zz\n')
    const { nodes, cluster } = await look([directory, foreign, malformed, join(directory, 'missing')])
    const outcomes = nodes.map(({ outcome, remarks }) => [
      outcome,
      ...remarks.map((each) => keyOf(each.message)),
    ])
    expect(outcomes).toEqual([
      ['warning', 'connect.noProperties'],
      ['failed', 'PLB-CONFIGURATION-FOREIGN'],
      ['failed', 'PLB-CONFIGURATION-DAMAGED'],
      ['failed', 'PLB-CONFIGURATION-NO-DATA-DIRECTORY'],
    ])
    expect(cluster).toBeNull()
    expect(JSON.stringify(nodes)).not.toContain('geheim')
  })

  it('is recognised before anything is asked, without what it holds', async () => {
    const { connect } = await look(['/nowhere'])
    const text = 'tcp://mq:1?jms.password=geheim\ngs1\n/srv/data'
    expect(await connect.service.recognise({ text }, plainCall())).toEqual({
      ...{ geoServers: ['http://gs1/geoserver'], namesBroker: true, paths: ['/srv/data'] },
      isProperties: false,
    })
  })
})
