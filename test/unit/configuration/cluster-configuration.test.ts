import { chmodSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  loadClusterConfiguration,
  readClusterConfiguration,
  updateClusterConfiguration,
  type ClusterConfigurationLocation,
} from '../../../electron/engine/configuration/cluster-configuration.ts'
import { clusterKeys } from '../../../electron/engine/configuration/cluster-properties.ts'
import { parseJavaProperties } from '../../../electron/engine/configuration/java-properties.ts'
import {
  atEveryCrashPoint,
  failingFileSystem,
  recordingFileSystem,
} from '../../support/file-system-faults.ts'
import { failureOf } from '../../support/failures.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

/** The file a real GeoServer 2.26 slave wrote. */
const slaveFile = `#
#Sun Nov 22 20:08:55 UTC 2026
CLUSTER_CONFIG_DIR=/srv/geoserver/slave/cluster
instanceName=geoserver-slave
readOnly=disabled
durable=true
brokerURL=tcp\\://127.0.0.1\\:61716
embeddedBroker=disabled
connection.retry=10
toggleMaster=false
xbeanURL=./broker.xml
embeddedBrokerProperties=embedded-broker.properties
topicName=VirtualTopic.geoserver
connection=enabled
toggleSlave=true
connection.maxwait=500
group=geoserver-cluster
`

/** A data directory with a cluster.properties, or without one. */
function node(file?: string) {
  const dataDirectory = temporaryDirectory()
  const path = join(dataDirectory, 'cluster', 'cluster.properties')
  if (file !== undefined) {
    mkdirSync(join(dataDirectory, 'cluster'))
    writeFileSync(path, file, 'latin1')
  }
  const location = (
    environment: Record<string, string> = {},
    more: Partial<ClusterConfigurationLocation> = {},
  ): ClusterConfigurationLocation => ({ dataDirectory, environment, ...more })
  return {
    dataDirectory,
    path,
    location,
    load: (environment?: Record<string, string>) => loadClusterConfiguration(location(environment)),
    stored: () => Object.fromEntries(parseJavaProperties(readFileSync(path))),
  }
}

/** The file of the slave with one line replaced, or removed. */
function slaveWith(key: string, value?: string): string {
  const lines = slaveFile.split('\n').filter((line) => !line.startsWith(`${key}=`))
  return [...lines, ...(value === undefined ? [] : [`${key}=${value}`]), ''].join('\n')
}

describe('a data directory without cluster.properties', () => {
  it('gets one with all fifteen keys as GeoServer has them, and a random name of its own', () => {
    const { dataDirectory, location, stored } = node()
    const configuration = loadClusterConfiguration(
      location({}, { randomInstanceName: () => 'a-random-name' }),
    )
    expect(stored()).toEqual({
      CLUSTER_CONFIG_DIR: join(dataDirectory, 'cluster'),
      instanceName: 'a-random-name',
      group: 'geoserver-cluster',
      topicName: 'VirtualTopic.geoserver',
      brokerURL: '',
      durable: 'true',
      connection: 'enabled',
      'connection.retry': '3',
      'connection.maxwait': '10000',
      readOnly: 'disabled',
      toggleMaster: 'true',
      toggleSlave: 'true',
      embeddedBroker: 'enabled',
      embeddedBrokerProperties: 'embedded-broker.properties',
      xbeanURL: './broker.xml',
    })
    expect(configuration).toEqual({
      instanceName: 'a-random-name',
      group: 'geoserver-cluster',
      topicName: 'VirtualTopic.geoserver',
      brokerUrl: '',
      durable: true,
      connection: 'enabled',
      connectionRetry: 3,
      connectionMaxWait: 10_000,
      readOnly: false,
      toggleMaster: true,
      toggleSlave: true,
      embeddedBroker: true,
      embeddedBrokerProperties: 'embedded-broker.properties',
      xbeanUrl: './broker.xml',
      findings: [],
      clusterConfigDirectory: join(dataDirectory, 'cluster'),
      source: Object.fromEntries(clusterKeys.map((key) => [key, 'default'])),
    })
    expect(Object.isFrozen(configuration)).toBe(true)
    expect(Object.isFrozen(configuration.source)).toBe(true)
  })

  it('keeps the name it got', () => {
    const { load } = node()
    const first = load().instanceName
    expect(first).toMatch(/^[0-9a-f-]{36}$/)
    expect(load()).toMatchObject({ instanceName: first, source: { instanceName: 'file' } })
  })

  it('gets none when there is no data directory, as on a volume that is not mounted', () => {
    const dataDirectory = join(temporaryDirectory(), 'missing')
    const thrown = failureOf(() => loadClusterConfiguration({ dataDirectory, environment: {} }))
    expect(thrown.code).toBe('PLB-CONFIGURATION-NO-DATA-DIRECTORY')
    expect(thrown.message).toContain(dataDirectory)
  })
})

