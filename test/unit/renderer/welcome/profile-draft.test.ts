import { describe, expect, it } from 'vitest'
import { profileDraft, type Profile } from '../../../../electron/contract/features/profiles.ts'
import {
  draftOf,
  fieldsOf,
  nameOf,
  newFields,
  problemsOf,
  type ClusterFields,
} from '../../../../renderer/features/welcome/profile-draft.ts'
import { trustFieldsOf } from '../../../../renderer/features/welcome/trust-draft.ts'

const saved: Profile = {
  id: 'prod-maps',
  name: 'prod-maps',
  stripe: 'red',
  brokerUrl: 'failover:(stomp://broker-a:61613,stomp://broker-b:61613)',
  login: 'plumbline',
  passcodeReference: 'profile/prod-maps/passcode',
  trust: {
    ...{
      authority: null,
      certificate: '/etc/ssl/plumbline.pem',
      key: '/etc/ssl/plumbline.key',
      pkcs12: null,
      unlockFile: null,
    },
    ...{ serverName: null, hostCheck: 'off', fingerprint: 'ab'.repeat(32) },
    passphraseReference: 'profile/prod-maps/broker-key',
  },
  via: null,
  topicName: 'VirtualTopic.geoserver',
  group: 'geoserver-cluster',
  observer: 'plumbline-ops',
  nodes: [
    { type: 'local', dataDirectory: '/srv/geo-1', run: true },
    {
      type: 'geoserver',
      instanceName: 'geo-3',
      url: 'http://geo-3:8080/geoserver',
      serviceUrl: 'https://maps.example.org/geoserver',
      user: 'admin',
      passwordReference: 'profile/prod-maps/geo-3',
      ...{
        authority: '/etc/ssl/ca.pem',
        certificate: null,
        key: null,
        pkcs12: null,
        unlockFile: '/etc/ssl/unlock',
      },
      ...{ serverName: 'geo', hostCheck: null, fingerprint: null },
      passphraseReference: null,
      via: 'ops@bastion',
    },
  ],
  demo: false,
}

function fields(changes: Partial<ClusterFields>): ClusterFields {
  return { ...newFields('connect'), brokerUrl: 'stomp://broker:61613', ...changes }
}

function geoServer(changes: Partial<ClusterFields['geoServers'][number]>) {
  const url = 'http://geo-3:8080/geoserver'
  return {
    instanceName: 'geo-3',
    url,
    serviceUrl: '',
    user: '',
    password: '',
    passwordReference: null,
    trust: trustFieldsOf(),
    via: '',
    ...changes,
  }
}

