import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { expect, it } from 'vitest'
import { everyMessage } from '../../electron/contract/features/messages.ts'
import { isFailure } from '../../electron/errors/failure.ts'
import { english } from '../../electron/sentences/english.ts'
import { LogFile } from '../../electron/services/logging/log-file.ts'
import { eventually } from '../support/cluster.ts'
import { plumbline } from '../support/command-line.ts'
import { publishAsPreviewed } from '../support/publish-as-previewed.ts'
import { makeDataDirectory, openApplication, openCluster, plainCall } from '../support/services.ts'
import { temporaryDirectory } from '../support/temporary-directory.ts'

/** In every secret below, and in nothing else. */
const mark = 'hU5h'
/** As it is written in Base64 behind a user called `me`. */
const marks = [mark, Buffer.from('me:hU5').toString('base64')]
let made = 0
/** Another one each time, with what ends a password in one place or another. */
const secret = (odd = ''): string => `${mark}${(made += 1)}${odd}z`

const secretNames = (
  'passwd password pass passcode Password dbPass pwd1 authkey authToken oauth_token apiKey sig X-Amz-Signature ' +
  'Authorization keyStorePassword trustStorePassword jms.password clientSecret accountKey SESSIONID.secret jwt'
).split(' ')

/** Values under names that tell nothing. */
const addresses = (): Readonly<Record<string, string>> => ({
  url: `jdbc:postgresql://db:5432/gis?user=a&password=${secret('/#')}&ssl=true`,
  oracle: `jdbc:oracle:thin:scott/${secret('#?')}@//db:1521/x`,
  web: `https://me:${secret('/#?')}@maps.example.org/wms?SERVICE=WMS&sig=${secret()}`,
  signed: `https://store.example.org/a.tif?X-Amz-Credential=${secret()}&X-Amz-Signature=${secret()}`,
  blank: `ftp://me:${secret(' ')}@files.example.org/`,
  failover: `failover:(stomp://u:${secret()}@a:1,stomp://v:${secret('/')}@b:2)?jms.password=${secret()}`,
  nested: `https://proxy.example.org/?next=https%3A%2F%2Fme%3A${secret()}%40inner%2F`,
  header: `Authorization: Bearer ${secret()}`,
  token: `Bearer ${secret()}0123456`,
  basic: `Basic ${Buffer.from(`me:${secret()}`).toString('base64')}`,
  cookie: `Cookie: JSESSIONID=${secret()}; other=${secret()}`,
})

const everySecret = () => ({
  ...Object.fromEntries(secretNames.map((name) => [name, secret('/#?& @')])),
  ...addresses(),
})

