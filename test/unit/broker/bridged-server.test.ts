import { expect, it } from 'vitest'
import { serverOfBridge } from '../../../electron/broker/bridged-server.ts'
import { networkUrl } from '../../support/broker-session.ts'

const tellerAt = (host: string) => {
  const [server] = networkUrl(`ssl://${host}:1?jms.userName=u&jms.password=p`).servers
  if (server === undefined) throw new Error('no server')
  return server
}
const told = (host: string | undefined, teller: string) =>
  serverOfBridge({ name: 'gsb', host, port: host === undefined ? undefined : 2 }, tellerAt(teller))

it.each([
  ['its own machine', '127.0.0.1', 'geo', 'geo', true],
  ['this machine', '127.0.0.1', 'localhost', '127.0.0.1', true],
  ['another machine, which the login is not for', '10.0.0.9', 'geo', '10.0.0.9', false],
])('a broker that tells of %s', (_which, host, teller, seen, isTrusted) => {
  expect(told(host, teller)).toMatchObject({
    ...{ scheme: 'ssl', tls: true, host: seen, port: 2 },
    credentials: isTrusted ? { login: 'u', passcode: 'p' } : undefined,
  })
})

it('a broker nobody knows where it is cannot be come to', () => {
  expect(told(undefined, 'geo')).toBeUndefined()
})
