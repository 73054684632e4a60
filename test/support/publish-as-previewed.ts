import type { Service } from '../../electron/contract/features/application.ts'
import type { Draft } from '../../electron/contract/features/configuration.ts'
import { randomUUID } from 'node:crypto'
import { plainCall } from './services.ts'

/** Publishes a draft as an operator does who agrees to all the preview says. */
export async function publishAsPreviewed(
  configuration: Pick<Service<'configuration'>, 'preview' | 'publish'>,
  target: { readonly instanceName: string; readonly draft: Draft },
  requestId: string = randomUUID(),
) {
  const { plan, asksForName } = await configuration.preview(target, plainCall())
  const agreed = { plan, name: asksForName, publishAnyway: false }
  return configuration.publish({ ...target, agreed, requestId }, plainCall())
}
