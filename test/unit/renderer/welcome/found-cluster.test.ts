import { describe, expect, it } from 'vitest'
import {
  fieldsOfFound,
  lookInput,
  newLookFields,
  untoldFingerprint,
  withoutLogin,
  withPin,
  type Found,
} from '../../../../renderer/features/welcome/found-cluster.ts'
import { draftOf } from '../../../../renderer/features/welcome/profile-draft.ts'

const pin = Array<string>(32).fill('AB').join(':')

describe('a cluster that is found by addresses', () => {
  it('is asked for with the certificate that was accepted at one of them', () => {
    const addresses = withPin('https://gs{1..2}:8443/geoserver ', 'https://gs2:8443/geoserver', pin)
    expect(addresses.split('\n')).toEqual([
      'https://gs{1..2}:8443/geoserver',
      `https://gs2:8443/geoserver?plumbline.fingerprint=${pin.replaceAll(':', '')}`,
    ])
  })

  it('has the login of an address in the fields that are for it', () => {
    expect(withoutLogin('https://ops:p%40ss:1@gs1:8443/geoserver\nhttp://gs2/geoserver')).toEqual({
      addresses: 'https://gs1:8443/geoserver\nhttp://gs2/geoserver',
      user: 'ops',
      password: 'p@ss:1',
    })
    expect(withoutLogin('"http://ops:1%@gs1 http://ops:1%@gs2"')).toMatchObject({
      addresses: '"http://gs1 http://gs2"',
      password: '1%',
    })
    expect(withoutLogin('http://ops@gs1')).toEqual({ addresses: 'http://gs1', user: 'ops', password: '' })
    for (const text of ['http://gs1:8080/a@b', 'tcp://user:pass@mq:61616', 'group=a@b'])
      expect(withoutLogin(text)).toBeUndefined()
  })

  it('shows the fingerprint of a certificate once, in what is said of it or beside it', () => {
    const certificate = { fingerprint: pin, names: 'DNS:gs1', validTo: '', isTrusted: false }
    const remark = (values: Record<string, string>) => ({
      severity: 'failed' as const,
      message: { key: 'PLB-TLS-FAILED', values },
      remedy: null,
    })
    expect(untoldFingerprint({ certificate, remarks: [remark({ fingerprint: pin })] })).toBeUndefined()
    expect(
      untoldFingerprint({
        certificate,
        remarks: [remark({ server: 'gs1' })],
      }),
    ).toBe(pin)
    expect(untoldFingerprint({ certificate: null, remarks: [] })).toBeUndefined()
  })

  it('keeps how each node and the broker was come to and trusted', () => {
    const fields = newLookFields()
    fields.trust.authority = ' /etc/ssl/ours.pem '
    fields.trust.passphrase = 'geheim-1'
    fields.via = 'ops@bastion'
    const { trust, passphrase, via } = lookInput(fields)
    expect(trust).toMatchObject({ authority: '/etc/ssl/ours.pem', fingerprint: null })
    expect({ passphrase, via }).toEqual({ passphrase: 'geheim-1', via: 'ops@bastion' })
    const node = (url: string, instanceName: string, access: Found['nodes'][number]['access']) => ({
      ...{
        source: 'geoserver' as const,
        url,
        instanceName,
        access,
        outcome: 'ok' as const,
        version: null,
        roles: [],
        group: null,
      },
      ...{ topicName: null, isRefused: false, certificate: null, remarks: [] },
    })
    const found: Found = {
      nodes: [
        node('https://gs1/geoserver', 'a', { authority: '/etc/ssl/ours.pem', via: 'ops@bastion' }),
        node('https://gs2/geoserver', 'b', { fingerprint: pin, via: 'bastion' }),
        node('http://gs3/geoserver', 'c', {}),
      ],
      cluster: {
        ...{ brokerUrl: 'ssl://mq:61617', login: null, topicName: 't', group: 'g', remarks: [], missing: [] },
        ...{ unsaid: [], isRefused: false },
        ...{ missingUnknown: null, trust: { authority: '/etc/ssl/ours.pem' }, via: 'ops@bastion' },
      },
    }
    const draft = draftOf(fieldsOfFound(found, fields))
    expect(draft).toMatchObject({
      ...{ trust: { authority: '/etc/ssl/ours.pem' }, via: 'ops@bastion', passphrase: 'geheim-1' },
      nodes: [
        { instanceName: 'a', authority: '/etc/ssl/ours.pem', via: 'ops@bastion', fingerprint: null },
        { instanceName: 'b', authority: null, via: 'bastion', fingerprint: pin },
        { instanceName: 'c', authority: null, via: null },
      ],
      nodePassphrases: { a: 'geheim-1', b: 'geheim-1' },
    })
  })
})