describe('a file that does not say what only its operator can know', () => {
  const stated = { instanceName: 'n', toggleMaster: 'false', toggleSlave: 'true', brokerURL: '' }
  const file = (properties: Record<string, string>) =>
    Object.entries(properties)
      .map(([key, value]) => `${key}=${value}\n`)
      .join('')

  it.each([
    ['nothing', '', ['instanceName', 'toggleMaster', 'toggleSlave', 'brokerURL']],
    ['comments', '#\n#Sun Nov 22 20:08:55 UTC 2026\n', Object.keys(stated)],
    [
      'half of a file',
      slaveFile.slice(0, slaveFile.indexOf('toggleMaster')),
      ['toggleMaster', 'toggleSlave'],
    ],
    ['no name', file({ ...stated, group: 'g' }).replace('instanceName=n\n', ''), ['instanceName']],
    ['no broker', file({ ...stated, group: 'g' }).replace('brokerURL=\n', ''), ['brokerURL']],
  ])('holds %s: it is refused, naming what is missing, and left alone', (_what, text, missing) => {
    const { load, path, location } = node(text)
    for (const attempt of [() => load(), () => readClusterConfiguration(location())]) {
      const thrown = failureOf(attempt)
      expect(thrown).toMatchObject({ code: 'PLB-CONFIGURATION-INCOMPLETE', details: { missing } })
      for (const key of missing) expect(thrown.message).toContain(key)
    }
    expect(readFileSync(path, 'latin1')).toBe(text)
    expect(readdirSync(join(path, '..'))).toEqual(['cluster.properties'])
  })

  it('is completed with the rest when it says that, or who starts the node does', () => {
    expect(node(file(stated)).load()).toMatchObject({ instanceName: 'n', group: 'geoserver-cluster' })
    const { brokerURL: _, ...withoutBroker } = stated
    const short = node(file(withoutBroker))
    loadClusterConfiguration(short.location({}, { brokerUrl: 'stomp://a:1' }))
    expect(short.stored()).not.toHaveProperty('brokerURL')
    expect(node('').load({ ...stated, brokerURL: 'stomp://a:1' })).toMatchObject({ instanceName: 'n' })
  })

  it("of GeoServer's Hazelcast module is known for what it is, and left alone", () => {
    const text = '# session\nenabled=true\nsync_method=reload\nsession_sharing=true\n'
    const { load, path } = node(text)
    const thrown = failureOf(() => load())
    expect(thrown.code).toBe('PLB-CONFIGURATION-FOREIGN')
    expect(thrown.message).toContain('Hazelcast')
    expect(readFileSync(path, 'latin1')).toBe(text)
  })

  it('may leave CLUSTER_CONFIG_DIR empty, as templates do', () => {
    const text = slaveWith('CLUSTER_CONFIG_DIR', '')
    const { load, path, stored } = node(text)
    expect(load().clusterConfigDirectory).toBe(join(path, '..'))
    expect(stored()['CLUSTER_CONFIG_DIR']).toBe('')
  })
})

it('A new file tells of others below it, of which one may be meant', () => {
  const { dataDirectory, load } = node()
  const below = join(dataDirectory, 'cluster', 'node', 'instance_7')
  mkdirSync(below, { recursive: true })
  writeFileSync(join(below, 'cluster.properties'), slaveFile)
  expect(load().findings).toEqual([{ kind: 'others below', paths: [join(below, 'cluster.properties')] }])
})

it.each([
  ['stomp\\://u\\:hunter2@h\\:1', 0o600],
  ['failover\\:(stomp\\://h\\:1)?jms.password\\=hunter2', 0o600],
  ['stomp\\://h\\:1', 0o644],
])('A file with the broker URL %s has the permissions %o from then on', (url, mode) => {
  const { load, path } = node(slaveWith('brokerURL', url))
  chmodSync(path, 0o644)
  expect(load().findings).toEqual([])
  expect(statSync(path).mode & 0o777).toBe(mode)
})

