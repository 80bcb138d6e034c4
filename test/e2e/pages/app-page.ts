/** The page in either host: navigation, and what every screen has. */
import { expect, type Locator, type Page } from '@playwright/test'

export type ScreenName = 'Overview' | 'Trends' | 'Changes' | 'Licences' | 'People' | 'Usage' | 'Reconcile' | 'Activity' | 'Settings'

/** Console messages and uncaught errors of the browser. */
export function complaintsOf(page: Page): string[] {
  const complaints: string[] = []
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(error.message))
  return complaints
}

/** The frame around the screens. */
export class AppPage {
  readonly page: Page
  constructor(page: Page) {
    this.page = page
  }

  /** The screen's heading. */
  heading(name: string | RegExp): Locator {
    return this.page.getByRole('heading', { level: 1, name })
  }

  async goTo(name: ScreenName): Promise<void> {
    await this.page.getByRole('navigation', { name: 'Screens' }).getByRole('link', { name }).click()
    await expect(this.heading(name)).toBeVisible()
  }

  /** The welcome of an empty history. */
  async expectWelcome(): Promise<void> {
    await expect(this.heading('Why did the licence bill change?')).toBeVisible()
  }

  /** From the welcome: connects to Petra and waits for the result of the credential's test. */
  async connectPetra(connection: { name: string; key: string; address: string; perMinute?: number }): Promise<void> {
    const { page } = this
    await page.getByText('Connect Petra Security').click()
    await page.getByRole('textbox', { name: 'Name' }).fill(connection.name)
    await page
      .getByLabel(/^API key/)
      .first()
      .fill(connection.key)
    await page.getByRole('button', { name: 'More options' }).click()
    await page.getByRole('textbox', { name: 'Address' }).fill(connection.address)
    await page.getByRole('textbox', { name: 'Requests a minute' }).fill(String(connection.perMinute ?? 6_000))
    await page.getByRole('button', { name: 'Test and add' }).click()
    await expect(this.heading(`${connection.name} is connected`)).toBeVisible()
  }

  /** From the welcome: connects to Genesys Cloud with the form, for the own organisation and its customers. */
  async connectGenesys(connection: { name: string; clientId: string; secret: string; address: string; cycleDay: number }): Promise<void> {
    const { page } = this
    await page.getByText('Connect Genesys Cloud').click()
    await page.getByRole('textbox', { name: 'Name' }).fill(connection.name)
    await page.getByRole('combobox', { name: 'Region' }).click()
    await page.getByRole('option', { name: 'Other addresses…' }).click()
    await page.getByRole('textbox', { name: 'API address' }).fill(connection.address)
    await page.getByRole('textbox', { name: 'Login address' }).fill(connection.address)
    await page.getByRole('textbox', { name: 'Client ID' }).fill(connection.clientId)
    await page
      .getByLabel(/^Client secret/)
      .first()
      .fill(connection.secret)
    await page.getByRole('checkbox', { name: /own organisation/ }).check()
    await page.getByRole('textbox', { name: 'Billing cycle starts on day' }).fill(String(connection.cycleDay))
    await page.getByRole('button', { name: 'Test and add' }).click()
    await expect(this.heading(`${connection.name} is connected`)).toBeVisible()
  }

  /** Starts a collection with the button in the navigation rail, and waits for its end. */
  async collectNow(): Promise<void> {
    await this.collectBy(this.page.getByRole('region', { name: 'Collecting', exact: true }).getByRole('button', { name: 'Collect now' }))
  }

  /** Starts a collection with a button and waits for its end: a new run has started, and the button is enabled again. */
  async collectBy(button: Locator): Promise<void> {
    const newestRun = () =>
      this.page.evaluate(async () => {
        const answer = await window.api.request('runs.list', { limit: 1 })
        return answer.ok ? (answer.value[0]?.id ?? 0) : 0
      })
    const before = await newestRun()
    await button.click()
    await expect.poll(newestRun, { timeout: 30_000 }).toBeGreaterThan(before)
    const status = this.page.getByRole('region', { name: 'Collecting', exact: true })
    await expect(status.getByRole('button', { name: 'Collect now' })).toBeVisible({ timeout: 30_000 })
  }
}
