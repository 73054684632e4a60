import { describe, expect, it } from 'vitest'
import { decodeBody, defaultDecodeLimits } from '../../../electron/wire/decode.ts'
import { handlers, isHandler, type Handler } from '../../../electron/wire/handlers.ts'
import { failureOf } from '../../support/failures.ts'
import { addBody, catalogClass, decodedAdd, modifyBody, proxy } from './bodies.ts'

const workspace = catalogClass('Workspace')
const codeOf = (handler: Handler, body: string): string => failureOf(() => decodeBody(handler, body)).code
const added = (fields: string): string => addBody(workspace, fields)

describe('a body that is not XML of ours', () => {
  it.each([
    ['nothing', '', 'PLB-XML-MALFORMED'],
    ['text', 'hello', 'PLB-XML-MALFORMED'],
    ['a message cut off', added('<id>w</id>').slice(0, -30), 'PLB-XML-MALFORMED'],
    ['a document type', `<!DOCTYPE a>${added('<id>w</id>')}`, 'PLB-XML-DOCTYPE'],
    ['another root', '<workspace><id>w</id></workspace>', 'PLB-WIRE-WRONG-BODY'],
    ['no source', '<org.geoserver.catalog.event.impl.CatalogAddEventImpl/>', 'PLB-WIRE-UNREADABLE'],
    ['a source without a class', added('<id>w</id>').replace(/ class="[^"]*"/, ''), 'PLB-WIRE-UNREADABLE'],
    ['a class of nobody', addBody('java.lang.Runtime', '<id>w</id>'), 'PLB-WIRE-UNKNOWN-CLASS'],
    ['a class of the catalog that is no kind', addBody(catalogClass('Map'), ''), 'PLB-WIRE-UNKNOWN-CLASS'],
    ['a source that is nothing but a proxy', addBody('dynamic-proxy', ''), 'PLB-WIRE-UNREADABLE'],
  ])('is refused: %s', (_, body, code) => {
    expect(codeOf(handlers.add, body)).toBe(code)
  })

  it('is refused when the handler is for another body', () => {
    for (const handler of Object.values(handlers)) {
      if (handler === handlers.add) continue
      expect([handler, codeOf(handler, added('<id>w</id>'))]).toEqual([handler, 'PLB-WIRE-WRONG-BODY'])
    }
  })

  it('is refused when the handler is for another kind of object', () => {
    const event = (type: string, className: string) =>
      `<org.geoserver.cluster.impl.events.configuration.JMS${type}ModifyEvent><source class="${className}"><id>x</id>` +
      `</source><eventType>ADDED</eventType></org.geoserver.cluster.impl.events.configuration.JMS${type}ModifyEvent>`
    const settings = 'org.geoserver.config.impl.SettingsInfoImpl'
    for (const [handler, body] of [
      [handlers.service, event('Service', workspace)],
      [handlers.service, event('Service', settings)],
      [handlers.settings, event('Settings', 'org.geoserver.wms.WMSInfoImpl')],
      [handlers.global, event('Global', settings)],
      [handlers.add, addBody(settings, '<id>s</id>')],
      [handlers.add, addBody('org.geoserver.config.impl.GeoServerInfoImpl', '')],
      [
        handlers.logging,
        proxy('dynamic-proxy', 'Workspace', `<proxyObject class="${workspace}"><id>w</id></proxyObject>`),
      ],
    ] as const) {
      expect([body, codeOf(handler, body)]).toEqual([body, 'PLB-WIRE-UNREADABLE'])
    }
  })

  it('is refused when it would remove the global configuration', () => {
    const body =
      '<org.geoserver.cluster.impl.events.configuration.JMSGlobalModifyEvent><source ' +
      'class="org.geoserver.config.impl.GeoServerInfoImpl"/><eventType>REMOVED</eventType>' +
      '</org.geoserver.cluster.impl.events.configuration.JMSGlobalModifyEvent>'
    expect(codeOf(handlers.global, body)).toBe('PLB-WIRE-UNREADABLE')
    expect(codeOf(handlers.global, body.replace('REMOVED', 'EXPLODED'))).toBe('PLB-WIRE-UNREADABLE')
    expect(codeOf(handlers.global, body.replace(/<eventType>.*<\/eventType>/, ''))).toBe(
      'PLB-WIRE-UNREADABLE',
    )
  })

  it.each(['constructor', 'toString', '__proto__', 'hasOwnProperty', '', 'DocumentFileHandlerSPI'])(
    'has no handler called %j',
    (name) => {
      expect(isHandler(name)).toBe(false)
    },
  )
})

describe('a body built to exhaust its reader', () => {
  it('is refused when it is too large, too deep or has too many elements', () => {
    expect(codeOf(handlers.add, added('x'.repeat(defaultDecodeLimits.xml.length)))).toBe('PLB-XML-TOO-LARGE')
    expect(codeOf(handlers.add, added('<a>'.repeat(250) + '</a>'.repeat(250)))).toBe('PLB-XML-TOO-COMPLEX')
    expect(codeOf(handlers.add, added('<a/>'.repeat(600_000)))).toBe('PLB-XML-TOO-COMPLEX')
  })

  it('is refused when references would multiply it without bound', () => {
    // Each level holds the one before ten times: ten billion elements from two kilobytes.
    const levels = Array.from({ length: 10 }, (_, level) =>
      level === 0
        ? '<l0><string>boom</string></l0>'
        : `<l${level}>${`<x reference="../../l${level - 1}"/>`.repeat(10)}</l${level}>`,
    )
    expect(codeOf(handlers.add, added(levels.join('')))).toBe('PLB-XML-TOO-COMPLEX')
  })

  it('is refused when references nest it without bound', () => {
    const levels = Array.from({ length: 1000 }, (_, level) =>
      level === 0 ? '<l0>deep</l0>' : `<l${level}><x reference="../../l${level - 1}"/></l${level}>`,
    )
    expect(codeOf(handlers.add, added(levels.join('')))).toBe('PLB-XML-TOO-COMPLEX')
    expect(codeOf(handlers.add, added(levels.toReversed().join('')))).toBe('PLB-XML-TOO-COMPLEX')
  })

  it('is read in one go although it refers to the far end of long lists ever again', () => {
    const count = 60_000
    const body = addBody(
      catalogClass('Coverage'),
      `<id>c</id><alias>${'<string>x</string>'.repeat(count)}</alias>` +
        `<responseSRS>${`<string reference="../../alias/string[${count}]"/>`.repeat(count)}</responseSRS>`,
    )
    const event = decodeBody(handlers.add, body)
    expect(event.verb === 'add' && event.object.properties[2]?.children.length).toBe(count)
  })

  it('is read in one go although a proxy sets a great many properties', () => {
    const count = 40_000
    const overlay = Object.fromEntries(
      Array.from({ length: count }, (_, at) => [`Property${at}`, '<string>x</string>']),
    )
    const field = proxy(
      'workspace',
      'Workspace',
      `<proxyObject class="${workspace}"><id>w</id></proxyObject>`,
      overlay,
    )
    const { copies } = decodedAdd('DataStore', `<id>d</id>${field}`)
    expect(copies.get('w')?.properties).toHaveLength(count + 1)
  })

  it('is read in one go although every field claims to be hidden', () => {
    const fields = Array.from({ length: 40_000 }, (_, at) => `<f${at} defined-in="x"/>`).join('')
    expect(decodedAdd('Workspace', `<id>w</id>${fields}`).object.properties).toHaveLength(40_001)
  })
})

describe('references that lead nowhere', () => {
  it.each(['../nothing', '../../../../../../x', '../id[2]', '../id[0]', '/a/b', '', '5', '../..x', 'a[b]'])(
    'are refused: %j',
    (path) => {
      expect(codeOf(handlers.add, added(`<id>w</id><name reference="${path}"/>`))).toBe('PLB-WIRE-UNREADABLE')
    },
  )

  it('are refused when they go round in circles from the start', () => {
    const event = 'org.geoserver.catalog.event.impl.CatalogAddEventImpl'
    expect(codeOf(handlers.add, `<${event} reference="."/>`)).toBe('PLB-WIRE-UNREADABLE')
    expect(codeOf(handlers.add, `<${event}><source class="${workspace}" reference=".."/></${event}>`)).toBe(
      'PLB-WIRE-UNREADABLE',
    )
  })

  it('in circles within an object are left out', () => {
    const { object } = decodedAdd(
      'Workspace',
      '<id>w</id><a reference="../b"/><b reference="../a"/><c><d reference="../../c"/><e>x</e></c>',
    )
    expect(object.properties.map(({ name }) => name)).toEqual(['id', 'c'])
  })
})

describe('names no element can have', () => {
  const evil = ['x/&gt;&lt;evil', 'a b', '1a', 'a&lt;', '', '../a', 'a.b', '-']

  it.each(evil)('are refused as a changed property: %j', (name) => {
    const body = modifyBody(workspace, '<id>w</id><name>a</name>', [[name, '<null/>', '<string>x</string>']])
    expect(codeOf(handlers.modify, body)).toBe('PLB-WIRE-UNREADABLE')
  })

  it.each(evil)('are nothing a proxy could set: %j', (name) => {
    const field = proxy(
      'workspace',
      'Workspace',
      `<proxyObject class="${workspace}"><id>w</id></proxyObject>`,
      {
        [name]: '<string>x</string>',
      },
    )
    const { copies } = decodedAdd('DataStore', `<id>d</id>${field}`)
    expect(copies.get('w')?.properties.map((each) => each.name)).toEqual(['id'])
  })

  it.each(['a b', 'x/&gt;&lt;evil', '1', 'a..b', '.'])(
    'are refused as the class of a listed object: %j',
    (name) => {
      const item = proxy('dynamic-proxy', 'Style', `<proxyObject class="${name}"><id>s</id></proxyObject>`)
      expect(codeOf(handlers.add, addBody(catalogClass('Layer'), `<id>l</id><styles>${item}</styles>`))).toBe(
        'PLB-WIRE-UNREADABLE',
      )
    },
  )
})

describe('objects that could not be stored', () => {
  it('are refused when a field occurs twice: their file could not be read again', () => {
    expect(codeOf(handlers.add, added('<id>w</id><name>a</name><name>b</name>'))).toBe('PLB-WIRE-UNREADABLE')
    expect(codeOf(handlers.add, added('<id>w</id><future>a</future><future>b</future>'))).toBe(
      'PLB-WIRE-UNREADABLE',
    )
    const featureType = addBody(
      catalogClass('FeatureType'),
      '<id>f</id><abstract>a</abstract><__abstract>b</__abstract>',
    )
    expect(codeOf(handlers.add, featureType)).toBe('PLB-WIRE-UNREADABLE')
  })

  it('are refused when they refer to something without an id or a name', () => {
    const store = addBody(
      catalogClass('DataStore'),
      `<id>d</id><workspace class="${workspace}"><isolated>false</isolated></workspace>`,
    )
    expect(codeOf(handlers.add, store)).toBe('PLB-WIRE-UNREADABLE')
  })
})

describe('the lists of a modify event', () => {
  const body = (names: string, before: string, after: string): string =>
    modifyBody(workspace, '<id>w</id><name>a</name>', [])
      .replace('<propertyNames></propertyNames>', `<propertyNames>${names}</propertyNames>`)
      .replace('<oldValues></oldValues>', before)
      .replace('<newValues></newValues>', after)
  const name = '<string>name</string>'
  const value = '<string>x</string>'

  it.each([
    ['fewer new values than names', body(name + name, '<oldValues/>', `<newValues>${value}</newValues>`)],
    ['more new values than names', body(name, '<oldValues/>', `<newValues>${value}${value}</newValues>`)],
    ['no new values', body(name, '<oldValues/>', '')],
  ])('are refused with %s', (_, text) => {
    expect(codeOf(handlers.modify, text)).toBe('PLB-WIRE-UNREADABLE')
  })

  it('need not hold old values, which nothing depends on', () => {
    const event = decodeBody(handlers.modify, body(name, '', `<newValues>${value}</newValues>`))
    expect(
      event.verb === 'modify' && event.changes.map(({ before, after }) => [before, after?.text]),
    ).toEqual([[null, 'x']])
  })

  it('of a catalog must name a default', () => {
    const text = modifyBody('org.geoserver.catalog.impl.CatalogImpl', '', [
      ['listeners', '<null/>', '<list/>'],
    ])
    expect(codeOf(handlers.modify, text)).toBe('PLB-WIRE-UNREADABLE')
  })
})

describe('style files', () => {
  const file = (path: string, name = 'x.sld') =>
    '<org.geoserver.cluster.impl.handlers.DocumentFile>' +
    `<resourceName>${name}</resourceName><resourcePath>${path}</resourcePath><body>b</body>` +
    '</org.geoserver.cluster.impl.handlers.DocumentFile>'

  it.each([
    ['styles/x.sld', undefined],
    ['/styles/x.sld', undefined],
    ['/workspaces/topp/styles/x.sld', 'topp'],
    ['workspaces/topp/styles/x.sld', 'topp'],
    ['\\workspaces\\topp\\styles\\x.sld', 'topp'],
    ['/srv/data/workspaces/topp/styles/x.sld', 'topp'],
    ['workspaces/x.sld', undefined],
    ['styles/workspaces/x.sld', undefined],
    ['', undefined],
  ])('at %j belong to the workspace %s', (path, workspaceName) => {
    const event = decodeBody(handlers.styleFile, file(path))
    expect(event.verb === 'style-file' ? event.workspace : 'none').toBe(workspaceName)
  })

  it.each(['../styles/x.sld', 'styles/../../x.sld', '/workspaces/../styles/x.sld', '..\\x.sld', 'a/..'])(
    'at %j are refused: the path leads elsewhere',
    (path) => {
      expect(codeOf(handlers.styleFile, file(path))).toBe('PLB-WIRE-UNREADABLE')
    },
  )

  it('need a name and a body', () => {
    const whole = file('styles/x.sld')
    for (const part of [/<resourceName>.*<\/resourceName>/, /<body>.*<\/body>/]) {
      expect(codeOf(handlers.styleFile, whole.replace(part, ''))).toBe('PLB-WIRE-UNREADABLE')
    }
  })

  const style = '<id>s</id><name>a</name><filename>a.sld</filename>'
  const modified = (content: string) =>
    '<org.geoserver.cluster.server.events.StyleModifyEvent>' +
    modifyBody(catalogClass('Style'), style, [])
      .replace(/^<[^>]*>/, '<event class="org.geoserver.catalog.event.impl.CatalogModifyEventImpl">')
      .replace(/<\/[^>]*>$/, '</event>') +
    `${content}</org.geoserver.cluster.server.events.StyleModifyEvent>`

  it('ride along in base64, perhaps in lines', () => {
    const event = decodeBody(handlers.modify, modified('<file>PHNs\nZC8+</file>'))
    expect(event.verb === 'modify' && Buffer.from(event.styleBody ?? []).toString()).toBe('<sld/>')
  })

  it.each(['<file></file>', '<file/>', ''])('that are empty say nothing: %j', (content) => {
    const event = decodeBody(handlers.modify, modified(content))
    expect(event.verb === 'modify' ? event.styleBody : null).toBeUndefined()
  })

  it.each(['!!!!', 'PHN', 'PHNs====', 'PHNsZC8+PHNs=A==', '日本語だ'])(
    'in bad base64 are refused: %s',
    (content) => {
      expect(codeOf(handlers.modify, modified(`<file>${content}</file>`))).toBe('PLB-WIRE-UNREADABLE')
    },
  )

  it('without their event are refused', () => {
    const body =
      '<org.geoserver.cluster.server.events.StyleModifyEvent><file>PHNsZC8+</file></org.geoserver.cluster.server.events.StyleModifyEvent>'
    expect(codeOf(handlers.modify, body)).toBe('PLB-WIRE-UNREADABLE')
  })
})
