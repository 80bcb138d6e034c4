/** Saves a file that the page asked for. The user picks the path in a dialog; the page never supplies one. */
import { basename, dirname } from 'node:path'
import { BrowserWindow, dialog } from 'electron/main'
import type { SaveAs } from '../core/api/product.ts'

/** Saves with the system's dialog, which itself asks before replacing a file. */
export const saveWithDialog: SaveAs = async (suggestedName, write) => {
  const options = { defaultPath: suggestedName }
  const window = BrowserWindow.getFocusedWindow()
  const { canceled, filePath } = await (window === null ? dialog.showSaveDialog(options) : dialog.showSaveDialog(window, options))
  if (canceled || filePath === '') return { saved: false, name: null, folder: null, download: null }
  await write(filePath, { force: true })
  const folder = dirname(filePath)
  return { saved: true, name: basename(filePath), folder: basename(folder) || folder, download: null }
}