describe('The form of a cluster', () => {
  it('holds a saved cluster and hands it back as it was, with its secrets where they are kept', () => {
    const draft = draftOf(fieldsOf(saved))
    const { passcodeReference: _reference, demo: _demo, ...described } = saved
    expect(draft).toEqual({ ...described, passcode: null, passphrase: null })
    expect(profileDraft.parse(draft)).toEqual(draft)
  })

  it('hands on secrets that were typed, each under its node', () => {
    const typed = fields({
      login: ' plumbline ',
      passcode: ' with blanks ',
      geoServers: [geoServer({ password: 'tower' }), geoServer({ instanceName: ' geo-4 ', password: '' })],
    })
    expect(draftOf(typed)).toMatchObject({
      login: 'plumbline',
      passcode: ' with blanks ',
      nodePasswords: { 'geo-3': 'tower' },
    })
    expect(draftOf(fields({})).nodePasswords).toBeUndefined()
  })

  it('hands on passphrases of keys, and what cannot be meant of certificates is a problem', () => {
    const key = { ...trustFieldsOf(), key: 'plumbline.key', passphrase: 'open', fingerprint: 'ab:cd' }
    const typed = fields({ trust: key, geoServers: [geoServer({ trust: key })] })
    expect(draftOf(typed)).toMatchObject({ passphrase: 'open', nodePassphrases: { 'geo-3': 'open' } })
    expect(problemsOf(typed, 'connect')).toEqual({
      'trust.key': 'absolute',
      'trust.fingerprint': 'fingerprint',
      'geoServer.0.trust.key': 'absolute',
      'geoServer.0.trust.fingerprint': 'fingerprint',
    })
    const pinned = { ...trustFieldsOf(), key: '/k.pem', fingerprint: Array(32).fill('AB').join(':') }
    expect(problemsOf(fields({ trust: pinned }), 'connect')).toEqual({})
  })

  it('takes an address for map clients where it is one, and none where the field is empty', () => {
    const [none] = draftOf(fields({ geoServers: [geoServer({ serviceUrl: ' ' })] })).nodes
    expect(none).not.toHaveProperty('serviceUrl')
    const problems = (serviceUrl: string) =>
      problemsOf(fields({ geoServers: [geoServer({ serviceUrl })] }), 'connect')
    expect(problems('maps.example.org')).toEqual({ 'geoServer.0.serviceUrl': 'url' })
    expect(problems('https://maps.example.org')).toEqual({})
  })

  it('leaves blanks around what was typed behind', () => {
    const draft = draftOf(
      fields({
        brokerUrl: ' stomp://broker:61613 ',
        topicName: ' VirtualTopic.maps ',
        group: ' maps ',
        observer: ' ops ',
        login: '  ',
        local: [{ dataDirectory: ' /srv/data ', run: false }],
        geoServers: [geoServer({ instanceName: ' geo-3 ', url: ' http://geo-3 ', user: ' admin ' })],
      }),
    )
    expect(draft).toMatchObject({
      brokerUrl: 'stomp://broker:61613',
      topicName: 'VirtualTopic.maps',
      group: 'maps',
      observer: 'ops',
      login: null,
      nodes: [{ dataDirectory: '/srv/data' }, { instanceName: 'geo-3', url: 'http://geo-3', user: 'admin' }],
    })
  })

  it.each([
    [{ name: ' night shift ' }, 'night shift'],
    [{ brokerUrl: 'stomp://broker-a:61613' }, 'broker-a'],
    [{ brokerUrl: 'failover:(stomp://me:secret@broker-b:61613,stomp://broker-c)' }, 'broker-b'],
    [{ brokerUrl: 'tcp://[::1]:61616' }, '[::1]'],
    [{ brokerUrl: '', local: [{ dataDirectory: '/srv/geo-1/', run: false }] }, 'geo-1'],
    [{ brokerUrl: '', local: [{ dataDirectory: 'C:\\geo\\data', run: false }] }, 'data'],
    [{ brokerUrl: '' }, 'cluster'],
    [{ brokerUrl: `stomp://${'x'.repeat(200)}` }, 'x'.repeat(100)],
  ])('is named by what is known of it: %j', (changes, name) => {
    expect(nameOf(fields(changes))).toBe(name)
  })

  it('needs a data directory where one is opened', () => {
    expect(problemsOf(newFields('directory'), 'directory')).toEqual({ 'local.0': 'empty' })
  })

  it('needs a broker where one is connected to, unless the cluster had none before', () => {
    expect(problemsOf(fields({ brokerUrl: ' ' }), 'connect')).toEqual({ brokerUrl: 'brokerUrl' })
    expect(problemsOf(fields({ brokerUrl: '', id: 'demo' }), 'connect')).toEqual({})
  })

  it('needs names, and a virtual topic', () => {
    expect(problemsOf(fields({ group: ' ', observer: '' }), 'connect')).toEqual({
      group: 'empty',
      observer: 'empty',
    })
    expect(problemsOf(fields({ topicName: 'geoserver' }), 'connect')).toEqual({ topicName: 'topicName' })
    expect(problemsOf(fields({}), 'connect')).toEqual({})
  })

  it.each(['/srv/data', 'C:\\data', 'D:/data', '\\\\files\\data'])('takes the directory %j', (directory) => {
    const local = [{ dataDirectory: directory, run: false }]
    expect(problemsOf(fields({ local }), 'connect')).toEqual({})
  })

  it.each(['data', './data', 'C:data'])('does not take the directory %j', (directory) => {
    const local = [
      { dataDirectory: '/srv', run: false },
      { dataDirectory: directory, run: false },
    ]
    expect(problemsOf(fields({ local }), 'connect')).toEqual({ 'local.1': 'absolute' })
  })

  it.each(['', 'geo-3:8080', 'ftp://geo-3', 'http:///geoserver', 'http://geo 3/'])(
    'does not take the address %j',
    (url) => {
      expect(problemsOf(fields({ geoServers: [geoServer({ url })] }), 'connect')).toEqual({
        'geoServer.0.url': 'url',
      })
    },
  )

  it('names the GeoServer that has no name', () => {
    const geoServers = [geoServer({}), geoServer({ instanceName: ' ' })]
    expect(problemsOf(fields({ geoServers }), 'connect')).toEqual({ 'geoServer.1.instanceName': 'empty' })
  })
})
