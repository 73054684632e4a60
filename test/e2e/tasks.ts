import type { Locator, Page } from 'playwright-core'
import type { Operator } from './operator.ts'

/** Where a message stands with a slave, as the log says it. */
export type Delivery = 'pending' | 'taken' | 'verified' | 'missing'

/** What the app tells on its own, in the corner. */
export function notification(page: Page, words: string | RegExp): Locator {
  return page
    .getByRole('region', { name: /^Notifications/ })
    .getByRole('listitem')
    .filter({ hasText: words })
}

/** The line of a node in the table of nodes, as soon as the node is in that state. */
export function nodeLine(page: Page, name: string, state = ''): Locator {
  // A line begins with the box it is chosen by.
  const line = new RegExp(`^(?:Choose ${name} )?${name} ${state}`)
  return page.getByRole('grid', { name: 'Nodes' }).getByRole('row', { name: line })
}

/** The lines of the log about an event, newest last, that stand like this with the slaves in order of their names. */
export function messageLines(page: Page, event: string, ...deliveries: readonly Delivery[]): Locator {
  return page
    .getByRole('grid', { name: 'Messages, oldest first' })
    .getByRole('row', { name: new RegExp(` ${event} .*${deliveries.map(shownAs).join(' ')}$`) })
}

/** What was taken is told by the node soon, then compared, and shown as applied and verified from then on. */
function shownAs(delivery: Delivery): string {
  return delivery === 'taken' ? '(taken|applied|verified)' : delivery
}

/** Opens an object in the catalog of whichever node the configuration screen shows. */
export async function openObject(operator: Operator, name: string, kind: string): Promise<void> {
  const { page } = operator
  await operator.write(page.getByRole('searchbox', { name: 'Search the catalog' }), name)
  await operator.use(page.getByRole('treeitem', { name: treeLine(name, kind) }))
  await page.getByRole('region', { name: `${kind} ${name}`, exact: true }).waitFor()
}

/** A line of the tree, also while it is marked because the object differs somewhere. */
export function treeLine(name: string, kind: string): RegExp {
  return new RegExp(`^${name} (?:.+ )?${kind}$`)
}

/** Puts a new body into the style that is open. */
export async function writeStyleBody(operator: Operator, style: string, body: string): Promise<void> {
  const { page } = operator
  await operator.use(page.getByRole('tab', { name: 'Style body' }))
  await operator.write(page.getByRole('textbox', { name: `Body of style ${style}` }), body)
}

/** Reviews what was changed and publishes it. */
export async function publish(operator: Operator, event: string): Promise<void> {
  const { page } = operator
  await operator.use(page.getByRole('button', { name: /^Review changes/ }))
  await page.getByRole('main').getByRole('listitem').filter({ hasText: event }).waitFor()
  const button = page.getByRole('button', { name: /^Publish to \d+ slaves?$/ })
  await operator.use(button)
  await button.waitFor({ state: 'hidden' })
  await notification(page, `Published: ${event}`).first().waitFor()
}

/** Shows the messages in which a word occurs. */
export async function searchMessages(operator: Operator, word: string): Promise<void> {
  await operator.show('Messages')
  await operator.write(operator.page.getByRole('combobox', { name: 'Filter of the messages' }), word)
}

/** Shows a node beside the table of nodes; its details. */
export async function openNode(operator: Operator, name: string): Promise<Locator> {
  const { page } = operator
  await operator.show('Nodes')
  await operator.use(nodeLine(page, name))
  const details = page.getByRole('complementary', { name, exact: true })
  await details.waitFor()
  return details
}

/** Compares a node with its master and leaves its details open. */
export async function compareNode(operator: Operator, name: string): Promise<Locator> {
  const details = await openNode(operator, name)
  await operator.use(details.getByRole('button', { name: 'Compare', exact: true }))
  return details.getByRole('tabpanel', { name: 'Comparison' })
}

/**
 * Waits until the overview says that all slaves were found equal to their master. A cluster that is at work may have
 * changed since by the time the last of them was compared, and the busier the machine, the longer that takes.
 */
export async function comparedEqual(page: Page): Promise<void> {
  await page.getByText(/^(?:Everything compared equal|Nothing needs attention\. Equal) /).waitFor()
}
