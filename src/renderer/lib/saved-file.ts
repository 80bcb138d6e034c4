/** Notices about files that the host saves. */
import type { SavedFile } from '../../shared/contract/export-answers.ts'
import { notify, notifyFailure } from './notice-store.ts'

/** "month.csv is saved in Documents"; in a browser, the folder is unknown. */
export const savedWhere = ({ name, folder }: SavedFile): string =>
  folder === null ? `${name} is in the browser’s downloads` : `${name} is saved in ${folder}`

/** Waits for a file and shows its location, or the error; nothing if the save dialog was cancelled. */
export async function notifySaved(what: string, saving: Promise<SavedFile>): Promise<void> {
  try {
    const file = await saving
    if (file.saved) notify(`${savedWhere(file)}.`)
  } catch (error) {
    notifyFailure(`${what} was not saved.`, error)
  }
}
