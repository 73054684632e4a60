import type { Agreement } from '../../engine/master/agreement.ts'
import type { Accepted, EditRequest } from '../../engine/master/master.ts'
import type { EditPlan } from '../../engine/master/plan.ts'

interface Editable {
  plan(request: EditRequest): EditPlan
  edit(request: EditRequest, agreement: Agreement, author: string, requestId?: string): Accepted
}

/** Makes a change as whoever agrees to all of its plan does: one of the demo, which nobody has to look at first. */
export function editAsPlanned(
  master: Editable,
  request: EditRequest,
  author: string,
  requestId?: string,
): Accepted {
  const { digest, asksForName } = master.plan(request)
  return master.edit(request, { plan: digest, name: asksForName }, author, requestId)
}
