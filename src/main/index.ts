/** The desktop app's start and stop sequence. */
import { homedir } from 'node:os'
import { pageFolder } from './bridge/page.ts'
import { createApp } from './core/app.ts'
import { systemClock } from './core/base/clock.ts'
import { hasHistory } from './core/database/data-folder.ts'
import { logCrashesTo, onCrash } from './core/log/crash.ts'
import { openFileLog, silentLog } from './core/log/file-log.ts'
import type { Log } from './core/log/log.ts'
import { createSecretStore } from './core/secrets/keychain-store.ts'
import { type Desktop, openDesktop, startedHidden } from './shell/desktop.ts'
import { chooseWithDialog, saveWithDialog } from './shell/file-dialogs.ts'
import { leave, nameForSystem, quitWithSystem, whenReady } from './shell/lifecycle.ts'
import { systemFetch } from './shell/network.ts'
import { registerPageScheme, servePage } from './shell/page-scheme.ts'
import { electronPrinter, printedDocument, printHost } from './shell/print-pdf.ts'
import { claimProfile, dataFolder } from './shell/profile-folder.ts'
import { denyPermissions, lockDown } from './shell/security.ts'
import { stopInOrder } from './shell/shutdown.ts'
import { claimSingleInstance } from './shell/single-instance.ts'
import { showCrash, showStartupFailure } from './shell/startup-failure.ts'

let desktop: Desktop | null = null
let log: Log = silentLog

// An unhandled rejection does not end the app: the window still works, and its requests report their own errors.
onCrash(showCrash, { afterRejections: true })
nameForSystem()
registerPageScheme()
lockDown(() => log)
start().catch(async (error: unknown) => {
  log.error({ err: error }, 'the start failed')
  await whenReady()
  showStartupFailure(error, homedir())
})

async function start(): Promise<void> {
  const dataDir = dataFolder()
  const again = hasHistory(dataDir)
  const profile = claimProfile(dataDir)
  if (!claimSingleInstance(() => desktop?.show())) return leave()
  const file = openFileLog(dataDir, { host: 'desktop' })
  log = file
  logCrashesTo(file)
  await whenReady()
  quitWithSystem()
  denyPermissions()
  servePage(pageFolder(), { [printHost]: printedDocument })
  const app = await createApp({
    dataDir,
    again,
    clock: systemClock,
    fetch: systemFetch,
    secrets: createSecretStore(),
    log,
    env: process.env,
    host: 'desktop',
    saveAs: saveWithDialog,
    openPrinter: electronPrinter,
    chooseFile: chooseWithDialog,
    // The simulated vendors are only loaded to open the demo.
    fillDemo: async (deps) => (await import('./demo/fill-demo.ts')).fillDemo(deps),
  })
  const shown = openDesktop({ app, log, dataDir, profile })
  desktop = shown
  stopInOrder([shown.stop, app.stop, () => file.close()], log)
  app.start()
  // Nothing is collected until the user enters the recovery key.
  if (!startedHidden() || app.isLocked) shown.show()
}
