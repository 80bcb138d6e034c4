/** The application menu with the usual shortcuts. */
import { app, Menu, type MenuItemConstructorOptions } from 'electron/main'

/** Menu actions beyond the platform's own roles. */
export interface AppMenuActions {
  collectNow(): void
  openHelp(): void
}

/** The menu as plain data. */
export function appMenu(platform: NodeJS.Platform, isPackaged: boolean, actions: AppMenuActions): MenuItemConstructorOptions[] {
  const mac = platform === 'darwin'
  return [
    ...(mac ? [{ role: 'appMenu' as const }] : []),
    {
      label: '&File',
      submenu: [
        { id: 'collect', label: 'Collect now', accelerator: 'CmdOrCtrl+Shift+R', click: actions.collectNow },
        { type: 'separator' },
        { role: 'close' },
        ...(mac ? [] : [{ role: 'quit' as const }]),
      ],
    },
    { role: 'editMenu' },
    {
      label: '&View',
      submenu: [
        { role: 'reload' },
        { type: 'separator' },
        { role: 'resetZoom' },
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
        ...(isPackaged ? [] : [{ role: 'toggleDevTools' as const }]),
      ],
    },
    { role: 'windowMenu' },
    { role: 'help', submenu: [{ id: 'logs', label: 'Show the log folder', click: actions.openHelp }] },
  ]
}

/** Sets the menu. */
export function setAppMenu(actions: AppMenuActions): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(appMenu(process.platform, app.isPackaged, actions)))
}
