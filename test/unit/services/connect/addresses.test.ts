import { describe, expect, it } from 'vitest'
import { readAddresses as read } from '../../../../electron/services/connect/addresses.ts'

const readAddresses = (text: string) => read(text).map(({ url }) => url)

describe('addresses of GeoServers as somebody types them', () => {
  it('may be one, a list in any form, or a pattern', () => {
    expect(readAddresses('gs1:8080')).toEqual(['http://gs1:8080/geoserver'])
    expect(readAddresses(' http://a/geoserver,\n https://b:8443/maps/ ; c')).toEqual([
      'http://a/geoserver',
      'https://b:8443/maps',
      'http://c/geoserver',
    ])
    expect(readAddresses('http://gs{1..3}:8080/geoserver')).toEqual([
      'http://gs1:8080/geoserver',
      'http://gs2:8080/geoserver',
      'http://gs3:8080/geoserver',
    ])
    expect(readAddresses('http://gs-{north, south}-{09..10}')).toEqual(
      ['north-09', 'north-10', 'south-09', 'south-10'].map((name) => `http://gs-${name}/geoserver`),
    )
    expect(readAddresses('gs{1..250}')).toHaveLength(250)
  })

  it('may be those of any page that was copied from a browser, and none is asked twice', () => {
    const pages = ['', '/', '/web/', '/web/wicket/bookmarkable/x?0', '/rest/about', '/index.html', '/wms?a=b']
    for (const page of pages) {
      expect(readAddresses(`http://h:8080/geoserver${page}`)).toEqual(['http://h:8080/geoserver'])
    }
    expect(readAddresses('http://h http://h/ h http://H/geoserver/web')).toEqual(['http://h/geoserver'])
    expect(readAddresses('http://[::1]:8080/geoserver')).toEqual(['http://[::1]:8080/geoserver'])
  })

  it('say how each is come to and trusted, as broker URLs do', () => {
    const pin = 'AB'.repeat(32)
    expect(
      read(`https://gs{1..2}:8443/geoserver?plumbline.ca=/etc/ssl/our%20own.pem&plumbline.via=ops@bastion
            https://gs2:8443/geoserver/web/?1&plumbline.fingerprint=${pin}, gs3?plumbline.via=bastion`),
    ).toEqual([
      {
        ...{ url: 'https://gs1:8443/geoserver', via: 'ops@bastion' },
        trust: { authority: '/etc/ssl/our own.pem' },
      },
      {
        ...{ url: 'https://gs2:8443/geoserver', via: 'ops@bastion' },
        trust: { authority: '/etc/ssl/our own.pem', fingerprint: pin },
      },
      { url: 'http://gs3/geoserver', via: 'bastion', trust: {} },
    ])
  })

  it('are refused with the reason where they are none, and no password in them is repeated', () => {
    const bad = [
      '',
      ' , ',
      'ftp://h/geoserver',
      'http://',
      'gs{1..',
      'gs{}',
      'gs{one}',
      'gs{5..1}',
      'gs{1..251}',
      'gs{1..200}-{1..200}',
      'http://admin:geheim-1@h/geoserver',
      'http://h/geoserver?password=geheim-1',
      'https://h?plumbline.passphrase=geheim-1',
      'http://h?plumbline.ca=/etc/ssl/ours.pem',
      'https://h?plumbline.ca=ours.pem',
      'https://h?plumbline.fingerprint=AB',
      'https://h?plumbline.CA=/etc/ssl/ours.pem',
      'https://h?plumbline.hostcheck=off',
      'https://h?plumbline.via=-oProxyCommand',
      `http://${'h'.repeat(30_000)}`,
    ]
    for (const text of bad) {
      const refusal = (() => {
        try {
          return readAddresses(text)
        } catch (error) {
          return error
        }
      })()
      expect(refusal, text).toMatchObject({ code: 'PLB-GEOSERVER-ADDRESS-REFUSED' })
      expect(`${String(refusal)}${JSON.stringify(refusal)}`).not.toContain('geheim-1')
    }
  })
})
