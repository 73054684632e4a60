import { describe, expect, it } from 'vitest'
import { decodeBody } from '../../electron/wire/decode.ts'
import { masterMessages } from '../support/recorded-messages.ts'
import { goldenPath } from '../support/data-directories.ts'
import { applyMessages, copyOfGolden, driftBetween, replicaIn } from '../support/replicas.ts'
const messages = masterMessages('2.27')
describe('x', () => {
  it('decodes', () => {
    const bad = messages.flatMap((m) => { try { decodeBody(m.handler, m.body); return [] } catch (e) { return [[m.seq, m.label, String(e)]] } })
    console.log(bad)
  })
  it.each([['mid', 133], ['end', 213]] as const)('%s', (moment, last) => {
    const path = copyOfGolden('seed/master', '2.27')
    const out = applyMessages(replicaIn(path), messages.filter((m) => m.seq <= last))
    console.log(out.filter((o) => o.outcome.outcome !== 'applied').map((o) => [o.message.seq, o.message.label, o.outcome]))
    console.log(JSON.stringify(driftBetween(goldenPath(`${moment}/master`, '2.27'), path).entries, null, 1))
  })
})
