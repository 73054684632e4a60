/**
 * What became of a message at a node. `received`: safe with us, not applied yet; `parked`: waits for an object that is
 * missing; `failed`: can never be applied; `settled`: was parked or failed, and a resync has made it good.
 */
export const inboxStates = ['received', 'applied', 'ignored', 'parked', 'failed', 'settled'] as const

export type InboxState = (typeof inboxStates)[number]