describe('a file a real GeoServer wrote', () => {
  it('is read with typed values and their source', () => {
    const { dataDirectory, load } = node(slaveFile)
    expect(load()).toEqual({
      instanceName: 'geoserver-slave',
      group: 'geoserver-cluster',
      topicName: 'VirtualTopic.geoserver',
      brokerUrl: 'tcp://127.0.0.1:61716',
      durable: true,
      connection: 'enabled',
      connectionRetry: 10,
      connectionMaxWait: 500,
      readOnly: false,
      toggleMaster: false,
      toggleSlave: true,
      embeddedBroker: false,
      embeddedBrokerProperties: 'embedded-broker.properties',
      xbeanUrl: './broker.xml',
      findings: [],
      clusterConfigDirectory: join(dataDirectory, 'cluster'),
      source: {
        ...Object.fromEntries(clusterKeys.map((key) => [key, 'file'])),
        CLUSTER_CONFIG_DIR: 'default',
      },
    })
  })

  it('is not written again when nothing changes, not even where it records another place', () => {
    const { path, location } = node(slaveFile)
    const { fileSystem, calls } = recordingFileSystem()
    const before = statSync(path, { bigint: true })
    loadClusterConfiguration(location({ connection: 'enabled' }, { fileSystem }))
    expect(readFileSync(path, 'latin1')).toBe(slaveFile)
    expect(statSync(path, { bigint: true }).ino).toBe(before.ino)
    expect(new Set(calls.map((call) => call.name))).toEqual(new Set(['stat', 'readStart']))
  })

  it('is never disconnected by reading it', () => {
    const { load, stored } = node(slaveWith('brokerURL', 'tcp://127.0.0.1:1'))
    expect(load().connection).toBe('enabled')
    expect(stored()['connection']).toBe('enabled')
  })

  it.each(
    clusterKeys.filter(
      (key) =>
        !['CLUSTER_CONFIG_DIR', 'instanceName', 'toggleMaster', 'toggleSlave', 'brokerURL'].includes(key),
    ),
  )('that lacks %s gets its default, where GeoServer would fail or guess', (key) => {
    const { load, stored } = node(slaveWith(key))
    expect(load().source[key]).toBe('default')
    expect(Object.keys(stored()).toSorted()).toEqual([...clusterKeys].toSorted())
  })

  it('keeps keys the module does not know', () => {
    const { load, stored } = node(`${slaveWith('durable')}my.key=é kept\n`)
    load()
    expect(stored()).toMatchObject({ 'my.key': 'é kept', durable: 'true' })
  })

  it('that holds the topic of everyone gets the topic of GeoServer, and keeps it', () => {
    for (const topic of ['VirtualTopic.>', 'virtualtopic.>']) {
      const { load, stored } = node(slaveWith('topicName', topic))
      expect(load()).toMatchObject({ topicName: 'VirtualTopic.geoserver', source: { topicName: 'default' } })
      expect(stored()['topicName']).toBe('VirtualTopic.geoserver')
    }
  })
})

