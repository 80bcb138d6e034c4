/** The appId of `electron-builder.config.ts`. Windows ties notifications and pinned icons to it through the installer's shortcut. */
export const appUserModelId = 'app.seatledger.desktop'
