import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { parseBrokerUrl } from '../../electron/broker/broker-url.ts'
import { readAnnouncement } from '../../electron/broker/discovery/datagram.ts'
import { ProtocolError } from '../../electron/broker/embedded/protocol-error.ts'
import { selectorOf } from '../../electron/broker/embedded/selector.ts'
import { FrameParser } from '../../electron/broker/embedded/stomp/frames.ts'
import { Codec, newestVersion } from '../../electron/broker/openwire/codec.ts'
import { FrameSplitter } from '../../electron/broker/openwire/frame-splitter.ts'
import { MalformedFrame } from '../../electron/broker/openwire/octets.ts'
import { decodeStringObject, encodeStringObject } from '../../electron/broker/openwire/message-body.ts'
import { decodePrimitiveMap } from '../../electron/broker/openwire/primitive-map.ts'
import { cssToSld } from '../../electron/catalog/css-as-sld/css-to-sld.ts'
import { checkStyle } from '../../electron/catalog/style-languages/check-style.ts'
import { parseWellKnownText } from '../../electron/catalog/well-known-text.ts'
import {
  MalformedProperties,
  parseJavaProperties,
} from '../../electron/engine/configuration/java-properties.ts'
import { Failure } from '../../electron/errors/failure.ts'
import { GeoServerClient } from '../../electron/geoserver/client.ts'
import { contentOf, parseAhead } from '../../electron/geoserver/reading/parsed-files.ts'
import { decodeBody } from '../../electron/wire/decode.ts'
import { goldenPath } from '../support/data-directories.ts'
import { masterMessages, messagesToSlave } from '../support/recorded-messages.ts'
import { recordedFrames } from '../unit/broker/openwire/goldens.ts'
import type { Random } from './damage.ts'

/** A place where something from a broker, a node or a file is read for the first time. */
export interface Boundary {
  readonly name: string
  /** What is damaged. */
  readonly samples: readonly Buffer[]
  /** Reads it. Returning and an error of its catalogue are both well; anything else is a fault. */
  readonly read: (input: Buffer, random: Random) => unknown
}

/** Whether an error is one that callers of the boundaries know and tell. */
export function isToldError(error: unknown): boolean {
  return [Failure, ProtocolError, MalformedFrame, MalformedProperties].some((kind) => error instanceof kind)
}

const frameLimit = 1024 * 1024
const texts = (...all: readonly string[]): readonly Buffer[] => all.map((text) => Buffer.from(text))

/** Every boundary with samples of what really comes in there. */
export function boundaries(): readonly Boundary[] {
  return [
    messages(),
    stompFrames(),
    ...openWire(),
    javaStrings(),
    {
      name: 'properties files',
      samples: texts(
        'instanceName=geo-1\ngroup=geoserver-cluster\nbrokerURL=failover\\:(tcp\\://10.0.0.1\\:61616)\ntoggleMaster=true\n',
        '#Comment \\u00e9\n key\\ with\\ space : value \\\n   continued\n!other\nempty=\n',
      ),
      read: parseJavaProperties,
    },
    {
      name: 'broker URLs',
      samples: texts(
        'failover:(tcp://a:61616?wireFormat.maxInactivityDuration=0,stomp+ssl://user:p%40ss@[::1]:61612)?maxReconnectAttempts=3',
        'tcp://127.0.0.1:61616?jms.userName=x&jms.password=y',
        'vm://localhost?broker.persistent=false',
      ),
      read: (input) => parseBrokerUrl(input.toString('utf8')),
    },
    {
      name: 'announcements of brokers',
      samples: texts('default.ActiveMQ-4.alive.%geo-1%auto+nio://10.0.0.1:61616'),
      read: readAnnouncement,
    },
    {
      name: 'selectors',
      samples: texts("brokerPath = 'a' AND JMSType='it''s'", "group='geoserver-cluster'"),
      read: (input) => selectorOf(input.toString('latin1')),
    },
    dataDirectories(),
    restAnswers(),
    styles(),
    {
      name: 'well-known text',
      samples: texts(
        'GEOGCS["WGS 84", DATUM["World Geodetic System 1984", SPHEROID["WGS 84", 6378137.0, 298.257223563]], UNIT["degree", 0.017453292519943295], AUTHORITY["EPSG","4326"]]',
      ),
      read: (input) => parseWellKnownText(input.toString('utf8')),
    },
  ]
}

function messages(): Boundary {
  const recorded = [...masterMessages('2.26'), ...masterMessages('2.27'), ...messagesToSlave()]
  const handlers = [...new Set(recorded.map(({ handler }) => handler))]
  const handlerOf = new Map(recorded.map(({ body, handler }) => [rootOf(body), handler]))
  return {
    name: 'messages',
    samples: recorded.map(({ body }) => Buffer.from(body)),
    read: (input, random) => {
      const body = input.toString('utf8')
      const other = handlers[random(handlers.length)]
      const handler = random(8) === 0 ? other : (handlerOf.get(rootOf(body)) ?? other)
      return handler === undefined ? undefined : decodeBody(handler, body)
    },
  }
}

/** The name of the element a message begins with. */
function rootOf(body: string): string | undefined {
  return /<([\w.-]{1,200})/.exec(body)?.[1]
}

