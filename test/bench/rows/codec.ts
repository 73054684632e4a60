import sax from 'sax'
import { decodeBody } from '../../../electron/wire/decode.ts'
import { encodeEvent } from '../../../electron/wire/encode.ts'
import { parseXml } from '../../../electron/xml/parse.ts'
import { writeXml } from '../../../electron/xml/write.ts'
import { masterMessages } from '../../support/recorded-messages.ts'
import { interleaved, rateOf, row, type Bench } from '../row.ts'

const recorded = masterMessages()
const rounds = 9

/** Each is done so often a round, since a process that lives for days has long been compiled. */
const passes = 10

/** What a real master sent, understood and written again, beside a parser of XML that makes nothing of it, and writing its XML alone. */
export const codec: Bench = {
  names: ['decode', 'encode'],
  async run() {
    const documents = recorded.map(({ body }) => parseXml(body))
    const events = recorded.map(({ handler, body }) => decodeBody(handler, body))
    const { parse, write, decode, encode } = await interleaved(rounds, {
      parse: () => rateOver(recorded, ({ body }) => new sax.SAXParser(true, {}).write(body).close()),
      decode: () => rateOver(recorded, ({ handler, body }) => decodeBody(handler, body)),
      // The text as it has to be to be sent; a string that was only put together of parts is none yet.
      write: () => rateOver(documents, (document) => Buffer.from(writeXml(document))),
      encode: () => rateOver(events, (event) => Buffer.from(encodeEvent(event).body)),
    })
    return [row('decode', '/s', decode, parse, '≥ 0.8'), row('encode', '/s', encode, write, '≥ 0.8')]
  },
}

function rateOver<Item>(items: readonly Item[], action: (item: Item) => unknown): Promise<number> {
  return rateOf(items.length * passes, () => {
    for (let pass = 0; pass < passes; pass += 1) for (const item of items) action(item)
  })
}
