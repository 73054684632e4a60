import { editAsPlanned as editOfTheDemo } from '../../electron/services/demo/edit-as-planned.ts'

type Editable = Parameters<typeof editOfTheDemo>[0]
type Request = Parameters<typeof editOfTheDemo>[1]

/** Makes a change as the demo does, in the name of the test. */
export function editAsPlanned(master: Editable, request: Request, author = 'test', requestId?: string) {
  return editOfTheDemo(master, request, author, requestId)
}
