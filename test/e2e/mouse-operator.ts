import type { Locator, Page } from 'playwright-core'
import { pasteInstead, type Operator, type ScreenName } from './operator.ts'

/** An operator who points at things, and types only into fields. */
export class MouseOperator implements Operator {
  readonly page: Page

  constructor(page: Page) {
    this.page = page
  }

  async show(screen: ScreenName): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name: screen }).click()
    await this.page.getByRole('heading', { level: 1, name: screen }).waitFor()
  }

  use(control: Locator): Promise<void> {
    return control.click()
  }

  async write(field: Locator, text: string): Promise<void> {
    if (!text.includes('\n')) return field.fill(text)
    await field.click()
    await pasteInstead(this.page, text)
  }

  async choose(list: Locator, entry: string): Promise<void> {
    await list.selectOption({ label: entry })
  }
}
