import { expect, test } from 'vitest'
import { mayOpenOutside } from '../../../electron/desktop/linked-sites.ts'

test.each(['https://docs.geoserver.org/stable/en/user/', 'https://activemq.apache.org/components/classic/'])(
  '%s opens in the browser',
  (address) => {
    expect(mayOpenOutside(address)).toBe(true)
  },
)

test.each([
  'http://docs.geoserver.org/',
  'https://docs.geoserver.org:8443/',
  'https://docs.geoserver.org.evil.example/',
  'https://docs.geoserver.org@evil.example/',
  'https://me:secret@docs.geoserver.org/',
  'https:\\\\evil.example\\docs.geoserver.org',
  'https://evil.example/#https://docs.geoserver.org',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'smb://docs.geoserver.org/share',
  'ms-settings:network',
  'docs.geoserver.org',
  '',
])('%s does not', (address) => {
  expect(mayOpenOutside(address)).toBe(false)
})
