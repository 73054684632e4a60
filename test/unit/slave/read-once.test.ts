import { describe, expect, it, vi } from 'vitest'
import { fileText } from '../../../electron/catalog/to-file.ts'
import type { Incoming } from '../../../electron/engine/slave/receiver.ts'
import { decodeBody } from '../../../electron/wire/decode.ts'
import { handlers } from '../../../electron/wire/handlers.ts'
import { temporaryDirectory } from '../../support/temporary-directory.ts'
import { added } from '../replica/world.ts'
import { countIn, counted, settings } from './counted.ts'
import { encoded, of } from './encoded.ts'
import { message, openSlave } from './node.ts'

vi.mock('../../../electron/catalog/to-file.ts', { spy: true })
vi.mock('../../../electron/wire/decode.ts', { spy: true })

const add = (id: string): Incoming => message(encoded(added(of(id))))

describe('global settings, which always travel whole', () => {
  it('are read once where messages that are taken together only count up, and told of each', () => {
    const path = temporaryDirectory()
    const { receiver, entries, heard } = openSlave(path)
    receiver.take([message(encoded(added(settings)))])
    vi.mocked(decodeBody).mockClear()
    receiver.take([counted(2), add('st'), counted(3), counted(4)])
    expect(vi.mocked(decodeBody).mock.calls.map(([handler]) => handler)).toEqual([
      handlers.add,
      handlers.global,
    ])
    expect(countIn(path)).toBe('4')
    const told = 'applied global settings modified: update sequence'
    expect(entries().slice(1)).toEqual([told, 'applied style line added', told, told])
    expect(heard.filter((each) => each === told)).toHaveLength(3)
  })

  it('become the text of a file once for all that are taken together', () => {
    const path = temporaryDirectory()
    const { receiver } = openSlave(path)
    receiver.take([message(encoded(added(settings)))])
    vi.mocked(fileText).mockClear()
    receiver.take([counted(2), counted(3), counted(4)])
    expect(fileText).toHaveBeenCalledTimes(1)
    expect(countIn(path)).toBe('4')
  })
})
