import type { OutputFor } from '../../api/types.ts'

export type MessageDetails = OutputFor<'messages', 'details'>
