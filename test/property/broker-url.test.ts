import fc from 'fast-check'
import { expect, it } from 'vitest'
import { formatBrokerUrl, parseBrokerUrl, redactBrokerUrl } from '../../electron/broker/broker-url.ts'
import { isFailure } from '../../electron/errors/failure.ts'

const text = fc
  .string({ unit: 'grapheme', maxLength: 12 })
  .filter((value) => value.isWellFormed() && !/\p{Cc}/u.test(value))
const host = fc.oneof(
  fc.domain(),
  fc.ipV4(),
  fc.ipV6().map((address) => `[${address}]`),
)
const scheme = fc.constantFrom(
  'tcp',
  'nio',
  'ssl',
  'nio+ssl',
  'stomp',
  'stomp+nio',
  'stomp+ssl',
  'stomp+nio+ssl',
)
const optionName = fc.stringMatching(/^[a-zA-Z][a-zA-Z.]{0,15}$/)
const options = fc.dictionary(optionName, text, { maxKeys: 3 })

function query(pairs: Record<string, string | number | boolean>): string {
  const parts = Object.entries(pairs).map(([name, value]) => `${name}=${escape(String(value))}`)
  return parts.length === 0 ? '' : `?${parts.join('&')}`
}

function escape(value: string): string {
  return encodeURIComponent(value).replaceAll(/[()'*!]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)
}

const server = fc
  .record({
    scheme,
    host,
    port: fc.integer({ min: 1, max: 65535 }),
    credentials: fc.option(fc.record({ login: text.filter((t) => t !== ''), passcode: text })),
    options,
  })
  .map(
    ({ scheme, host, port, credentials, options }) =>
      `${scheme}://${credentials === null ? '' : `${escape(credentials.login)}:${escape(credentials.passcode)}@`}${host}:${port}${query(options)}`,
  )

const failoverOptions = fc.record(
  {
    randomize: fc.boolean(),
    initialReconnectDelay: fc.integer({ min: 0, max: 10_000 }),
    maxReconnectAttempts: fc.integer({ min: -1, max: 100 }),
    useExponentialBackOff: fc.boolean(),
    backOffMultiplier: fc.integer({ min: 1, max: 10 }),
    'nested.wireFormat.x': text,
  },
  { requiredKeys: [] },
)

const brokerUrl = fc.oneof(
  server,
  fc
    .tuple(fc.array(server, { minLength: 1, maxLength: 4 }), failoverOptions)
    .map(([servers, chosen]) => `failover:(${servers.join(',')})${query(chosen)}`),
  fc.domain().map((name) => `vm://${name}`),
)

it('Rendering a broker URL and reading it again gives the same structure', () => {
  fc.assert(
    fc.property(brokerUrl, (written) => {
      const url = parseBrokerUrl(written)
      expect(parseBrokerUrl(formatBrokerUrl(url))).toEqual(url)
    }),
    { numRuns: 500 },
  )
})

it('A redacted broker URL never holds the password', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[Q-Z]{8,20}$/), fc.boolean(), (password, inFailover) => {
      const one = `stomp://user:${password}@broker:61613`
      const url = parseBrokerUrl(inFailover ? `failover:(${one})` : one)
      expect(redactBrokerUrl(url)).not.toContain(password)
    }),
  )
})

it('Whatever is given as a broker URL is either read or refused with a failure of the catalogue', () => {
  const fragment = fc.constantFrom(
    'failover:',
    '(',
    ')',
    ',',
    '?',
    '=',
    '&',
    'stomp://',
    '@',
    ':',
    '[',
    ']',
    '%',
    '/',
  )
  const noise = fc
    .array(fc.oneof(fragment, fc.string({ maxLength: 5 })), { maxLength: 12 })
    .map((p) => p.join(''))
  fc.assert(
    fc.property(noise, (written) => {
      try {
        parseBrokerUrl(written)
      } catch (error) {
        expect(isFailure(error)).toBe(true)
      }
    }),
    { numRuns: 1000 },
  )
})
