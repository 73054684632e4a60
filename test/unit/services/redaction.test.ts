import { describe, expect, it } from 'vitest'
import { hiddenSecret, isRedacted } from '../../../electron/secrets/mark.ts'
import { hideSecrets } from '../../../electron/secrets/text.ts'
import { redactedBody, redactedHeaders } from '../../../electron/services/messages/archive/redaction.ts'

describe('text of a log', () => {
  it.each([
    ['stomp://me:hunter2@a:61613 refused', 'stomp://me:••••••@a:61613 refused'],
    ['password=hunter2&user=me', 'password=••••••&user=me'],
    ['passcode: hunter2', 'passcode: ••••••'],
    ['{"passcode":"hun\\"ter2","login":"me"}', '{"passcode":"••••••","login":"me"}'],
    ['<entry key="passwd">plain:hunter2</entry>', '<entry key="passwd">••••••</entry>'],
    ['<password>hunter2</password>', '<password>••••••</password>'],
    ['crypt1:hunter2/abc=', 'crypt1:••••••'],
    ['Authorization: Bearer hunter2hunter2', 'Authorization: ••••••'],
    ['http://127.0.0.1:8600/?token=hunter2', 'http://127.0.0.1:8600/?token=••••••'],
  ])('of "%s" has the secret hidden', (text, expected) => {
    expect(hideSecrets(text)).toBe(expected)
  })

  it('stays when it is no secret', () => {
    const text = 'layer topp:roads modified: title, http://127.0.0.1:8600/ by master (3 of 4)'
    expect(hideSecrets(text)).toBe(text)
  })
})

describe('a text', () => {
  it.each([
    [
      'jdbc:postgresql://db/x?user=me&password=hunter2',
      `jdbc:postgresql://db/x?user=me&password=${hiddenSecret}`,
    ],
    ['stomp://me:hunter2@a:61613', `stomp://me:${hiddenSecret}@a:61613`],
  ])('of "%s" has the password hidden, once and for all', (text, expected) => {
    expect(hideSecrets(text, 'addresses')).toBe(expected)
    expect(hideSecrets(expected, 'addresses')).toBe(expected)
  })

  it('stays when it holds no password', () => {
    const text = 'http://host/wms?request=GetMap&layers=topp:roads'
    expect(hideSecrets(text, 'addresses')).toBe(text)
  })
})

describe('a message', () => {
  const body = `<e><propertyNames><string>title</string><string>passwd</string></propertyNames>
    <newValues><string>Roads</string><string>hunter2</string></newValues>
    <source><entry><string>passwd</string><string>hunter2</string></entry></source></e>`

  it('has its passwords hidden, those in lists by position, too, and is known for that', () => {
    const hidden = redactedBody(body) ?? ''
    expect(hidden).not.toContain('hunter2')
    expect(hidden).toContain('Roads')
    expect([isRedacted(body), isRedacted(hidden)]).toEqual([false, true])
  })

  it('is not shown at all when it is no XML', () => {
    expect(redactedBody('passwd=hunter2')).toBeUndefined()
  })

  it('has headers in order, those that are hidden marked', () => {
    expect(
      redactedHeaders({ token: 'hunter2', brokerURL: 'tcp://me:hunter2@a', group: 'g', pwd: '' }),
    ).toEqual([
      { name: 'brokerURL', value: `tcp://me:${hiddenSecret}@a`, hidden: true },
      { name: 'group', value: 'g', hidden: false },
      { name: 'pwd', value: '', hidden: false },
      { name: 'token', value: hiddenSecret, hidden: true },
    ])
  })
})
