/** Joining and leaving a team in the settings, the same in both hosts. */
import { expect, type Locator, type Page } from '@playwright/test'
import { goToPlace } from './places.ts'

const panel = (page: Page): Locator => page.getByRole('region', { name: 'Team', exact: true })

/** Opens the dialog on a history without a team. */
export async function openJoinDialog(page: Page): Promise<Locator> {
  await goToPlace(page, { name: 'team', hash: '#/settings?tab=team' })
  await panel(page).getByRole('button', { name: 'Join a team…' }).click()
  return page.getByRole('dialog', { name: 'Join a team' })
}

/** Enters an address with a password and tests it. */
export async function testAddress(dialog: Locator, { url, password }: { url: string; password: string }): Promise<void> {
  await dialog.getByRole('textbox', { name: 'Address of the database' }).fill(url)
  await dialog.getByLabel('Password', { exact: false }).first().fill(password)
  await dialog.getByRole('button', { name: 'Test the connection' }).click()
}

/** From a database that is empty and a dialog that is open: sees what joining does, and joins. Returns the section of the settings. */
export async function createTeam(page: Page, dialog: Locator, access: { url: string; password: string }): Promise<Locator> {
  await testAddress(dialog, access)
  await expect(dialog).toContainText('The database is empty. Joining creates the team in it.')
  await expect(dialog).toContainText('Stays hereCredentials, invoices, settings, backups, the log.')
  await dialog.getByRole('button', { name: 'Create the team and join' }).click()
  await expect(dialog).toBeHidden()
  const team = panel(page)
  await expect(team.getByText('works', { exact: true })).toBeVisible()
  return team
}

/** Leaves the team. */
export async function leaveTeam(page: Page): Promise<void> {
  await panel(page).getByRole('button', { name: 'Leave…' }).click()
  const dialog = page.getByRole('dialog', { name: 'Leave the team' })
  await expect(dialog).toContainText('This history stays complete here')
  await dialog.getByRole('button', { name: 'Leave the team' }).click()
  await expect(panel(page).getByText('This history does not belong to a team')).toBeVisible()
}