describe('overrides by the environment', () => {
  const overrides = {
    instanceName: 'node-two',
    group: 'other',
    topicName: 'VirtualTopic.other',
    brokerURL: 'failover:(tcp://a:61616,tcp://b:61616)',
    durable: 'false',
    connection: 'disabled',
    'connection.retry': '0',
    'connection.maxwait': '2147483647',
    readOnly: 'enabled',
    toggleMaster: 'true',
    toggleSlave: 'false',
    embeddedBroker: 'enabled',
    embeddedBrokerProperties: 'other.properties',
    xbeanURL: 'file:/etc/broker.xml',
  }

  it('count for every key at once, and become permanent in the file', () => {
    const { load, stored } = node(slaveFile)
    expect(load(overrides)).toMatchObject({
      instanceName: 'node-two',
      group: 'other',
      topicName: 'VirtualTopic.other',
      brokerUrl: 'failover:(tcp://a:61616,tcp://b:61616)',
      durable: false,
      connection: 'disabled',
      connectionRetry: 0,
      connectionMaxWait: 2_147_483_647,
      readOnly: true,
      toggleMaster: true,
      toggleSlave: false,
      embeddedBroker: true,
      embeddedBrokerProperties: 'other.properties',
      xbeanUrl: 'file:/etc/broker.xml',
      source: {
        ...Object.fromEntries(Object.keys(overrides).map((key) => [key, 'environment'])),
        CLUSTER_CONFIG_DIR: 'default',
      },
    })
    expect(stored()).toMatchObject(overrides)
    expect(load()).toMatchObject({ instanceName: 'node-two', source: { instanceName: 'file' } })
  })

  it('are ignored when empty', () => {
    expect(node(slaveFile).load({ instanceName: '', brokerURL: '' })).toMatchObject({
      instanceName: 'geoserver-slave',
      brokerUrl: 'tcp://127.0.0.1:61716',
    })
  })

  it('are looked up by their exact name', () => {
    expect(node(slaveFile).load({ readonly: 'enabled', GROUP: 'x', instancename: 'x' })).toMatchObject({
      readOnly: false,
      group: 'geoserver-cluster',
      instanceName: 'geoserver-slave',
    })
  })

  it('with the topic of everyone are replaced too', () => {
    expect(node(slaveFile).load({ topicName: 'VirtualTopic.>' }).topicName).toBe('VirtualTopic.geoserver')
  })

  it('that are bad are named, and the file stays as it is', () => {
    const { path, load } = node(slaveFile)
    expect(failureOf(() => load({ readOnly: 'true' })).message).toContain('readOnly is "true"')
    expect(readFileSync(path, 'latin1')).toBe(slaveFile)
  })
})

describe('CLUSTER_CONFIG_DIR', () => {
  it('leads to an absolute directory, which is made', () => {
    const { dataDirectory, load } = node()
    const elsewhere = join(temporaryDirectory(), 'nodes', 'one')
    expect(load({ CLUSTER_CONFIG_DIR: elsewhere })).toMatchObject({
      findings: [],
      clusterConfigDirectory: elsewhere,
      source: { CLUSTER_CONFIG_DIR: 'environment' },
    })
    expect(readdirSync(elsewhere)).toEqual(['cluster.properties'])
    expect(readdirSync(dataDirectory)).toEqual([])
  })

  it.each([['nodes/one'], ['./nodes/one'], ['nodes/../nodes/one/']])(
    'leads to a directory in the data directory when it is relative: %s',
    (value) => {
      const { dataDirectory, load } = node()
      const directory = join(dataDirectory, 'nodes', 'one')
      expect(load({ CLUSTER_CONFIG_DIR: value }).clusterConfigDirectory).toBe(directory)
      expect(readFileSync(join(directory, 'cluster.properties'), 'latin1')).toContain(`DIR=${directory}\n`)
    },
  )

  it.each([['..'], ['../other'], ['cluster/../../other']])(
    'is refused when it leads out of the data directory: %s',
    (value) => {
      const { dataDirectory, load } = node()
      expect(failureOf(() => load({ CLUSTER_CONFIG_DIR: value })).code).toBe(
        'PLB-CONFIGURATION-DIRECTORY-OUTSIDE',
      )
      expect(readdirSync(dataDirectory)).toEqual([])
    },
  )

  it('replaces what the file records, unless that says the same in other words', () => {
    const { dataDirectory, load, stored } = node(slaveFile)
    load({ CLUSTER_CONFIG_DIR: 'cluster' })
    expect(stored()['CLUSTER_CONFIG_DIR']).toBe(join(dataDirectory, 'cluster'))
    const other = node(slaveWith('CLUSTER_CONFIG_DIR', './cluster'))
    other.load({ CLUSTER_CONFIG_DIR: join(other.dataDirectory, 'cluster') })
    expect(other.stored()['CLUSTER_CONFIG_DIR']).toBe('./cluster')
  })
})

