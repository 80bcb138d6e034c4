/** A file that a person chooses to be read: the system's dialog, whose answer never reaches the page. */
import { BrowserWindow, dialog, type OpenDialogOptions } from 'electron/main'
import type { ChooseFile } from '../core/product.ts'

/** The desktop's way to choose a file. */
export const chooseWithDialog: ChooseFile = async ({ title, extensions }) => {
  const options: OpenDialogOptions = { title, properties: ['openFile'], filters: [{ name: title, extensions }] }
  const window = BrowserWindow.getFocusedWindow()
  const { canceled, filePaths } = await (window === null ? dialog.showOpenDialog(options) : dialog.showOpenDialog(window, options))
  return canceled ? null : (filePaths[0] ?? null)
}
