import type { Locator, Page } from 'playwright-core'

/** A screen by the name it has in the rail. */
export type ScreenName =
  | 'Overview'
  | 'Findings'
  | 'Nodes'
  | 'Configuration'
  | 'Messages'
  | 'Resync'
  | 'Brokers'
  | 'Maps'
  | 'Audit'
  | 'Diagnostics'
  | 'Settings'

/** Somebody at the app: what they do with what they see, by the means they have. */
export interface Operator {
  readonly page: Page
  /** Goes to a screen. */
  show(screen: ScreenName): Promise<void>
  /** Presses a button, follows a link, opens a line of a table or a tree, ticks a box. */
  use(control: Locator): Promise<void>
  /** Writes a text in place of what stands in a field. */
  write(field: Locator, text: string): Promise<void>
  /** Chooses an entry of a list by its words. */
  choose(list: Locator, entry: string): Promise<void>
}

/** Puts a text from elsewhere in place of all there is in the field that has the focus. */
export async function pasteInstead(page: Page, text: string): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.evaluate((copied) => navigator.clipboard.writeText(copied), text)
  await page.keyboard.press('ControlOrMeta+a')
  await page.keyboard.press('ControlOrMeta+v')
}
