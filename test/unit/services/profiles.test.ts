import { english } from '../../../electron/sentences/english.ts'
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { EmbeddedBroker } from '../../../electron/broker/embedded/hosting/embedded-broker.ts'
import { writeProfileFile } from '../../../electron/services/profiles/profile-file.ts'
import { encrypt } from '../../../electron/services/profiles/passphrase-file.ts'
import type { ProfileDraft } from '../../../electron/contract/features/profiles.ts'
import { ProfileStore } from '../../../electron/services/profiles/profile-store.ts'
import { fileSecretStore, memorySecretStore } from '../../../electron/services/profiles/secret-store.ts'
import { makeQueueOf, testProfile } from '../../../electron/services/profiles/test-profile.ts'
import { armor, Decrypter, Encrypter, Stanza } from 'age-encryption'
import { z } from 'zod'
import { behindTls } from '../../support/behind-tls.ts'
import { serveManagement } from '../../support/management.ts'
import { createCertificates } from '../../support/certificates.ts'
import { makeDataDirectory, profileOf, servicePlumbing } from '../../support/services.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'
import { saying } from '../../support/saying.ts'

const geoserver = {
  type: 'geoserver',
  instanceName: 'geo-2',
  url: 'http://geo-2.example.org:8080/geoserver',
  user: 'admin',
  passwordReference: null,
} as const

const draft: ProfileDraft = {
  id: null,
  name: 'prod-maps',
  stripe: 'red',
  brokerUrl: 'stomp://mq.example.org:61613',
  login: 'ops',
  passcode: 'hush-hush',
  topicName: 'VirtualTopic.geoserver',
  group: 'geoserver-cluster',
  observer: 'plumbline-desk',
  nodes: [{ type: 'local', dataDirectory: '/srv/geo-1', run: true }, geoserver],
  nodePasswords: { 'geo-2': 'rest-pass' },
}

function store(directory = temporaryDirectory()) {
  const plumbing = servicePlumbing()
  const secrets = fileSecretStore({ directory, environment: {}, now: () => 0, ...plumbing })
  const profiles = new ProfileStore({ directory, now: () => 0, secrets, ...plumbing })
  return { ...plumbing, directory, secrets, profiles }
}

