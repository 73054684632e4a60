import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { kindTable } from '../../../electron/catalog/kinds/table.ts'
import { hiddenSecret, isRedacted } from '../../../electron/secrets/mark.ts'
import { isSecretName } from '../../../electron/secrets/names.ts'
import { mayHoldSecret, SecretSearch } from '../../../electron/secrets/search.ts'
import { hideSecrets, hideSecretsIn, holdsSecret } from '../../../electron/secrets/text.ts'

describe('A name is that of a secret', () => {
  it.each(
    (
      'pass passwd password Password PASSWORD passwort user.password dbPass dbpwd pwd1 PWD passcode passphrase passkey ' +
      'keyStorePassword trustStorePassword javax.net.ssl.keyStorePassword jms.password nested.jms.password ' +
      'secret clientSecret aws_secret_access_key token access_token sasToken X-Amz-Security-Token X-Amz-Signature ' +
      'X-Amz-Credential sig Signature auth authKey auth_token oauth2 basicAuth Authorization Proxy-Authorization ' +
      'authentication Cookie Set-Cookie JSESSIONID apikey api-key API_KEY privateKey accountKey AWSAccessKeyId jwt'
    ).split(' '),
  )('%s', (name) => {
    expect(isSecretName(name)).toBe(true)
  })
})

describe('A name is not that of a secret', () => {
  it.each(
    (
      'user userName login name key host port author authors authority authorityURLs AuthorityURL compass bypass ' +
      'overpass passage assign signal design keyword monkey primaryKey schema instanceName group topicName'
    ).split(' '),
  )('%s', (name) => {
    expect(isSecretName(name)).toBe(false)
  })

  it('when it is a property of the configuration, but for the passwords of stores', () => {
    const names = Object.values(kindTable).flatMap((kind) => kind.properties.map((property) => property.name))
    expect([...new Set(names.filter(isSecretName))]).toEqual(['password', 'adminPassword'])
  })
})

