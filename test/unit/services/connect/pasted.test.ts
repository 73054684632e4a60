import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readPasted } from '../../../../electron/services/connect/pasted.ts'
import { homeDirectory } from '../../../../electron/state/account.ts'

const told = (text: string) => {
  const { addresses, ...rest } = readPasted(text)
  return { ...rest, addresses: addresses.map(({ url }) => url) }
}
const nothing = { addresses: [], brokerUrl: undefined, paths: [], properties: undefined }

describe('what somebody pastes', () => {
  it('is told by what it looks like', () => {
    const brokers = [
      ...['tcp://mq:61616', 'ssl://mq:61617?plumbline.ca=/etc/a.pem', 'stomp+ssl://mq:61613', 'nio://mq:1'],
      ...['failover:(tcp://a:61616,tcp://b:61616)?randomize=false', 'failover://(tcp://a:1)'],
      ...['multicast://default', 'discovery:(multicast://default)', 'static:(tcp://a:1,tcp://b:2)'],
    ]
    for (const brokerUrl of brokers) expect(told(`  ${brokerUrl}\n`)).toEqual({ ...nothing, brokerUrl })
    for (const [text, address] of [
      ['gs1:8080', 'http://gs1:8080/geoserver'],
      ['https://gs1/maps/web/', 'https://gs1/maps'],
    ] as const) {
      expect(told(text)).toEqual({ ...nothing, addresses: [address] })
    }
    for (const path of ['/srv/geo data', '"/srv/geo data"', "'/srv/geo data'"])
      expect(told(path)).toEqual({ ...nothing, paths: ['/srv/geo data'] })
    for (const text of ['<tcp://mq:61616>', '`tcp://mq:61616`', '„tcp://mq:61616“', '"tcp://mq:61616/"'])
      expect(told(text).brokerUrl).toMatch(/^tcp:\/\/mq:61616\/?$/)
    // Brokers have no pages: this was meant for a GeoServer, and is told as such.
    for (const text of ['htp://gs1:8080/geoserver', 'ftp://gs1/geoserver/web'])
      expect(() => readPasted(text)).toThrow(/neither http nor https|http/)
    for (const properties of [
      'brokerURL=tcp\\://mq\\:61616',
      '# made by hand\n\ngroup = maps\ntoggleMaster=true',
    ])
      expect(told(properties)).toEqual({ ...nothing, properties })
  })

  it('is told where it is short for something, or of another machine', () => {
    expect(told('~/geo data')).toEqual({ ...nothing, paths: [join(homeDirectory(process.env), 'geo data')] })
    for (const [short, path] of [
      ['./geo data', join(process.cwd(), 'geo data')],
      ['../maps', join(dirname(process.cwd()), 'maps')],
      ['.', process.cwd()],
    ] as const)
      expect(told(short)).toEqual({ ...nothing, paths: [path] })
    for (const path of ['C:\\geo\\data', 'D:/geo/data', '\\\\files\\geo'])
      expect(told(path)).toEqual({ ...nothing, paths: [path] })
    expect(told('file:///srv/geo%20data')).toEqual({ ...nothing, paths: ['/srv/geo data'] })
    for (const [short, brokerUrl] of [
      ['mq.example.org:61616', 'tcp://mq.example.org:61616'],
      ['127.0.0.1:61613', 'stomp://127.0.0.1:61613'],
      ['mq:61617', 'ssl://mq:61617'],
    ] as const)
      expect(told(short)).toEqual({ ...nothing, brokerUrl })
    expect(told('maps')).toEqual({ ...nothing, addresses: ['http://maps/geoserver'] })
    expect(told('gs-{north,south}').addresses).toHaveLength(2)
  })

  it('may be several things, each on a line of its own', () => {
    expect(told('gs{1..2}\r\ntcp://a:1\r\n/srv/one\n/srv/one\ntcp://b:2\nhttps://gs3 gs4')).toEqual({
      addresses: ['gs1', 'gs2']
        .map((name) => `http://${name}/geoserver`)
        .concat(['https://gs3/geoserver', 'http://gs4/geoserver']),
      brokerUrl: 'failover:(tcp://a:1,tcp://b:2)',
      paths: ['/srv/one'],
      properties: undefined,
    })
    expect(
      told('group=maps\nbrokerURL=tcp\\://a\\:1\ngs1:8080\nhttps://gs2?plumbline.ca=/etc/a.pem'),
    ).toEqual({
      addresses: ['http://gs1:8080/geoserver', 'https://gs2/geoserver'],
      brokerUrl: undefined,
      paths: [],
      properties: 'group=maps\nbrokerURL=tcp\\://a\\:1',
    })
  })

  it('is refused where it is nothing of it, and where it is too long', () => {
    for (const text of [
      '',
      ' \n',
      'http://',
      '-Dbroker=tcp://mq:61616',
      '$HOME/data',
      'http://a=b:8080',
      'hello world, what is this?',
      'wo ist der GeoServer',
      'a'.repeat(20_001),
    ])
      expect(() => readPasted(text), text.slice(0, 20)).toThrow(
        expect.objectContaining({ code: 'PLB-GEOSERVER-ADDRESS-REFUSED' }),
      )
  })
})
