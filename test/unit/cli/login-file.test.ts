import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { loginsGiven, readLogin } from '../../../electron/cli/login-file.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'

const all = { user: 'admin', password: 'geo:server' }
const own = { user: 'root', password: 'its own' }

function fileOf(text: string): string {
  const path = join(temporaryDirectory(), 'login')
  writeFileSync(path, text, { mode: 0o600 })
  return path
}

const given = (text: string) =>
  loginsGiven({ login: fileOf(text) }, { PLUMBLINE_GEOSERVER_PASSWORD: 'of the environment' })

describe('a file of logins', () => {
  it.each([
    ['one for all', 'admin:geo:server', { login: all, logins: {} }],
    [
      'one for all, and one of its own',
      'admin:geo:server\nhttp://gs2:8080/geoserver root:its own\n',
      { login: all, logins: { 'http://gs2:8080/geoserver': own } },
    ],
    [
      'one for what a pattern says, with the line endings of Windows',
      'http://gs{2..3}:8080/geoserver root:its own\r\nadmin:geo:server\r\n',
      {
        login: all,
        logins: { 'http://gs2:8080/geoserver': own, 'http://gs3:8080/geoserver': own },
      },
    ],
    [
      'none for all, which the environment then has',
      'http://gs2:8080/geoserver root:its own\n',
      {
        login: { user: 'admin', password: 'of the environment' },
        logins: { 'http://gs2:8080/geoserver': own },
      },
    ],
  ])('may hold %s', (_what, text, logins) => {
    expect(given(text)).toEqual(logins)
  })

  it.each([
    ['nothing', ''],
    ['no password', 'admin'],
    ['an empty line', 'admin:geoserver\n\n'],
    ['two for all', 'admin:geoserver\nroot:its own\n'],
    ['an address without a login', 'admin:geoserver\nhttp://gs2:8080/geoserver root\n'],
  ])('is refused with %s', (_what, text) => {
    expect(() => given(text)).toThrow(expect.objectContaining({ code: 'PLB-COMMAND-LOGIN-UNUSABLE' }))
  })

  it('of a broker holds one', () => {
    expect(readLogin(fileOf('admin:geo:server\n'))).toEqual(all)
    expect(() => readLogin(fileOf('admin:geoserver\nroot:its own\n'))).toThrow(
      expect.objectContaining({ code: 'PLB-COMMAND-LOGIN-UNUSABLE' }),
    )
  })
})