describe('A text is shown without', () => {
  it.each([
    ['a password in an address', 'stomp://u:hunter2@h:1', 'stomp://u:•@h:1'],
    ['one that holds what ends an address', 'stomp://u:h/u#n?t er@2@h:1', 'stomp://u:•@h:1'],
    ['one of digits', 'stomp://u:123/45@h:1', 'stomp://u:•@h:1'],
    ['one behind a cut-off', 'cannot read stomp://u:hunter2', 'cannot read stomp://u:•'],
    [
      'those of each address',
      'failover:(stomp://u:a@h:1,stomp://v:b@i:2)',
      'failover:(stomp://u:•@h:1,stomp://v:•@i:2)',
    ],
    [
      'options of a failover',
      'failover:(stomp://h)?x=1&jms.password=a b&y=2',
      'failover:(stomp://h)?x=1&jms.password=•&y=2',
    ],
    [
      'a nested address',
      'u=stomp%3A%2F%2Fu%3Ahunter2%40h%3A1%2F&x=1',
      'u=stomp%3A%2F%2Fu%3A•%40h%3A1%2F&x=1',
    ],
    ['a nested option', 'next=%2Fx%3Ftoken%3Dhunter2%26y%3D1', 'next=%2Fx%3Ftoken%3D•%26y%3D1'],
    [
      'what a properties file escapes',
      'brokerURL=stomp\\://u\\:hunter2@h\\:1',
      'brokerURL=stomp\\://u\\:•@h\\:1',
    ],
    [
      'an option of it',
      'brokerURL=stomp\\://h?jms.password\\=hunter2&x\\=1',
      'brokerURL=stomp\\://h?jms.password\\=•&x\\=1',
    ],
    [
      'a password of JDBC',
      'jdbc:x://h/db?user=a&password=my own&ssl=1',
      'jdbc:x://h/db?user=a&password=•&ssl=1',
    ],
    [
      'a password of Oracle',
      'jdbc:oracle:thin:scott/tiger@//h:1521/x',
      'jdbc:oracle:thin:scott/•@//h:1521/x',
    ],
    [
      'a password of SQL Server',
      'jdbc:sqlserver://h;user=sa;password={a;b};x=1',
      'jdbc:sqlserver://h;user=sa;password=•;x=1',
    ],
    ['a signature', 'https://b/x?X-Amz-Signature=ab&a=1', 'https://b/x?X-Amz-Signature=•&a=1'],
    ['a header', 'Authorization: Digest a="b", c="d"\nHost: h', 'Authorization: •\nHost: h'],
    ['a header of STOMP', 'CONNECT\npasscode:my own\nhost:h', 'CONNECT\npasscode:•\nhost:h'],
    ['an element', '<password class="x">a</password>', '<password class="x">•</password>'],
    ['an entry', '<entry key="passwd">plain:a</entry>', '<entry key="passwd">•</entry>'],
    [
      'an entry of a map',
      '<string>passwd</string> <string>a</string>',
      '<string>passwd</string> <string>•</string>',
    ],
    ['CDATA', '<password><![CDATA[a<b]]></password>', '<password><![CDATA[•]]></password>'],
    ['an attribute', '<x password="a b" y="c"/>', '<x password="•" y="c"/>'],
    ['JSON', '{"apiKey":"a\\"b","x":1,"pin":1234,"token":null}', '{"apiKey":"•","x":1,"pin":•,"token":null}'],
    ['JSON in JSON', '{"m":"{\\"token\\":\\"a\\",\\"x\\":1}"}', '{"m":"{\\"token\\":\\"•\\",\\"x\\":1}"}'],
    ['a list', '{"tokens":["a","b"],"x":1}', '{"tokens":[•],"x":1}'],
    ['an argument', 'run --password hunter2 --fast', 'run --password • --fast'],
    ['what GeoServer stores', 'is plain:hunter2, was crypt1:abc=', 'is plain:•, was crypt1:•'],
    ['a bearer', 'sent Bearer abcDEF123456', 'sent Bearer •'],
    [
      'a private key',
      '-----BEGIN RSA PRIVATE KEY-----\nAB\n-----END',
      '-----BEGIN RSA PRIVATE KEY-----•-----END',
    ],
  ])('%s', (_what, text, shown) => {
    expect(hideSecrets(text)).toBe(shown.replaceAll('•', hiddenSecret))
    expect(holdsSecret(text)).toBe(true)
  })

  it.each([
    'http://geo:8080/geoserver, mail admin@example.org',
    'http://a/b/c@d and stomp://[::1]:61613',
    'stomp://host:port is how it is written',
    'author: Bob; authority=EPSG; compass=north',
    'Basic authentication is on',
    'The instance name s1 is in use by tcp://127.0.0.1:4711.',
    `password=${hiddenSecret} and stomp://u:${hiddenSecret}@h`,
  ])('nothing else: %s', (text) => {
    expect(hideSecrets(text)).toBe(text)
  })

  it.each([
    ['Authorization: Bearer hunter2', 'Authorization: ••••••'],
    ['Bearer hunter2hunter2', 'Bearer ••••••'],
    [`Basic ${Buffer.from('me:hunter2').toString('base64')}`, 'Basic ••••••'],
    ['Cookie: JSESSIONID=hunter2; a=b', 'Cookie: ••••••'],
    ['X-Auth-Token: hunter2', 'X-Auth-Token: ••••••'],
    ['Basic Geometries', 'Basic Geometries'],
    ['Basic 3D-Buildings2020', 'Basic 3D-Buildings2020'],
    ['Bearer of lanterns', 'Bearer of lanterns'],
    ['Password: how it is set', 'Password: how it is set'],
  ])('a header, where only addresses are looked at: %s', (text, shown) => {
    expect(hideSecrets(text, 'addresses')).toBe(shown)
  })

  it('what stands in it as prose, where only addresses are looked at', () => {
    const text = 'token: x, password = y, <pass>z</pass>; http://u:p@h/?password=q'
    expect(hideSecrets(text, 'addresses')).toBe(
      `token: x, password = y, <pass>z</pass>; http://u:${hiddenSecret}@h/?password=${hiddenSecret}`,
    )
  })
})

const secret = fc
  .string({ unit: fc.constantFrom(...'aZ9/#?@:&=;%\\é€ .,()[]{}<>|+~*'), minLength: 1, maxLength: 12 })
  .map((text) => `s3cr3t${text}`)
const query = (text: string) => encodeURIComponent(text)

/** Where a secret may stand, and how it is written there. */
const writings: readonly ((secret: string) => string)[] = [
  (each) => `broker stomp://user:${each}@host:61613 said no`,
  (each) => `failover:(stomp://a:1,stomp://user:${each}@host:1)?randomize=false`,
  (each) => `failover:(stomp://a:1)?jms.userName=u&jms.password=${query(each)}&x=1`,
  (each) => `GET /x?url=${query(`http://u:${query(each)}@h/?token=${query(each)}`)} HTTP/1.1`,
  (each) => JSON.stringify({ a: 1, password: each, b: [{ X_TOKEN: each }] }),
  (each) => JSON.stringify({ log: JSON.stringify({ secret: each }) }),
  (each) => `passcode:${each}\n`,
  (each) => `password="${each}"`,
]

