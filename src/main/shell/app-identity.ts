/** As in `electron-builder.config.ts`: the installer's shortcut carries it, and Windows shows notifications and pins by it. */
export const appUserModelId = 'app.seatledger.desktop'