describe('bad values', () => {
  it.each([
    ['instanceName', ''],
    ['instanceName', 'node.one'],
    ['instanceName', 'node one'],
    ['instanceName', 'a,b'],
    ['instanceName', '*'],
    ['instanceName', 'a>'],
    ['instanceName', 'a?b'],
    ['instanceName', 'a/b'],
    ['instanceName', 'a\\\\b'],
    ['instanceName', 'a\\nb'],
    ['instanceName', 'a\\u200b'],
    ['instanceName', 'x'.repeat(201)],
    ['group', 'a\\nb'],
    ['group', 'x'.repeat(256)],
    ['topicName', ''],
    ['topicName', 'geoserver'],
    ['topicName', 'VirtualTopic'],
    ['topicName', 'VirtualTopic.'],
    ['topicName', 'VirtualTopic.a..b'],
    ['topicName', 'VirtualTopic.*'],
    ['topicName', 'VirtualTopic.a.>'],
    ['topicName', 'VirtualTopic.a,VirtualTopic.b'],
    ['topicName', 'VirtualTopic.a b'],
    ['topicName', 'virtualtopic.a'],
    ['durable', 'yes'],
    ['durable', 'true '],
    ['durable', ''],
    ['connection', 'on'],
    ['connection', ''],
    ['connection', 'Enabled'],
    ['connection.retry', 'three'],
    ['connection.retry', '-1'],
    ['connection.retry', '1.5'],
    ['connection.retry', ''],
    ['connection.retry', '2147483648'],
    ['connection.maxwait', '10s'],
    ['connection.maxwait', '99999999999'],
    ['readOnly', 'true'],
    ['readOnly', 'false'],
    ['readOnly', 'ENABLED'],
    ['toggleMaster', 'enabled'],
    ['toggleSlave', '1'],
    ['embeddedBroker', 'true'],
    ['embeddedBrokerProperties', ''],
    ['xbeanURL', ''],
  ])('%s=%s is named with what is allowed, and the file is left alone', (key, value) => {
    const file = slaveWith(key, value)
    const { path, load } = node(file)
    const thrown = failureOf(() => load())
    expect(thrown.code).toBe('PLB-CONFIGURATION-INVALID')
    expect(thrown.message).toMatch(new RegExp(`: ${key.replace('.', '\\.')} is ".*", allowed is .+\\.$`, 's'))
    expect(thrown.message).toContain(path)
    expect(readFileSync(path, 'latin1')).toBe(file)
  })

  it('are all named together', () => {
    const { path, load } = node(
      'instanceName=a.b\nreadOnly=true\nconnection.retry=x\ntoggleMaster=true\ntoggleSlave=maybe\nbrokerURL=\n',
    )
    const { message } = failureOf(() => load({ durable: 'perhaps' }))
    for (const part of [
      'instanceName is "a.b"',
      'readOnly is "true"',
      'connection.retry is "x"',
      'toggleSlave is "maybe"',
    ]) {
      expect(message).toContain(part)
    }
    expect(message).toContain('durable is "perhaps", allowed is true or false')
    expect(readFileSync(path, 'latin1')).not.toContain('group')
  })

  it('of the broker URL are not shown, since it may carry a password', () => {
    const { load } = node(slaveWith('brokerURL', 'tcp://a:1?jms.password=geoserver\\n'))
    const thrown = failureOf(() => load())
    expect(thrown.message).toContain('brokerURL is not legal')
    expect(JSON.stringify([thrown.message, thrown.details, thrown.remedy])).not.toContain('password')
  })

  it.each([
    ['durable', 'TRUE'],
    ['toggleMaster', 'False'],
  ])('do not include %s=%s, which Java reads in any case', (key, value) => {
    expect(() => node(slaveWith(key, value)).load()).not.toThrow()
  })
})

describe('a file that cannot be read', () => {
  it('as properties is named with its line and left alone', () => {
    const file = `${slaveFile}broken=\\u12\n`
    const { path, load } = node(file)
    const thrown = failureOf(() => load({ instanceName: 'new' }))
    expect(thrown.code).toBe('PLB-CONFIGURATION-DAMAGED')
    expect(thrown.message).toContain(`${path} cannot be read as a Java properties file. Line 18 holds`)
    expect(readFileSync(path, 'latin1')).toBe(file)
  })

  it('because it is far too large, or no file, is named', () => {
    const large = node('#'.repeat(1024 * 1024 + 1))
    expect(failureOf(() => large.load()).code).toBe('PLB-STORAGE-FILE-TOO-LARGE')
    const { dataDirectory, path, load } = node()
    mkdirSync(join(dataDirectory, 'cluster', 'cluster.properties'), { recursive: true })
    expect(failureOf(() => load()).message).toContain(path)
  })

  it('because of its permissions is not taken for missing', () => {
    const { location } = node(slaveFile)
    const fileSystem = failingFileSystem('EACCES', (call) => call.name === 'readStart')
    expect(failureOf(() => loadClusterConfiguration(location({}, { fileSystem }))).code).toBe(
      'PLB-STORAGE-ACCESS-DENIED',
    )
  })
})

