import { describe, expect, it } from 'vitest'
import { parentElement, textElement } from '../../../electron/xml/element.ts'
import { writeXml } from '../../../electron/xml/write.ts'
import { object } from '../../support/catalog-changes.ts'
import {
  clearPassword,
  encodingOfPassword,
  holdsPassword,
  passwordInFile,
  redactedElement,
} from '../../../electron/catalog/passwords.ts'
import { hiddenSecret } from '../../../electron/secrets/mark.ts'
import { isSecretName } from '../../../electron/secrets/names.ts'

describe('a password', () => {
  it.each([
    'passwd',
    'password',
    'Password',
    'pwd',
    'proxy_passwd',
    'WFSDataStoreFactory:PASSWORD',
    'aws_secret_access_key',
    'secretKey',
    'Access Key',
    'apiKey',
    'authToken',
    'trustStorePassword',
    'passphrase',
  ])('is what goes by the name %s', (name) => {
    expect(isSecretName(name)).toBe(true)
  })

  it.each([
    'user',
    'Expose primary keys',
    'Primary key metadata table',
    'host',
    'preparedStatements',
    'namespace',
    'Evictor tests per run',
    'passwordless login',
    'url',
    'fetch size',
    'maxTokens per page',
  ])('is not what goes by the name %s', (name) => {
    expect(isSecretName(name)).toBe(false)
  })

  it('is clear, marked as plain, or encrypted', () => {
    expect(encodingOfPassword('secret')).toBe('clear')
    expect(encodingOfPassword('plain:secret')).toBe('plain:')
    expect(encodingOfPassword('crypt1:abc')).toBe('encrypted')
    expect(encodingOfPassword('crypt2:abc')).toBe('encrypted')
    expect(clearPassword('secret')).toBe('secret')
    expect(clearPassword('plain:secret')).toBe('secret')
    expect(clearPassword('crypt1:abc')).toBeUndefined()
  })

  it('is marked as plain in files where GeoServer would encrypt it, and nowhere else', () => {
    expect(passwordInFile('dataStore', 'passwd', 'secret')).toBe('plain:secret')
    expect(passwordInFile('wmsStore', 'password', 'secret')).toBe('plain:secret')
    expect(passwordInFile('dataStore', 'proxy_passwd', 'secret')).toBe('secret')
    expect(passwordInFile('style', 'passwd', 'secret')).toBe('secret')
  })

  it('is kept as it is when it has its form already or is empty', () => {
    for (const value of ['', 'plain:secret', 'crypt1:abc']) {
      expect(passwordInFile('dataStore', 'passwd', value)).toBe(value)
    }
  })
})

describe('an object that is shown', () => {
  const store = object('dataStore', 's', {
    name: 's',
    connectionParameters: parentElement('connectionParameters', [
      textElement('entry', 'hush1', { key: 'passwd' }),
      textElement('entry', 'crypt1:hush2', { key: 'secretKey' }),
      textElement('entry', 'mongodb://me:hush3@host/db?x=a@b', { key: 'data_store' }),
      textElement('entry', 'a jdbc:x://u:hush4@h and ftp://v:hush5@i', { key: 'note' }),
      textElement('entry', 'db', { key: 'host' }),
    ]),
    unknown: parentElement('unknown', [
      textElement('password', 'hush6'),
      parentElement('entry', [textElement('string', 'pwd'), textElement('string', 'hush7')]),
    ]),
  })

  it('holds none of its passwords, wherever they are', () => {
    const shown = store.properties.map(redactedElement).map(writeXml).join('\n')
    expect(shown).not.toContain('hush')
    expect(shown).toContain(`mongodb://me:${hiddenSecret}@b`)
    expect(shown).toContain('<entry key="host">db</entry>')
  })

  it('is made quickly, whatever its texts are built of', () => {
    for (const part of ['a.', 'a://', 'a://b:', 'a://b:c@', '://']) {
      const text = `${part.repeat(200_000)}://`
      expect(redactedElement(textElement('name', text)).name).toBe('name')
    }
  })

  it('holds no part of a password that holds an @', () => {
    const shown = redactedElement(textElement('url', 'ftp://me:hu@sh@host/x'))
    expect(writeXml(shown)).toContain(`ftp://me:${hiddenSecret}@host/x`)
  })

  it('is the same when there are none', () => {
    const workspace = object('workspace', 'w', { name: 'w', uri: 'http://host/a:b@c' })
    expect(workspace.properties.map(redactedElement)).toEqual(workspace.properties)
    expect(holdsPassword(workspace)).toBe(false)
    expect(holdsPassword(store)).toBe(true)
  })

  it('does not count an empty password as one', () => {
    const entry = textElement('entry', '', { key: 'passwd' })
    const parameters = parentElement('connectionParameters', [entry])
    expect(holdsPassword(object('dataStore', 's', { connectionParameters: parameters }))).toBe(false)
  })
})
