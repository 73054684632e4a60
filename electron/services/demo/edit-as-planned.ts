import type { Agreement } from '../../engine/master/agreement.ts'
import type { Accepted, EditRequest, Plan } from '../../engine/master/master.ts'

interface Editable {
  plan(request: EditRequest): Plan
  edit(request: EditRequest, agreement: Agreement, author: string): Accepted
}

/** Makes a change of the demo, which nobody has to look at first. */
export function editAsPlanned(master: Editable, request: EditRequest, author: string): Accepted {
  const { digest: plan, asksForName: name } = master.plan(request)
  return master.edit(request, { plan, name }, author)
}