it('no secret leaves by any exit: screens, exports, reports, bundle, audit, index, logs, errors or commands', async () => {
  const directory = temporaryDirectory()
  const application = await openApplication({ stateDirectory: directory })
  const { services, running } = application
  const master = makeDataDirectory(directory, 'geo-1', { toggleSlave: 'false' })
  const slave = makeDataDirectory(directory, 'geo-2', { toggleMaster: 'false' })
  await openCluster(application, [master, slave])
  const exits: Record<string, unknown> = {}

  const publish = (kind: string, input: object, id: string | null = null, version: string | null = null) =>
    publishAsPreviewed(services.configuration, {
      instanceName: 'geo-1',
      draft: {
        verb: id === null ? 'add' : 'modify',
        kind,
        service: null,
        id,
        input: JSON.stringify(input),
        styleBody: null,
        recurse: false,
        version,
      },
    })
  const { id: workspace } = await publish('workspace', { name: 'topp' })
  const store = await publish('dataStore', {
    name: 'pg',
    workspace,
    type: 'PostGIS',
    description: `reached by ${addresses()['url'] ?? ''}`,
    connectionParameters: { namespace: 'http://topp', host: 'db', ...everySecret() },
  })
  await publish('wmsStore', {
    name: 'cascade',
    workspace,
    type: 'WMS',
    capabilitiesURL: addresses()['web'] ?? '',
    user: 'me',
    password: secret(),
    metadata: everySecret(),
  })
  await publish(
    'dataStore',
    { connectionParameters: { namespace: 'http://topp', host: 'db2', ...everySecret() } },
    store.id,
    store.version,
  )
  exits['preview'] = await services.configuration.preview(
    {
      instanceName: 'geo-1',
      draft: {
        verb: 'modify',
        kind: 'dataStore',
        service: null,
        id: store.id,
        input: JSON.stringify({ connectionParameters: everySecret() }),
        styleBody: null,
        recurse: false,
        version: null,
      },
    },
    plainCall(),
  )
  await eventually('the slave has all of it', async () => {
    const nodes = await services.inventory.nodes({}, plainCall())
    const drift = await services.inventory.compare({ reference: 'geo-1', instanceName: 'geo-2' }, plainCall())
    return drift.equal && nodes.every(({ pending }) => (pending ?? 0) === 0)
  })
  const filter = { ...everyMessage, all: true }
  const page = async (text: string) =>
    services.messages.page(
      { filter: { ...filter, text }, before: null, after: null, limit: 500 },
      plainCall(),
    )
  await eventually('the archive has all of it', async () => (await page('')).rows.length >= 5)

  // Screens and what can be copied from them.
  for (const { id } of await services.configuration.tree({ instanceName: 'geo-1' }, plainCall())) {
    exits[`object ${id}`] = await services.configuration.object({ instanceName: 'geo-1', id }, plainCall())
    exits[`history ${id}`] = await services.configuration.history({ instanceName: 'geo-1', id }, plainCall())
  }
  const { rows } = await page('')
  exits['messages'] = rows
  for (const { sequence } of rows)
    exits[`message ${sequence}`] = await services.messages.details({ sequence }, plainCall())
  for (const format of ['jsonl', 'csv'] as const) {
    exits[`messages as ${format}`] = await services.messages.export({ filter, format }, plainCall())
    exits[`audit as ${format}`] = await services.audit.export({ format }, plainCall())
  }
  exits['index of words'] = (await page(mark)).rows.map(({ summary }) => `${mark} finds ${english(summary)}`)

  // Drift, a resync and its reports: the slave has other secrets, and lacks a store.
  const away = join(slave, 'workspaces/topp/cascade')
  const file = join(slave, 'workspaces/topp/pg/datastore.xml')
  expect([statSync(file).mode & 0o077, statSync(join(away, 'wmsstore.xml')).mode & 0o077]).toEqual([0, 0])
  exits['verdict'] = await services.inventory.verdict({ instanceName: 'geo-2' }, plainCall())
  rmSync(away, { recursive: true })
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(mark, `${mark}9`))
  await services.inventory.reload({ instanceName: 'geo-2', agreed: slave }, plainCall())
  const plan = await services.resync.plan({ instanceName: 'geo-2', reference: 'geo-1' }, plainCall())
  expect(plan.operations.length).toBeGreaterThan(1)
  const told: unknown[] = []
  exits['plan'] = plan
  exits['report'] = await services.resync.run(
    { plan: plan.id, instanceName: 'geo-2', leaveOut: [] },
    plainCall((each) => told.push(each)),
  )
  exits['progress'] = told

  // Profiles and files of nodes.
  const login = `stomp://ops:${secret()}@127.0.0.1:1`
  const profile = await services.profiles.save(
    {
      ...{
        id: null,
        name: 'Elsewhere',
        stripe: 'none',
        brokerUrl: `failover:(${login})?jms.password=${secret()}`,
      },
      ...{ login: null, passcode: null, topicName: 'VirtualTopic.x', group: 'g', observer: 'o', nodes: [] },
    },
    plainCall(),
  )
  const exported = await services.profiles.exportFile({ id: profile.id }, plainCall())
  exits['profiles'] = [await services.profiles.list({}, plainCall()), exported]
  const withLogin = exported.content.replace('"login"', `"comment": "${secret()}", "login"`)
  exits['profile preview'] = await services.profiles.previewFile({ content: withLogin }, plainCall())
  exits['test'] = await services.profiles.test(
    { ...profile, id: null, name: 'T', brokerUrl: login, passcode: secret(), nodePasswords: {} },
    plainCall((each) => told.push(each)),
  )
  exits['nodes'] = await services.inventory.nodes({}, plainCall())
  exits['brokers'] = await services.brokers.destinations({}, plainCall())
  exits['checks'] = await services.diagnostics.checks({}, plainCall())
  exits['bundle'] = await services.diagnostics.supportBundle({}, plainCall())
  exits['notices'] = running.notices

  // Errors, with their details and causes, and what is logged of them.
  const attempts: Readonly<Record<string, () => unknown>> = {
    'a broker URL': () =>
      services.profiles.save(
        { ...profile, id: null, brokerUrl: `http://u:${secret('/')}@h`, passcode: null },
        plainCall(),
      ),
    'a file': () =>
      services.profiles.previewFile({ content: `{"password":"${secret()}","x":${secret()}}` }, plainCall()),
    'an edit': () => publish('dataStore', { name: '../x', workspace, connectionParameters: everySecret() }),
    XML: () =>
      publish('dataStore', { connectionParameters: { passwd: 5, url: [addresses()['web']] } }, store.id),
    properties: () =>
      services.inventory.saveProperties(
        {
          instanceName: 'geo-2',
          changes: { brokerURL: `tcp://u:${secret()}@h:x?y`, group: '' },
          agreed: join(slave, 'cluster/cluster.properties'),
        },
        plainCall(),
      ),
    'an agreement': () => services.profiles.remove({ id: profile.id, agreed: login }, plainCall()),
    'a cluster': () => services.profiles.open({ id: profile.id }, plainCall()),
  }
  const log = new LogFile(join(directory, 'state'))
  for (const [name, attempt] of Object.entries(attempts)) {
    try {
      exits[name] = await attempt()
    } catch (error) {
      log.error(`could not ${name}`, error, { ...addresses() })
      exits[name] = toldOf(error)
    }
  }
  exits['lost'] = [
    await services.profiles.current({}, plainCall()),
    await services.inventory.attention({}, plainCall()),
  ]
  exits['bundle again'] = await services.diagnostics.supportBundle({}, plainCall())
  exits['audit'] = await services.audit.page({ before: null, limit: 500, text: '' }, plainCall())
  await running.close()

  // Commands.
  for (const words of [
    ['diff', master, slave],
    ['diff', master, slave, '--json'],
    ['status', '--data-dir', slave, '--json'],
    [
      'edit',
      'add',
      'dataStore',
      '--data-dir',
      master,
      '--json',
      '--set',
      `connectionParameters.passwd=${secret()}`,
    ],
  ])
    exits[words.join(' ').replaceAll(mark, '')] = await plumbline(...words)

  const shown = Object.entries(exits).flatMap(([name, value]) => {
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    const at = marks.map((each) => text.indexOf(each)).find((found) => found !== -1) ?? -1
    return at === -1 ? [] : [`${name}: …${text.slice(Math.max(0, at - 80), at + 40)}…`]
  })
  expect(shown).toEqual([])

  // What the application keeps of its own, the index of words among it, holds none that can be read.
  const kept = filesBelow(join(directory, 'state')).filter((path) => readFileSync(path).includes(mark))
  expect(kept.map((path) => relative(directory, path))).toEqual([])
  const journals = [master, slave].flatMap((path) => filesBelow(join(path, 'cluster/plumbline')))
  expect(journals.length).toBeGreaterThan(2)
  expect(statSync(join(slave, 'cluster/cluster.properties')).mode & 0o077).toBe(0)
  expect(journals.filter((path) => readFileSync(path).includes(mark))).toEqual([])
  expect(filesBelow(join(directory, 'state')).filter((path) => (statSync(path).mode & 0o077) !== 0)).toEqual(
    [],
  )
})

/** All an error says, to whoever asks and to whoever reads logs. */
function toldOf(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const own = isFailure(error) ? { code: error.code, details: error.details, remedy: error.remedy } : {}
  return { ...own, message: error.message, stack: error.stack, cause: toldOf(error.cause) }
}

function filesBelow(path: string): readonly string[] {
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}
