import sax from 'sax'
import { decodeBody } from '../../../electron/wire/decode.ts'
import { encodeEvent } from '../../../electron/wire/encode.ts'
import { parseXml } from '../../../electron/xml/parse.ts'
import { writeXml } from '../../../electron/xml/write.ts'
import { masterMessages } from '../../support/recorded-messages.ts'
import { interleaved, rateOf, row, type Bench } from '../row.ts'

const recorded = masterMessages()
const rounds = 9

/** What a real master sent, understood and written again, beside a parser of XML that makes nothing of it, and writing its XML alone. */
export const codec: Bench = {
  names: ['decode', 'encode'],
  async run() {
    const documents = recorded.map(({ body }) => parseXml(body))
    const events = recorded.map(({ handler, body }) => decodeBody(handler, body))
    const { parse, write, decode, encode } = await interleaved(rounds, {
      parse: () =>
        rateOf(recorded.length, () =>
          recorded.map(({ body }) => new sax.SAXParser(true, {}).write(body).close()),
        ),
      decode: () =>
        rateOf(recorded.length, () => recorded.map(({ handler, body }) => decodeBody(handler, body))),
      write: () => rateOf(recorded.length, () => documents.map((document) => writeXml(document))),
      encode: () => rateOf(recorded.length, () => events.map((event) => encodeEvent(event))),
    })
    return [row('decode', '/s', decode, parse, '≥ 0.8'), row('encode', '/s', encode, write, '≥ 0.8')]
  },
}
