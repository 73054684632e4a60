import type { Wording } from '../../../electron/sentences/sentence.ts'
import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { topic } from '../../../electron/broker/destinations.ts'
import { EmbeddedBroker } from '../../../electron/broker/embedded/hosting/embedded-broker.ts'
import { BrokerSession } from '../../../electron/broker/sessions/session.ts'
import type { ClusterState } from '../../../electron/contract/features/profiles.ts'
import { english } from '../../../electron/sentences/english.ts'
import { eventually } from '../../support/cluster.ts'
import { networkUrl } from '../../support/broker-session.ts'
import { failingFileSystem, type FileSystemCall } from '../../support/file-system-faults.ts'
import {
  makeDataDirectory,
  openApplication,
  openCluster,
  plainCall,
  profileOf,
} from '../../support/services.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'
import { saying } from '../../support/saying.ts'

describe('the application', () => {
  it('keeps working until it ends where its directory cannot be written, and says so', async () => {
    const stateDirectory = temporaryDirectory()
    const home = join(stateDirectory, 'state')
    mkdirSync(home)
    writeFileSync(join(home, 'settings.json'), '{"theme":"dark"}')
    const fileSystem = failingFileSystem(
      'EROFS',
      ({ name, path }) => name === 'create' && path.startsWith(home),
    )
    const { services, running } = await openApplication({ stateDirectory, fileSystem })
    const { notices, stateDirectory: used } = await services.diagnostics.about({}, plainCall())
    expect(notices).toEqual([saying(/cannot be written.*only until Plumbline ends/)])
    expect(used).not.toBe(home)
    // What could be read is used.
    expect(await services.settings.get({}, plainCall())).toMatchObject({ theme: 'dark' })
    expect(await services.settings.set({ language: 'de' }, plainCall())).toMatchObject({ language: 'de' })
    running.record({ action: 'profiles.close', input: {}, outcome: 'done' })
    expect(
      (await services.audit.page({ before: null, limit: 5, text: '' }, plainCall())).entries,
    ).toHaveLength(1)
    expect(readFileSync(join(home, 'settings.json'), 'utf8')).toBe('{"theme":"dark"}')
    const checks = await services.diagnostics.checks({}, plainCall())
    expect(checks.find(({ id }) => id === 'state-directory')).toMatchObject({ severity: 'attention' })
    await running.close()
    expect(() => readdirSync(used)).toThrow(/ENOENT/)
  })

  it('takes no message and hosts no broker in a directory that ends with it, and says why', async () => {
    const stateDirectory = temporaryDirectory()
    const home = join(stateDirectory, 'state')
    const first = await openApplication({ stateDirectory })
    const broker = await EmbeddedBroker.start({ database: join(stateDirectory, 'broker.sqlite') })
    onTestFinished(() => broker.stop())
    await openCluster(first, [], { brokerUrl: broker.url })
    const queue = 'Consumer.observer.VirtualTopic.geoserver'
    await eventually('our own queue is there', () => broker.queueDepth(queue) !== undefined)
    await first.running.close()
    const sender = new BrokerSession(networkUrl(broker.url))
    onTestFinished(() => sender.close())
    await sender.connect()
    // What the first one had not taken yet when it ended.
    const left = broker.queueDepth(queue) ?? 0
    await sender.publish({ destination: topic('VirtualTopic.geoserver'), properties: {}, body: 'kept' })
    expect(broker.queueDepth(queue)).toBe(left + 1)

    const isFull = ({ name, path }: FileSystemCall) => name === 'create' && path.startsWith(home)
    const second = await openApplication({
      stateDirectory,
      fileSystem: failingFileSystem('ENOSPC', isFull),
    })
    await openCluster(second, [], { brokerUrl: broker.url, observer: 'observer' })
    const state = await second.services.profiles.current({}, plainCall())
    expect(state).toMatchObject({
      state: 'open',
      broker: { state: 'connected' },
      message: saying(/is full.*messages are neither taken nor hosted/),
    })
    await expect(second.services.messages.statistics({}, plainCall())).rejects.toMatchObject({
      code: 'PLB-APP-STATE-TEMPORARY',
    })
    expect(broker.queueDepth(queue)).toBe(left + 1)
    await openCluster(second, [], { brokerUrl: '' })
    expect(await second.services.profiles.current({}, plainCall())).toMatchObject({
      state: 'failed',
      message: state.message,
    })
  })

  it('goes on with every file of its own damaged, deletes none and names each', async () => {
    const stateDirectory = temporaryDirectory()
    const home = join(stateDirectory, 'state')
    mkdirSync(home)
    const names = ['settings.json', 'profiles.json', 'secrets.json', 'muted.json', 'audit.sqlite']
    for (const name of names)
      writeFileSync(join(home, name), `\u0000 not ${name}`.repeat(40), { mode: 0o600 })
    const { services } = await openApplication({ stateDirectory })
    const { notices } = await services.diagnostics.about({}, plainCall())
    expect(notices).toHaveLength(names.length)
    const left = readdirSync(home)
    for (const name of names) {
      expect(
        left.filter((each) => each.startsWith(`${name}.damaged-`)),
        name,
      ).toHaveLength(1)
    }
    expect(await services.profiles.list({}, plainCall())).toEqual([])
  })

  it('tells every window what there is to know about this run, also what comes up later', async () => {
    let isFull = false
    const fileSystem = failingFileSystem('ENOSPC', ({ name }) => isFull && name === 'create')
    const { services, sources, running } = await openApplication({
      fileSystem,
      environment: { PLUMBLINE_KEY: 'too short' },
    })
    expect(await services.diagnostics.about({}, plainCall())).toMatchObject({ keepsPasswords: false })
    const told: (readonly Wording[])[] = []
    sources.diagnostics.notices({}, (items) => told.push(...items), new AbortController().signal)
    expect(told).toMatchObject([[{ key: 'profiles.passwordsKeptOnlyUntil' }]])
    isFull = true
    await services.diagnostics.mute({ id: 'secrets', muted: true }, plainCall())
    expect(told.at(-1)).toEqual([...running.notices])
    expect(told.at(-1)?.at(-1)).toEqual(saying('is full'))
  })

  it('hides from a support bundle what is nobody’s business', async () => {
    const directory = temporaryDirectory()
    const application = await openApplication({ stateDirectory: directory })
    const node = makeDataDirectory(directory, 'geo-1', { brokerURL: 'stomp://ops:hush@mq.example.org:61613' })
    await openCluster(application, [node])
    const { content, fileName } = await application.services.diagnostics.supportBundle({}, plainCall())
    expect(fileName).toMatch(/^plumbline-support-.*\.json$/)
    expect(JSON.parse(content)).toMatchObject({
      about: { shell: 'serve' },
      nodes: [{ instanceName: 'geo-1' }],
    })
    expect(content).not.toContain('hush')
  })

  it('mends what can be mended, and remembers what is muted', async () => {
    const directory = temporaryDirectory()
    const application = await openApplication({ stateDirectory: directory })
    const node = makeDataDirectory(directory, 'geo-2', { toggleMaster: 'false', connection: 'disabled' })
    await openCluster(application, [node])
    const { diagnostics, inventory } = application.services
    const isRunning = async () => (await inventory.nodes({}, plainCall()))[0]?.running === true
    await eventually('its engine runs', isRunning)
    expect((await inventory.nodes({}, plainCall()))[0]).toMatchObject({
      state: 'disabled',
      severity: 'attention',
    })
    const id = 'connection-geo-2'
    await diagnostics.mute({ id, muted: true }, plainCall())
    const found = async () => (await diagnostics.checks({}, plainCall())).find((each) => each.id === id)
    // Before it runs, the fix would not start it again.
    await eventually('it runs', async () => /start it again/.test(english((await found())?.fix ?? '')))
    const before = await found()
    expect(before).toMatchObject({ severity: 'attention', muted: true })
    expect(before?.fix).toEqual(saying('connection=enabled'))
    const refused = async () => diagnostics.fix({ id, agreed: 'Something else' }, plainCall())
    await expect(refused()).rejects.toMatchObject({ code: 'PLB-APP-NOT-AGREED' })
    const agreed = before?.fix ?? ''
    expect(await diagnostics.fix({ id, agreed }, plainCall())).toMatchObject({
      id,
      severity: 'ok',
      fix: null,
    })
    expect(readFileSync(join(node, 'cluster/cluster.properties'), 'latin1')).toContain('connection=enabled')
    const connection = async () => (await inventory.nodes({}, plainCall()))[0]?.connection
    await eventually('it is connected', async () => (await connection())?.effective === 'connected')
    expect((await connection())?.configured).toBe('enabled')
    const again = async () => diagnostics.fix({ id, agreed }, plainCall())
    await expect(again()).rejects.toMatchObject({ code: 'PLB-DIAGNOSTICS-NO-FIX' })
  })

  it('tells of a data directory that cannot be written', async () => {
    const directory = temporaryDirectory()
    const application = await openApplication({ stateDirectory: directory })
    const node = makeDataDirectory(directory, 'geo-2', { toggleMaster: 'false' })
    await openCluster(application, [node])
    chmodSync(node, 0o500)
    onTestFinished(() => {
      chmodSync(node, 0o700)
    })
    const checks = await application.services.diagnostics.checks({}, plainCall())
    const check = checks.find(({ id }) => id === `directory-${node}`)
    // The administrator may write everywhere.
    expect(check?.severity).toBe(process.getuid?.() === 0 ? 'ok' : 'attention')
  })

  it('takes over a new name at once, and reopens the cluster when more changed', async () => {
    const { services, sources } = await openApplication()
    const states: ClusterState[] = []
    sources.profiles.cluster({}, (items) => states.push(...items), new AbortController().signal)
    const { passcodeReference: _, demo: _demo, ...draft } = profileOf([])
    const saved = await services.profiles.save({ ...draft, id: null, passcode: null }, plainCall())
    await services.profiles.open({ id: saved.id }, plainCall())
    const opened = states.length
    await services.profiles.save({ ...draft, id: saved.id, name: 'Renamed', passcode: null }, plainCall())
    expect(states.slice(opened).map(({ state, profile }) => [state, profile?.name])).toEqual([
      ['open', 'Renamed'],
    ])
    await services.profiles.save({ ...draft, id: saved.id, observer: 'other', passcode: null }, plainCall())
    expect(states.slice(opened).map(({ state }) => state)).toContain('opening')
    expect(await services.profiles.current({}, plainCall())).toMatchObject({
      state: 'open',
      profile: { observer: 'other' },
    })
    const remove = async (agreed: string) => services.profiles.remove({ id: saved.id, agreed }, plainCall())
    for (const agreed of ['', saved.id, 'Renamed'])
      await expect(remove(agreed)).rejects.toMatchObject({ code: 'PLB-APP-NOT-AGREED' })
    expect(states.at(-1)).toMatchObject({ state: 'open' })
    await remove(saved.name)
    expect(states.at(-1)).toMatchObject({ state: 'closed', profile: null })
  })

  it('shows before an import through which machine servers are come to, and how they are trusted', async () => {
    const { services } = await openApplication()
    const { passcodeReference: _, demo: _demo, ...draft } = profileOf([])
    const node = {
      type: 'geoserver' as const,
      ...{ instanceName: 'geo-1', url: 'https://geo-1/geoserver', user: 'admin' },
      ...{ passwordReference: null, via: 'ops@bastion', fingerprint: 'AB'.repeat(32) },
    }
    const saved = await services.profiles.save(
      {
        ...{ ...draft, id: null, passcode: null, brokerUrl: 'ssl://broker:61617', via: 'gate' },
        ...{
          trust: { authority: '/etc/own.pem', hostCheck: 'off' as const, passphraseReference: null },
          nodes: [node],
        },
      },
      plainCall(),
    )
    const { content } = await services.profiles.exportFile({ id: saved.id }, plainCall())
    expect(await services.profiles.previewFile({ content }, plainCall())).toMatchObject({
      access: [
        { option: 'via', value: 'gate' },
        { option: 'authority', value: '/etc/own.pem' },
        { option: 'hostCheck', value: 'off' },
      ],
      nodes: [
        {
          access: [
            { option: 'via', value: 'ops@bastion' },
            { option: 'fingerprint', value: 'AB'.repeat(32) },
          ],
        },
      ],
    })
  })

  it('exports a profile and imports it as another one', async () => {
    const { services } = await openApplication()
    const { passcodeReference: _, demo: _demo, ...draft } = profileOf(['/srv/geo-1'])
    const saved = await services.profiles.save({ ...draft, id: null, passcode: null }, plainCall())
    const { content } = await services.profiles.exportFile({ id: saved.id }, plainCall())
    const preview = await services.profiles.previewFile({ content }, plainCall())
    expect(preview).toMatchObject({
      name: 'Test (2)',
      taken: 'Test',
      holdsPassword: false,
      nodes: [{ type: 'local', name: null, place: '/srv/geo-1' }],
    })
    const { agreed } = preview
    const refused = async (given: string, text = content) =>
      services.profiles.importFile({ content: text, agreed: given }, plainCall())
    for (const given of ['', 'Test (2)', 'Test'])
      await expect(refused(given)).rejects.toMatchObject({ code: 'PLB-APP-NOT-AGREED' })
    // Another file than was shown, and the same file once its name means another profile.
    await expect(refused(agreed, content.replace('geo-1', 'geo-2'))).rejects.toMatchObject({
      code: 'PLB-APP-NOT-AGREED',
    })
    expect(await services.profiles.list({}, plainCall())).toHaveLength(1)
    const imported = await services.profiles.importFile({ content, agreed }, plainCall())
    await expect(refused(agreed)).rejects.toMatchObject({ code: 'PLB-APP-NOT-AGREED' })
    expect(imported).toMatchObject({ name: 'Test (2)', nodes: [{ dataDirectory: '/srv/geo-1', run: false }] })
  })
})
