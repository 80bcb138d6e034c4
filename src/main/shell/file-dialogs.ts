/** The system's dialogs for files. The user chooses each path; the page neither supplies nor sees one. */
import { basename, dirname } from 'node:path'
import { BrowserWindow, dialog, type OpenDialogOptions } from 'electron/main'
import type { ChooseFile, SaveAs } from '../core/api/product.ts'

/** Lets the user choose a file to read, or a folder. */
export const chooseWithDialog: ChooseFile = async ({ title, ...what }) => {
  const options: OpenDialogOptions =
    'folder' in what
      ? { title, properties: ['openDirectory', 'createDirectory'] }
      : { title, properties: ['openFile'], filters: [{ name: title, extensions: what.extensions }] }
  const window = BrowserWindow.getFocusedWindow()
  const { canceled, filePaths } = await (window === null ? dialog.showOpenDialog(options) : dialog.showOpenDialog(window, options))
  return canceled ? null : (filePaths[0] ?? null)
}

/** Saves a file where the user says. The dialog itself asks before it replaces a file. */
export const saveWithDialog: SaveAs = async (suggestedName, write) => {
  const options = { defaultPath: suggestedName }
  const window = BrowserWindow.getFocusedWindow()
  const { canceled, filePath } = await (window === null ? dialog.showSaveDialog(options) : dialog.showSaveDialog(window, options))
  if (canceled || filePath === '') return { saved: false, name: null, folder: null, download: null }
  await write(filePath, { force: true })
  const folder = dirname(filePath)
  return { saved: true, name: basename(filePath), folder: basename(folder) || folder, download: null }
}
