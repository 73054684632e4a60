import type { DeliveryState, MessageRow } from '../../../../electron/contract/features/messages.ts'
import type { LogPage } from '../../../../renderer/features/messages/log-window.ts'

export function messageRow(sequence: number, state: DeliveryState = 'verified'): MessageRow {
  return {
    sequence,
    at: sequence * 1000,
    summary: `layer topp:roads modified: title ${sequence}`,
    verb: 'modify',
    object: { kind: 'layer', id: 'LayerInfoImpl--1', title: 'topp:roads' },
    sender: 'geo-1',
    author: null,
    size: 1024,
    isUpdateSequence: false,
    delivery: { 'geo-2': state },
  }
}

/** A page as the application answers it: newest first, both ends included. */
export function page(newest: number, oldest: number, more = true): LogPage {
  return {
    rows: Array.from({ length: newest - oldest + 1 }, (_, index) => messageRow(newest - index)),
    more,
  }
}