function stompFrames(): Boundary {
  return {
    name: 'STOMP frames',
    samples: texts(
      'CONNECT\naccept-version:1.0,1.1,1.2\nhost:a\nlogin:x\npasscode:y\nheart-beat:1000,1000\n\n\0',
      'SEND\ndestination:/topic/VirtualTopic.geoserver\ncontent-length:5\ngroup:g\nreceipt:1\n\nhello\0\n',
      'SUBSCRIBE\r\nid:1\r\ndestination:/queue/Consumer.a\\cb.VirtualTopic.geoserver\r\nack:client-individual\r\n\r\n\0',
    ),
    read: (input, random) => {
      const parser = new FrameParser()
      const cut = random(input.length + 1)
      for (const chunk of [input.subarray(0, cut), input.subarray(cut)]) {
        parser.push(chunk)
        while (parser.next() !== undefined);
      }
    },
  }
}

function openWire(): readonly Boundary[] {
  const frames = recordedFrames()
    .filter(({ frame }) => frame.length < 8_000)
    .map(({ frame }) => frame)
  const codecs = [newestVersion, 11, 10].map((version) => new Codec(version))
  return [
    {
      name: 'OpenWire frames',
      samples: frames,
      read: (input, random) => {
        const structure = codecs[random(codecs.length)]?.decode(input)
        if (structure?.name === 'MessageDispatch' && structure.message !== null)
          decodePrimitiveMap(structure.message.marshalledProperties)
      },
    },
    {
      name: 'OpenWire streams',
      samples: frames.map((frame) => {
        const size = Buffer.alloc(4)
        size.writeInt32BE(frame.length)
        return Buffer.concat([size, frame])
      }),
      read: (input, random) => {
        const splitter = new FrameSplitter(frameLimit)
        const cut = random(input.length + 1)
        for (const chunk of [input.subarray(0, cut), input.subarray(cut)]) {
          splitter.push(chunk)
          while (splitter.next() !== undefined);
        }
        if (splitter.held > input.length) throw new RangeError('More is held than has arrived.')
      },
    },
  ]
}

function javaStrings(): Boundary {
  return {
    name: 'strings of Java',
    samples: [encodeStringObject('<a>é\0😀</a>'), encodeStringObject('x'.repeat(300))],
    read: decodeStringObject,
  }
}

function dataDirectories(): Boundary {
  const root = goldenPath('after-build-up/master')
  const paths = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(xml|sld|properties)$/.test(entry.name))
    .map(({ parentPath, name }) => join(parentPath, name).slice(root.length + 1))
  const files = new Map(paths.map((path) => [path, readFileSync(join(root, path))] as const))
  return {
    name: 'data directories',
    samples: [...files.values()],
    read: async (input, random) => {
      const path = paths[random(paths.length)] ?? ''
      const all = new Map([...files, [path, input]])
      // What is not damaged is read once.
      for (const [each, content] of all) parseAhead(each.split('/'), content)
      await contentOf(
        new Map([...all].map(([each, content]) => [each, { content, lastModified: undefined }])),
      )
    },
  }
}

function restAnswers(): Boundary {
  const answers = readFileSync(
    join(import.meta.dirname, '../fixtures/geoserver-2.26-rest/responses.jsonl'),
    'utf8',
  )
    .trimEnd()
    .split('\n')
    .map((line) => z.object({ status: z.number(), body: z.string() }).parse(JSON.parse(line)))
  return {
    name: 'answers over REST',
    samples: answers.map(({ body }) => Buffer.from(body)),
    read: async (input, random) => {
      const status = [200, 200, 200, 404, 500][random(5)] ?? 200
      const client = new GeoServerClient({
        url: 'http://127.0.0.1:1/geoserver',
        user: 'admin',
        password: 'secret',
        fetch: () => Promise.resolve(new Response(new Uint8Array(input), { status })),
      })
      const ask = [
        () => client.version(),
        () => client.clusteringModules(),
        () => client.list(['workspaces']),
        () => client.file(['global.xml']),
      ][random(4)]
      await ask?.()
    },
  }
}

function styles(): Boundary {
  const root = goldenPath('seed/master')
  const samples = readdirSync(join(root, 'styles'))
    .filter((name) => name.endsWith('.sld'))
    .map((name) => readFileSync(join(root, 'styles', name)))
  return {
    name: 'bodies of styles',
    samples: [
      ...samples,
      ...texts(
        '* { fill: #ff0000; stroke: black; [a > 3] { mark: symbol(circle); } }',
        'name: x\nfeature-styles:\n- rules:\n  - symbolizers:\n    - polygon: {fill-color: "#ff0000"}\n',
        '{"version": 8, "sources": {}, "layers": [{"id": "a", "type": "fill", "paint": {"fill-color": "#000"}}]}',
      ),
    ],
    read: (input, random) => {
      const format = ['sld', 'css', 'ysld', 'mbstyle'][random(4)] ?? 'sld'
      if (format === 'css') cssToSld(input.toString('utf8'))
      return checkStyle(format, random(2) === 0 ? undefined : '1.1.0', input.toString('utf8'))
    },
  }
}