describe('profiles', () => {
  it('are there after a restart, with passwords by reference and sealed', async () => {
    const { profiles, directory } = store()
    const saved = await profiles.save(draft)
    const again = store(directory)
    expect(again.profiles.all).toEqual([saved])
    expect(await again.profiles.passcodeOf(saved)).toBe('hush-hush')
    expect(await again.secrets.get(`profile/${saved.id}/node/geo-2`)).toBe('rest-pass')
    for (const name of readdirSync(directory)) {
      const content = readFileSync(join(directory, name), 'latin1')
      expect(content, name).not.toMatch(/hush-hush|rest-pass/)
      expect(statSync(join(directory, name)).mode & 0o077, name).toBe(0)
    }
  })

  it('take topic and group from the file of a data directory where they name none', async () => {
    const { profiles, directory } = store()
    const dataDirectory = makeDataDirectory(directory, 'geo-7', {
      group: 'maps',
      topicName: 'VirtualTopic.maps',
    })
    const node = { type: 'local', dataDirectory, run: false } as const
    const named = { ...draft, brokerUrl: '', topicName: '', group: '', nodes: [node], nodePasswords: {} }
    expect(await profiles.save(named)).toMatchObject({ topicName: 'VirtualTopic.maps', group: 'maps' })
    const elsewhere = { ...named, nodes: [{ ...node, dataDirectory: join(directory, 'none') }] }
    await expect(profiles.save(elsewhere)).rejects.toMatchObject({
      code: 'PLB-CONFIGURATION-NO-DATA-DIRECTORY',
    })
    const steps = await testProfile(
      { ...named, login: null },
      { passcode: undefined, signal: new AbortController().signal, onStep: () => undefined },
    )
    expect(steps.map(({ outcome }) => outcome)).toEqual(['ok', 'ok'])
  })

  it('keep a password that is not given anew, and lose one that is emptied', async () => {
    const { profiles } = store()
    const saved = await profiles.save(draft)
    const renamed = await profiles.save({
      ...draft,
      id: saved.id,
      name: 'other',
      passcode: null,
      nodePasswords: {},
    })
    expect(await profiles.passcodeOf(renamed)).toBe('hush-hush')
    const emptied = await profiles.save({ ...draft, id: saved.id, passcode: '' })
    expect(emptied.passcodeReference).toBeNull()
    expect(profiles.all).toHaveLength(1)
  })

  it('keep the password of the management where it was given for, and no longer than it is named', async () => {
    const { profiles, secrets } = store()
    const jolokia = { url: 'http://mq.example.org:8161/api/jolokia', user: 'admin', passwordReference: null }
    const saved = await profiles.save({ ...draft, jolokia, jolokiaPassword: 'typed' })
    const reference = saved.jolokia?.passwordReference ?? ''
    expect(await secrets.get(reference)).toBe('typed')
    expect((await writeProfileFile(saved)).content).not.toContain(reference)
    const elsewhere = {
      ...draft,
      id: saved.id,
      jolokia: { ...jolokia, url: 'http://elsewhere:8161/jolokia' },
    }
    await expect(profiles.save(elsewhere)).rejects.toMatchObject({ code: 'PLB-PROFILE-PASSWORD-AGAIN' })
    const withLogin = { ...draft, jolokia: { ...jolokia, url: 'http://admin:x@mq:8161/api/jolokia' } }
    await expect(profiles.save(withLogin)).rejects.toMatchObject({ code: 'PLB-PROFILE-REFUSED' })
    expect((await profiles.save({ ...draft, id: saved.id, passcode: null })).jolokia).toBeUndefined()
    expect(await secrets.get(reference)).toBeUndefined()
  })

  it.each([
    ['another broker', { brokerUrl: 'stomp://elsewhere.example.org:61613', nodePasswords: {} }],
    ['one broker more', { brokerUrl: 'failover:(stomp://mq.example.org:61613,stomp://b:61613)' }],
    ['the broker without TLS', { brokerUrl: 'stomp://mq.example.org:61614' }],
    [
      'another GeoServer',
      {
        nodes: [{ ...geoserver, url: 'http://elsewhere.example.org:8080/geoserver' }],
      },
    ],
    [
      'another address for its maps',
      { nodes: [{ ...geoserver, serviceUrl: 'https://elsewhere.example.org/geoserver' }] },
    ],
  ])('let no kept password go to %s', async (_where, changes: Partial<ProfileDraft>) => {
    const { profiles, secrets } = store()
    const before = await profiles.save({
      ...draft,
      brokerUrl: 'failover:(stomp://mq.example.org:61613,stomp+ssl://mq.example.org:61614)',
    })
    const changed = { ...draft, id: before.id, passcode: null, nodePasswords: {}, ...changes }
    await expect(profiles.save(changed)).rejects.toMatchObject({ code: 'PLB-PROFILE-PASSWORD-AGAIN' })
    expect(profiles.all).toEqual([before])
    const again = { ...changed, passcode: 'typed', nodePasswords: { 'geo-2': 'typed too' } }
    expect(await profiles.passcodeOf(await profiles.save(again))).toBe('typed')
    expect(await secrets.get(`profile/${before.id}/node/geo-2`)).toBe('typed too')
  })

  it.each([
    'failover:(stomp://ops:hush@a:61613,stomp://ops:hush@b:61613)?randomize=false',
    'failover:(stomp://a:61613,stomp://b:61613)?jms.userName=ops&jms.password=hush&randomize=false',
    'failover:(stomp://ops:hush@a:61613?keyStorePassword=hush)?nested.trustStorePassword=hush&randomize=false',
  ])('take a login and other secrets out of the broker URL: %s', async (brokerUrl) => {
    const { profiles, directory } = store()
    const saved = await profiles.save({ ...draft, brokerUrl, login: null, passcode: null })
    expect(saved).toMatchObject({ login: 'ops', brokerUrl: expect.not.stringContaining('hush') as string })
    expect(await profiles.passcodeOf(saved)).toBe('hush')
    expect(readFileSync(join(directory, 'profiles.json'), 'utf8')).not.toContain('hush')
    const mixed = 'failover:(stomp://ops:hush@a:61613,stomp://eve:hush@b:61613)'
    await expect(profiles.save({ ...draft, brokerUrl: mixed })).rejects.toMatchObject({
      code: 'PLB-PROFILE-REFUSED',
    })
  })

  it.each([
    ['a URL nobody speaks', { brokerUrl: 'http://x' }],
    ['a topic that is no virtual topic', { topicName: 'geoserver' }],
    [
      'a GeoServer with a secret in its URL',
      {
        nodes: [{ ...geoserver, url: 'http://g:8080/geoserver?authkey=hush' }],
      },
    ],
    ...['plumbline.via=bastion', 'plumbline.hostCheck=off', 'plumbline.hostchek=off'].map(
      (option) =>
        [
          `a GeoServer with ${option} behind its URL`,
          { nodes: [{ ...geoserver, url: `https://g:8443/geoserver?${option}` }] },
        ] as const,
    ),
    ['an observer with a dot', { observer: 'a.b' }],
    ['a relative data directory', { nodes: [{ type: 'local', dataDirectory: 'data', run: false }] }],
    [
      'a GeoServer that is a script',
      {
        nodes: [{ ...geoserver, url: 'javascript:alert(1)' }],
      },
    ],
  ] as const)('refuse %s', async (_what, change) => {
    const { profiles } = store()
    await expect(profiles.save({ ...draft, ...change } as ProfileDraft)).rejects.toMatchObject({
      code: 'PLB-PROFILE-REFUSED',
    })
    expect(profiles.all).toEqual([])
  })

  it('travel as a file without secrets and without starting anything', async () => {
    const { profiles } = store()
    const saved = await profiles.save(draft)
    const { fileName, content } = await writeProfileFile(saved)
    expect(fileName).toBe('prod-maps.plumbline')
    expect(content).not.toMatch(/hush|rest-pass|profile\//)
    const imported = await profiles.import(content, (await profiles.preview(content)).agreed)
    expect(imported).toMatchObject({
      name: 'prod-maps (2)',
      passcodeReference: null,
      login: 'ops',
      nodes: [{ dataDirectory: '/srv/geo-1', run: false }, { passwordReference: null }],
    })
    expect(imported.id).not.toBe(saved.id)
    // As written by a version that left such a secret in it.
    const old = { ...saved, brokerUrl: 'stomp://a:61613?keyStorePassword=hush' }
    const exported = (await writeProfileFile(old)).content
    expect(exported).not.toContain('hush')
    await expect((async () => profiles.import(exported, ''))()).rejects.toMatchObject({
      code: 'PLB-PROFILE-FILE-INVALID',
    })
  })

  it('travel with their passwords in a file of age, which nothing but the passphrase opens', async () => {
    const { profiles } = store()
    const saved = await profiles.save({ ...draft, passphrase: 'open-sesame' })
    const passphrase = 'correct horse battery'
    const secrets = await profiles.secretsOf(saved)
    const { fileName, content } = await writeProfileFile(saved, { secrets, passphrase })
    expect(fileName).toBe('prod-maps.plumbline')
    expect(content).not.toContain('prod-maps')
    const there = store().profiles
    await expect(there.preview(content)).rejects.toMatchObject({ code: 'PLB-PROFILE-FILE-ENCRYPTED' })
    await expect(there.preview(content, 'another')).rejects.toMatchObject({ code: 'PLB-PROFILE-FILE-LOCKED' })
    const preview = await there.preview(content, passphrase)
    expect(preview).toMatchObject({
      holdsPassword: true,
      nodes: [{}, { user: 'admin', holdsPassword: true }],
    })
    expect(JSON.stringify(preview)).not.toMatch(/hush|rest-pass|sesame/)
    const imported = await there.import(content, preview.agreed, passphrase)
    expect(await there.secretsOf(imported)).toEqual(secrets)
    expect(imported.observer).toMatch(/^plumbline-[0-9a-f]{8}$/)
    expect(secrets).toMatchObject({ passcode: 'hush-hush', passphrase: 'open-sesame' })
    const [first, second, ...rest] = content.split('\n')
    const damaged = [first, `B${second?.slice(1) ?? ''}`, ...rest].join('\n')
    for (const each of [damaged, content.slice(0, -80), '-----BEGIN AGE ENCRYPTED FILE-----'])
      await expect(there.preview(each, passphrase)).rejects.toMatchObject({ code: 'PLB-PROFILE-FILE-LOCKED' })
  })

  it('are of what the tools of age read and write, but not for all the memory there is', async () => {
    const { profiles } = store()
    const age = new Decrypter()
    age.addPassphrase('x')
    expect(await age.decrypt(armor.decode(await encrypt('what is kept', 'x', 4)), 'text')).toBe(
      'what is kept',
    )
    const { content } = await writeProfileFile(await profiles.save(draft))
    const written = async (prepare: (encrypter: Encrypter) => void) => {
      const encrypter = new Encrypter()
      prepare(encrypter)
      return armor.encode(await encrypter.encrypt(content))
    }
    const easy = await written((age) => {
      age.setPassphrase('x')
      age.setScryptWorkFactor(4)
    })
    expect((await profiles.preview(easy, 'x')).name).toBe('prod-maps (2)')
    const toSomebody = await written((age) =>
      age.addRecipient('age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p'),
    )
    const costly = await written((age) =>
      age.addRecipient({
        wrapFileKey: () => [new Stanza(['scrypt', 'A'.repeat(22), '30'], new Uint8Array(32))],
      }),
    )
    for (const each of [toSomebody, costly])
      await expect(profiles.preview(each, 'x')).rejects.toMatchObject({ code: 'PLB-PROFILE-FILE-LOCKED' })
  })

  it('ask for the passwords a file does not bring', async () => {
    const { profiles } = store()
    const { content } = await writeProfileFile(await profiles.save(draft))
    const preview = await profiles.preview(content)
    expect(preview).toMatchObject({ login: 'ops', holdsPassword: false })
    expect(preview.nodes).toMatchObject([{ user: null }, { user: 'admin', holdsPassword: false }])
    const given = { passcode: 'typed', nodePasswords: { 'geo-2': 'typed-too' } }
    const imported = await profiles.import(content, preview.agreed, undefined, given)
    expect(await profiles.secretsOf(imported)).toMatchObject(given)
    // Passwords that lie in the open are not taken: nobody would write such a file.
    const open = content.replace('"version": 1', '"version": 1, "secrets": { "passcode": "open" }')
    expect(await profiles.preview(open)).toMatchObject({ holdsPassword: false })
  })

  it('are duplicated with their passwords, under a name of their own, and run nothing', async () => {
    const { profiles } = store()
    const saved = await profiles.save(draft)
    const twin = await profiles.duplicate(saved.id)
    expect(twin).toMatchObject({ name: 'prod-maps (2)', nodes: [{ run: false }, { instanceName: 'geo-2' }] })
    expect(twin.id).not.toBe(saved.id)
    expect(twin.observer).toMatch(/^plumbline-[0-9a-f]{8}$/)
    expect(await profiles.secretsOf(twin)).toEqual(await profiles.secretsOf(saved))
    await profiles.remove(saved.id)
    expect(await profiles.passcodeOf(twin)).toBe('hush-hush')
    await expect(profiles.duplicate(saved.id)).rejects.toMatchObject({ code: 'PLB-PROFILE-UNKNOWN' })
  })

  it('show what a file would add, and whether a password comes with it, before it is imported', async () => {
    const { profiles, secrets } = store()
    const serviceUrl = 'https://maps.example.org/geoserver'
    const [local, served] = draft.nodes
    if (local === undefined || served?.type !== 'geoserver') throw new Error('The draft has other nodes.')
    const saved = await profiles.save({ ...draft, nodes: [local, { ...served, serviceUrl }] })
    const written = await writeProfileFile(saved)
    const content = written.content.replace(saved.brokerUrl, 'stomp://eve:hush-hush@b:61613')
    const preview = await profiles.preview(content)
    expect(preview).toMatchObject({
      name: 'prod-maps (2)',
      taken: 'prod-maps',
      brokerUrl: saying(/^stomp:\/\/b:61613/),
      login: 'eve',
      holdsPassword: true,
      nodes: [
        { type: 'local', name: null, place: '/srv/geo-1' },
        {
          ...{ type: 'geoserver', name: expect.any(String) as string, place: expect.any(String) as string },
          access: [{ option: 'serviceUrl', value: serviceUrl }],
        },
      ],
    })
    expect(JSON.stringify(preview)).not.toContain('hush')
    expect(profiles.all).toHaveLength(1)
    const imported = await profiles.import(content, preview.agreed)
    expect(await secrets.get(imported.passcodeReference ?? '')).toBe('hush-hush')
    expect(profiles.all[0]).toEqual(saved)
  })

  it.each(['', '[]', '{"format":"plumbline-profile","version":2}', `{"a":${'['.repeat(5000)}`])(
    'refuse a file that is none (%#)',
    async (content) => {
      const { profiles } = store()
      await expect((async () => profiles.import(content, ''))()).rejects.toMatchObject({
        code: 'PLB-PROFILE-FILE-INVALID',
      })
    },
  )

  it('keep passphrases of keys sealed, hand them to nobody, and lose them with the profile', async () => {
    const { profiles, directory, secrets } = store()
    const trust = { certificate: '/etc/ssl/plumbline.pem', key: '/etc/ssl/plumbline.key' }
    const brokerUrl = 'failover:(ssl://a:1?plumbline.passphrase=open-sesame,ssl://b:1)'
    const given = { ...draft, brokerUrl, trust, nodePassphrases: { 'geo-2': 'open-too' } }
    const saved = await profiles.save(given)
    expect(saved.brokerUrl).not.toContain('sesame')
    expect(await profiles.passphraseOf(saved)).toBe('open-sesame')
    expect(await profiles.nodePassphrase(saved.id, 'geo-2')).toBe('open-too')
    const kept = await profiles.save({ ...draft, brokerUrl: saved.brokerUrl, trust, id: saved.id })
    expect(await profiles.passphraseOf(kept)).toBe('open-sesame')
    expect(await profiles.nodePassphrase(saved.id, 'geo-2')).toBe('open-too')
    for (const name of readdirSync(directory))
      expect(readFileSync(join(directory, name), 'latin1'), name).not.toMatch(/open-(sesame|too)/)
    const { content } = await writeProfileFile(kept)
    expect(content).toContain('/etc/ssl/plumbline.key')
    expect(content).not.toContain('broker-key')
    await profiles.remove(saved.id)
    expect(await secrets.get(`profile/${saved.id}/broker-key`)).toBeUndefined()
    expect(await secrets.get(`profile/${saved.id}/node-key/geo-2`)).toBeUndefined()
    const mixed = 'failover:(ssl://a:1?plumbline.passphrase=x,ssl://b:1?plumbline.passphrase=y)'
    await expect(profiles.save({ ...given, brokerUrl: mixed })).rejects.toMatchObject({
      code: 'PLB-PROFILE-REFUSED',
    })
    const relative = { ...given, trust: { key: 'plumbline.key' } }
    await expect(profiles.save(relative)).rejects.toMatchObject({ code: 'PLB-PROFILE-REFUSED' })
  })

  it('of a newer version are refused, saying so', async () => {
    const { profiles } = store()
    const newer = JSON.stringify({ format: 'plumbline-profile', version: 2, cluster: {} })
    await expect((async () => profiles.import(newer, ''))()).rejects.toMatchObject({
      message: 'The profile file cannot be used: it is of version 2, and this Plumbline reads version 1.',
      remedy: saying('a newer one needs a newer Plumbline'),
    })
  })

  it('go with their passwords', async () => {
    const { profiles, secrets } = store()
    const saved = await profiles.save(draft)
    await profiles.remove(saved.id)
    expect(profiles.all).toEqual([])
    expect(await secrets.get(`profile/${saved.id}/broker`)).toBeUndefined()
    await expect(profiles.remove(saved.id)).rejects.toMatchObject({ code: 'PLB-PROFILE-UNKNOWN' })
  })

  it('begin anew when their file is damaged, or names a directory outside', () => {
    for (const content of ['{', JSON.stringify({ version: 1, profiles: [profileOf([], { id: '../..' })] })]) {
      const directory = temporaryDirectory()
      writeFileSync(join(directory, 'profiles.json'), content)
      const { profiles, notices } = store(directory)
      expect(profiles.all).toEqual([])
      expect(notices.all).toEqual([saying(/profiles.json could not be read/)])
      expect(readdirSync(directory).some((name) => name.startsWith('profiles.json.damaged-'))).toBe(true)
    }
  })
})

describe('stored passwords', () => {
  it('stay in memory when the key cannot be used, and a notice says so', async () => {
    const directory = temporaryDirectory()
    const plumbing = servicePlumbing()
    const secrets = fileSecretStore({
      directory,
      environment: { PLUMBLINE_KEY: 'too short' },
      now: () => 0,
      ...plumbing,
    })
    await secrets.set('a', 'b')
    expect([secrets.isPersistent, await secrets.get('a')]).toEqual([false, 'b'])
    expect(plumbing.notices.all).toEqual([saying(/only until Plumbline ends/)])
  })

  it('are refused with the reason when another key sealed them', async () => {
    const directory = temporaryDirectory()
    await store(directory).secrets.set('a', 'b')
    const key = Buffer.alloc(32, 7).toString('base64')
    const other = fileSecretStore({
      directory,
      environment: { PLUMBLINE_KEY: key },
      now: () => 0,
      ...servicePlumbing(),
    })
    await expect(other.get('a')).rejects.toMatchObject({ code: 'PLB-SECRET-UNAVAILABLE' })
  })

  it('can be kept in memory alone', async () => {
    const secrets = memorySecretStore()
    await secrets.set('a', 'b')
    await secrets.remove('a')
    expect([await secrets.get('a'), secrets.isPersistent]).toEqual([undefined, false])
  })
})

describe('the test of a profile', () => {
  const options = { passcode: undefined, signal: new AbortController().signal, onStep: () => undefined }

  it('goes to the broker and back, and looks at the data directories', async () => {
    const directory = temporaryDirectory()
    const broker = await EmbeddedBroker.start({
      database: ':memory:',
      credentials: { login: 'ops', passcode: 'p' },
    })
    onTestFinished(() => broker.stop())
    const tested = profileOf(
      [makeDataDirectory(directory, 'geo-1'), makeDataDirectory(directory, 'geo-2', { group: 'elsewhere' })],
      { brokerUrl: broker.url, login: 'ops' },
    )
    const seen: string[] = []
    const steps = await testProfile(tested, {
      ...options,
      passcode: 'p',
      onStep: (step) => seen.push(english(step)),
    })
    expect(steps.map(({ name, outcome }) => [english(name).split('/').at(-1), outcome])).toEqual([
      ['Broker URL', 'ok'],
      ['Connection', 'ok'],
      ['Queues', 'untried'],
      ['Object messages', 'ok'],
      ['Clock', 'ok'],
      ['Topic', 'untried'],
      ['Rights', 'untried'],
      ['geo-1', 'ok'],
      ['geo-2', 'warning'],
    ])
    expect(steps.at(-1)?.message).toEqual(saying('group is elsewhere'))
    expect(seen).toContain('Object messages')
    // Nothing anybody else uses was touched, and nothing stays behind.
    expect(broker.destinations()).toEqual([])
  })

  it('offers to make the queue of a slave that has none, and says nothing once it is there', async () => {
    const broker = await EmbeddedBroker.start({
      database: ':memory:',
      credentials: { login: 'ops', passcode: 'p' },
    })
    onTestFinished(() => broker.stop())
    const directory = temporaryDirectory()
    const nodes = [
      makeDataDirectory(directory, 'geo-1', { toggleSlave: 'false' }),
      makeDataDirectory(directory, 'geo-2', { toggleMaster: 'false' }),
    ]
    // Over STOMP it does not tell of its queues.
    const brokerUrl = `tcp://${broker.host}:${broker.port}`
    const tested = profileOf(nodes, { brokerUrl, login: 'ops' })
    const asked = { ...options, passcode: 'p' }
    const offered = async () =>
      (await testProfile(tested, asked)).flatMap(({ queue }) => (queue === undefined ? [] : [queue]))
    const queue = `Consumer.geo-2.${tested.topicName}`
    expect(await offered()).toEqual([queue])
    await expect(makeQueueOf(tested, asked, { queue, agreed: 'another' })).rejects.toMatchObject({
      code: 'PLB-APP-NOT-AGREED',
    })
    const elsewhere = 'Consumer.geo-2.VirtualTopic.elsewhere'
    await expect(makeQueueOf(tested, asked, { queue: elsewhere, agreed: elsewhere })).rejects.toMatchObject({
      code: 'PLB-BROKERS-CANNOT-MAKE',
    })
    expect(broker.destinations()).toEqual([])
    await makeQueueOf(tested, asked, { queue, agreed: queue })
    expect(broker.destinations()).toContainEqual(expect.objectContaining({ kind: 'queue', name: queue }))
    expect(await offered()).toEqual([])
    await expect(makeQueueOf(tested, asked, { queue, agreed: queue })).rejects.toMatchObject({
      code: 'PLB-BROKERS-CANNOT-MAKE',
    })
  })

  it('tells a wrong password from a broker that is away, with what to do', async () => {
    const broker = await EmbeddedBroker.start({
      database: ':memory:',
      credentials: { login: 'ops', passcode: 'p' },
    })
    onTestFinished(() => broker.stop())
    const wrong = await testProfile(profileOf([], { brokerUrl: broker.url, login: 'ops' }), {
      ...options,
      passcode: 'wrong-one',
    })
    expect(wrong.at(-1)).toMatchObject({ name: 'Login', outcome: 'failed' })
    expect(wrong.at(-1)?.remedy).toBeTruthy()
    expect(JSON.stringify(wrong)).not.toContain('wrong-one')
    await broker.stop()
    const away = await testProfile(profileOf([], { brokerUrl: broker.url }), options)
    expect(away.at(-1)).toMatchObject({ name: 'Connection', outcome: 'failed' })
  })

  it('says whether the management of the broker answers, over https as well, and why not', async () => {
    const { serverCertificate: cert, serverKey: key, files } = await createCertificates(temporaryDirectory())
    const broker = await EmbeddedBroker.start({ database: ':memory:' })
    onTestFinished(() => broker.stop())
    const plain = await serveManagement()
    const secure = await behindTls(plain, { cert, key })
    const asked = async (url: string, jolokiaPassword = 'secret', trust = {}) => {
      const jolokia = { url, user: 'operator', passwordReference: null }
      const tested = { ...profileOf([], { brokerUrl: broker.url, trust }), jolokia }
      return (await testProfile(tested, { ...options, jolokiaPassword })).at(-1)
    }
    const answers = { outcome: 'ok', message: { key: 'brokerCheck.managementCounts', values: { count: 1 } } }
    expect(await asked(plain)).toMatchObject(answers)
    expect(await asked(plain, 'wrong')).toMatchObject({ outcome: 'failed', code: 'PLB-BROKERS-JOLOKIA' })
    expect(await asked('http://127.0.0.1:1/api/jolokia')).toMatchObject({ code: 'PLB-BROKERS-JOLOKIA' })
    expect(await asked(secure)).toMatchObject({ outcome: 'failed', code: 'PLB-TLS-UNKNOWN-AUTHORITY' })
    expect(await asked(secure, 'secret', { authority: files.authority })).toMatchObject(answers)
    expect(await asked(`${secure}?plumbline.ca=${files.authority}`)).toMatchObject(answers)
    expect(await asked(`${plain}?plumbline.ca=${files.authority}`)).toMatchObject({
      code: 'PLB-PROFILE-REFUSED',
    })
  })

  it('shows the certificate of a broker over TLS, and goes no further when it is not trusted', async () => {
    const { serverCertificate: cert, serverKey: key, files } = await createCertificates(temporaryDirectory())
    const server = createTlsServer({ cert, key }, (socket) => socket.end())
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    onTestFinished(() => {
      server.close()
    })
    const { port } = z.object({ port: z.number() }).parse(server.address())
    const { fingerprint256: fingerprint } = new X509Certificate(cert)
    const tested = { ...draft, nodes: [], brokerUrl: `ssl://localhost:${port}` }
    const steps = await testProfile(tested, options)
    expect(steps.at(-1)).toMatchObject({ outcome: 'failed', fingerprint })
    expect(english(steps.at(-1)?.message ?? '')).toContain(fingerprint)
    for (const trust of [{ fingerprint }, { authority: files.authority }]) {
      const trusted = await testProfile({ ...tested, trust }, { ...options, deadline: 1_000 })
      expect(trusted.slice(1).map(({ outcome }) => outcome)).toEqual(['ok', 'failed'])
      expect(trusted[1]?.fingerprint).toBe(fingerprint)
    }
    const url = `https://localhost:${port}/geoserver`
    const node = {
      type: 'geoserver',
      instanceName: 'geo-9',
      url,
      user: 'admin',
      passwordReference: null,
    } as const
    const geoServer = { ...tested, brokerUrl: '', nodes: [node] }
    const shown = await testProfile(geoServer, options)
    expect(shown.slice(1)).toMatchObject([
      { outcome: 'failed', code: 'PLB-TLS-UNKNOWN-AUTHORITY', fingerprint, node: 'geo-9' },
    ])
    const pinned = await testProfile({ ...geoServer, nodes: [{ ...node, fingerprint }] }, options)
    expect(pinned.slice(1)).toMatchObject([
      { outcome: 'ok', fingerprint },
      { name: 'geo-9', outcome: 'failed' },
    ])
  })

  it('can be cancelled while a server keeps it waiting', async () => {
    const silent = createServer()
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
    onTestFinished(() => {
      silent.close()
    })
    const address = silent.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const abort = new AbortController()
    const test = testProfile(profileOf([], { brokerUrl: `stomp://127.0.0.1:${port}` }), {
      ...options,
      signal: abort.signal,
      onStep: (step) => {
        if (english(step) === 'Connection') abort.abort(new Error('enough'))
      },
    })
    await expect(test).rejects.toThrow('enough')
  })

  it('needs no broker for the embedded one', async () => {
    const steps = await testProfile(profileOf(['/nowhere']), options)
    expect(steps).toMatchObject([{ name: 'Broker URL', outcome: 'ok' }, { outcome: 'failed' }])
  })
})
