/** Lets the user choose a file to read, or a folder, in the system's dialog. The page never receives the path. */
import { BrowserWindow, dialog, type OpenDialogOptions } from 'electron/main'
import type { ChooseFile } from '../core/api/product.ts'

/** Shows the system's open dialog. */
export const chooseWithDialog: ChooseFile = async ({ title, ...what }) => {
  const options: OpenDialogOptions =
    'folder' in what
      ? { title, properties: ['openDirectory', 'createDirectory'] }
      : { title, properties: ['openFile'], filters: [{ name: title, extensions: what.extensions }] }
  const window = BrowserWindow.getFocusedWindow()
  const { canceled, filePaths } = await (window === null ? dialog.showOpenDialog(options) : dialog.showOpenDialog(window, options))
  return canceled ? null : (filePaths[0] ?? null)
}