it('A secret is never shown, whatever it holds and wherever it stands', () => {
  fc.assert(
    fc.property(secret, fc.constantFrom(...writings), (value, write) => {
      const shown = hideSecrets(write(value))
      expect(shown).not.toContain('s3cr3t')
      expect(shown).toContain(hiddenSecret)
    }),
    { numRuns: 2000 },
  )
})

it('Data keeps its form when its secrets are hidden', () => {
  fc.assert(
    fc.property(secret, (value) => {
      // A backslash before the end of an address is taken for part of that.
      if (value.endsWith('\\')) return
      const data = {
        password: value,
        pin: 1234,
        nested: [{ url: `stomp://u:${value}@h` }],
        port: 1,
        token: null,
      }
      expect(hideSecretsIn(data)).toEqual({
        password: hiddenSecret,
        pin: hiddenSecret,
        nested: [{ url: `stomp://u:${hiddenSecret}@h` }],
        port: 1,
        token: null,
      })
    }),
  )
})

describe('The work of a search grows with the length of the text alone', () => {
  it.each([
    'a',
    '=',
    ':',
    ': ',
    '<',
    '<a ',
    '<password',
    '<password>',
    '<password> ',
    '://',
    '://a',
    '://a:',
    '://a:b',
    '://a:1',
    '@',
    'u:p@',
    '"',
    '\\',
    '\\"',
    '%',
    '%25',
    '%3A',
    '&',
    '&amp;',
    '-',
    '--',
    '--pass ',
    '-----BEGIN ',
    'Bearer ',
    'Bearer a',
    'pass=',
    'pass="',
    'pass:',
    'pass: ',
    'key',
    'key:',
    'key key: ',
    'plain:',
    'thin:',
    'thin:a/',
    '?token=',
    '.',
    '$',
    '<string>pass</string>',
    '"pass" : ',
    '••••••',
    'pass=•',
    'passpasspasspass_',
    '"pass":[',
    '<x key="',
    'authauth',
  ])('%j', (piece) => {
    for (const [begin, end] of [
      ['', ''],
      ['stomp://u:', ''],
      ['password="', ''],
      ['x', '@'],
    ] as const) {
      const text = begin + piece.repeat(Math.ceil(20_000 / piece.length)) + end
      expect(new SecretSearch(text, 'anything').steps).toBeLessThan(200 * text.length)
      expect(new SecretSearch(text, 'addresses').steps).toBeLessThan(200 * text.length)
    }
  })

  it('whatever is repeated', () => {
    const unit = fc.constantFrom(
      ...'=:<>/@?&;"\'\\%-. \nap1',
      '://',
      'pass',
      'key',
      '%3A',
      '-----BEGIN ',
      'Bearer ',
    )
    fc.assert(
      fc.property(fc.string({ unit, minLength: 1, maxLength: 8 }), (piece) => {
        const text = piece.repeat(Math.ceil(4000 / piece.length))
        expect(new SecretSearch(text, 'anything').steps).toBeLessThan(200 * text.length)
      }),
      { numRuns: 500 },
    )
  })
})

it('A text that is said to hold no secret is one the search finds none in', () => {
  const unit = fc.constantFrom(
    ...'=:<>/@?&;"\'\\%-. \nap1B',
    'password',
    'Bearer ',
    'abcdef12',
    '%3D',
    '&#61;',
  )
  let told = 0
  fc.assert(
    fc.property(fc.string({ unit, maxLength: 12 }), (text) => {
      if (mayHoldSecret(text)) return
      told += 1
      expect(new SecretSearch(text, 'anything').places).toEqual([])
      expect(new SecretSearch(text, 'addresses').places).toEqual([])
    }),
    { numRuns: 5000 },
  )
  expect(told).toBeGreaterThan(0)
  expect(mayHoldSecret('Roads of the city, 2.5 m')).toBe(false)
  expect(mayHoldSecret('password=x')).toBe(true)
})

it('What was redacted is recognised, however it is written', () => {
  for (const text of [
    hiddenSecret,
    `plain:${hiddenSecret}`,
    '&#x2022;'.repeat(6),
    encodeURIComponent(hiddenSecret),
  ]) {
    expect(isRedacted(text)).toBe(true)
  }
  expect(isRedacted('a •••• b')).toBe(false)
})