describe('a directory that cannot be written', () => {
  it('is named when the file has to be made', () => {
    const { dataDirectory, location } = node()
    const fileSystem = failingFileSystem('EROFS', (call) => call.name === 'makeDirectory')
    const thrown = failureOf(() => loadClusterConfiguration(location({}, { fileSystem })))
    expect(thrown.code).toBe('PLB-STORAGE-ACCESS-DENIED')
    expect(thrown.message).toContain(join(dataDirectory, 'cluster'))
  })

  it('does not matter when there is nothing to write', () => {
    const { location } = node(slaveFile)
    const fileSystem = failingFileSystem('EROFS', (call) => call.name !== 'stat' && call.name !== 'readStart')
    expect(loadClusterConfiguration(location({}, { fileSystem })).instanceName).toBe('geoserver-slave')
  })

  it('keeps the old file when the disk is full', () => {
    const { path, location } = node(slaveFile)
    const fileSystem = failingFileSystem('ENOSPC', (call) => call.name === 'write')
    const thrown = failureOf(() => updateClusterConfiguration(location({}, { fileSystem }), { group: 'new' }))
    expect(thrown.code).toBe('PLB-STORAGE-FULL')
    expect(readFileSync(path, 'latin1')).toBe(slaveFile)
    expect(readdirSync(join(path, '..'))).toEqual(['cluster.properties'])
  })
})

describe('changing the configuration', () => {
  it('writes what was changed, keeps the rest and returns what holds', () => {
    const { location, stored } = node(`${slaveFile}my.key=kept\n`)
    const changed = updateClusterConfiguration(location(), {
      connection: 'disabled',
      'connection.retry': '5',
    })
    expect(changed).toMatchObject({
      connection: 'disabled',
      connectionRetry: 5,
      instanceName: 'geoserver-slave',
    })
    expect(stored()).toMatchObject({ connection: 'disabled', 'connection.retry': '5', 'my.key': 'kept' })
  })

  it('can mend a bad value', () => {
    const { location } = node(slaveWith('readOnly', 'true'))
    expect(updateClusterConfiguration(location(), { readOnly: 'enabled' }).readOnly).toBe(true)
  })

  it('changes nothing when one of the values is bad', () => {
    const { path, location } = node(slaveFile)
    const thrown = failureOf(() => updateClusterConfiguration(location(), { group: 'new', topicName: 'a' }))
    expect(thrown.message).toContain('topicName is "a"')
    expect(thrown.message).not.toContain('group is')
    expect(readFileSync(path, 'latin1')).toBe(slaveFile)
  })

  it('refuses what the environment would undo, but not what it says as well', () => {
    const { location, stored } = node(slaveFile)
    const environment = { group: 'fixed', instanceName: 'fixed' }
    const thrown = failureOf(() =>
      updateClusterConfiguration(location(environment), {
        group: 'new',
        instanceName: 'new',
        connection: 'disabled',
      }),
    )
    expect(thrown.code).toBe('PLB-CONFIGURATION-OVERRIDDEN')
    expect(thrown.message).toContain('group, instanceName cannot be changed')
    expect(stored()['connection']).toBe('enabled')
    expect(updateClusterConfiguration(location(environment), { group: 'fixed' }).group).toBe('fixed')
  })

  it('leaves the old or the new file after a crash at any call', () => {
    const crashes = atEveryCrashPoint({
      prepare: () => node(slaveFile),
      run: (fileSystem, { location }) => {
        updateClusterConfiguration(location({}, { fileSystem }), { group: 'new' })
      },
      check: ({ load, path }, { after }) => {
        expect(after === undefined ? ['new'] : ['geoserver-cluster', 'new']).toContain(load().group)
        updateClusterConfiguration(
          { dataDirectory: join(path, '../..'), environment: {} },
          { group: 'again' },
        )
        expect(readdirSync(join(path, '..'))).toEqual(['cluster.properties'])
      },
    })
    expect(crashes).toBeGreaterThan(8)
  })
})
