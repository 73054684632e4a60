import type { NodeView } from '../../../electron/contract/features/inventory.ts'

/** What doing something with a node is agreed to by: its name where it is forgotten, and otherwise where it lies. */
export function agreementTo(
  action: NodeView['actions'][number]['action'],
  { instanceName, dataDirectory, url }: Pick<NodeView, 'instanceName' | 'dataDirectory' | 'url'>,
): string {
  return action === 'forget' ? instanceName : (dataDirectory ?? url ?? instanceName)
}

/** Whether something can be done with a node here. */
export function isAllowed(action: NodeView['actions'][number]['action'], { actions }: NodeView): boolean {
  return actions.some((each) => each.action === action && each.allowed)
}
