/** Files that the host saves for the page: where they are, told in a notice. */
import type { SavedFile } from '../../shared/contract/answers.ts'
import { tell, tellFailure } from './notice-store.ts'

/** "month.csv is saved in Documents"; a browser has a place of its own for downloads. */
export const savedWhere = ({ name, folder }: SavedFile): string =>
  folder === null ? `${name} is in the browser’s downloads` : `${name} is saved in ${folder}`

/** Waits for a file and tells where it is, or why it could not be saved; nothing where the dialog was closed. */
export async function tellSaved(what: string, saving: Promise<SavedFile>): Promise<void> {
  try {
    const file = await saving
    if (file.saved) tell(`${savedWhere(file)}.`)
  } catch (error) {
    tellFailure(`${what} was not saved.`, error)
  }
}
