/**
 * The core's messages name the terminal's next step. Each entry replaces it with the window's equivalent.
 * `test/unit/docs/window-words.test.ts` fails if a message of the core has a command or an option that no entry covers.
 */
const windowSteps: readonly (readonly [terminal: RegExp, window: string])[] = [
  // credentials
  [/use `seatledger credential`/g, 'choose Replace credential in Settings'],
  [/enter one \(seatledger credential\)/g, 'enter one with Replace credential in Settings'],
  [/Enter it again \(seatledger credential\)/g, 'Enter it again with Replace credential in Settings'],
  [/name it with --secret-env/g, 'choose “Environment variable” where the credential is entered'],
  [/no secret service runs in this session \(no D-Bus session bus\)/g, 'no keychain service runs in this session'],
  // connections and tenants
  [
    /Resume it with `seatledger tenants resume`, or refresh the list of tenants/g,
    'Resume it in Settings, or update the list of tenants there',
  ],
  [/ with `seatledger (?:connect|connections resume)`, or in Settings/g, ' in Settings'],
  [/(?: by hand| manually)? with `seatledger tenants add`/g, ' in Settings'],
  [/Collect its own billable usage instead \(--own-org\)/g, 'Add a connection for its own usage instead'],
  [/; `seatledger doctor` shows the certificates and the proxy in use\./g, '. Check the system’s certificates and proxy.'],
  [/Check the network; `seatledger doctor` shows the proxy and the certificates in use\./g, 'Check the network and the system’s proxy.'],
  [/`seatledger doctor` shows the proxy in use\./g, 'Check the system’s proxy.'],
  [/`seatledger tenants` lists them\./g, 'Choose another tenant.'],
  // the data folder and the history
  [/Quit it \(window, browser host, `watch`\)/g, 'Quit it'],
  [/(?:choose|Choose) another (?:one|folder) with --data-dir/g, 'start Seatledger with another data folder'],
  [/set the new location with --data-dir/g, 'start it with the data folder’s new location'],
  [/, or quit Seatledger everywhere and run `seatledger restore FILE`/g, ''],
  [/Quit all running copies of Seatledger and restore a backup with `seatledger restore FILE`/g, 'Restore a backup in Settings'],
  [/Quit it and run `seatledger restore FILE` in a terminal\./g, 'Choose the file in the desktop window.'],
  [/Run `seatledger verify`\./g, 'Verify the history in Settings.'],
  [/`seatledger snapshots` lists them\./g, 'Choose another snapshot.'],
  [/`--raw` shows the rebuilt payload\./g, 'The rebuilt response is available.'],
  [
    /Restore one from the second folder or another location: `seatledger restore FILE`\./g,
    'Restore one from the second folder or another location in Settings.',
  ],
  [/, or with `seatledger backups folder`/g, ''],
  [/Run `seatledger backups folder FOLDER` in a terminal\./g, 'Choose the folder in the desktop window.'],
  [/; `seatledger collect` asks again/g, '. Choose Collect now to ask again'],
  [/See `seatledger tenants reports` for the reason and the next step\./g, 'Activity shows the reason.'],
  [/, or use a passphrase: quit Seatledger everywhere and run `seatledger encrypt --key-env VARIABLE`/g, ''],
  // a team
  [/, and connect again with `seatledger team connect`\./g, '.'],
  [/ Connect again with `seatledger team connect`\./g, ' Choose “Connect again” in Settings, Team.'],
  [/, connect again with `seatledger team connect`\./g, ', choose “Connect again” in Settings, Team.'],
  [
    /The database’s owner must update it with `seatledger team connect`/g,
    'The database’s owner must update it by connecting again with this version',
  ],
  [/ Join one with `seatledger team connect [^`]*`\./g, ' Join one in Settings.'],
  [
    /The database’s owner can grant it: `seatledger team roles` prints the SQL\./g,
    'The database’s owner can grant it with the role seatledger_collector.',
  ],
  [/Turn on `ssl` in postgresql\.conf\./g, 'Turn on ssl in postgresql.conf.'],
  [/ Pass the password with --secret-env or --secret-stdin\./g, ' Enter the password below.'],
  [/ `seatledger team conflicts` lists them\./g, ''],
  [/ `seatledger team status` compares the two\./g, ' Settings, Team, compares the two.'],
  [/pass its authority with --ca FILE/g, 'choose the file of its authority'],
  // encryption
  [/, or name an environment variable that holds the recovery key with --key-env/g, ''],
  [
    /Enter its recovery key with `seatledger unlock`, or name an environment variable that holds it with --key-env\./g,
    'Enter its recovery key.',
  ],
  [
    /Name the environment variable that holds its passphrase with --key-env\./g,
    'Start Seatledger with its passphrase: see “Encrypted history” in the documentation of the command line.',
  ],
  [
    /Without one, quit Seatledger everywhere and name an environment variable with --key-env: .* encrypted\./g,
    'Without one, a passphrase can be used: see “Encrypted history” in the documentation of the command line.',
  ],
  // the demo
  [/This host cannot create a demo\. Run `seatledger demo --data-dir DIR` instead\./g, 'No demo can be made here.'],
  [/Use another one: `seatledger demo --data-dir DIR`\./g, 'Start Seatledger with an empty data folder.'],
  [/Open it with `seatledger serve`, or run this again when the other one has finished\./g, 'Try again when it has finished.'],
  // figures and exports
  [/ `seatledger months` lists the months\./g, ''],
  [/`attention --json` lists (?:the ids; --month chooses another month|muted items)\./g, 'Open Costs to check again.'],
  [/Set one with `seatledger price set [^`]*`/g, 'Set one in Settings'],
  [/This host has no save dialog\. Use `seatledger export` or `seatledger snapshot` instead\./g, 'Files cannot be saved here.'],
  [/Export it with --format csv\./g, 'Choose CSV.'],
  [/Export it with --format xlsx, pdf, html or zip\./g, 'Choose another format.'],
  [/Use --format csv or xlsx\./g, 'Choose CSV or Excel.'],
  [/Specify the figure: --figure .*/g, 'Choose a figure.'],
  [/, or replace it with --force/g, ''],
]

/** A message of the core with the window's next step instead of the terminal's. */
export function inWindow(message: string): string {
  return windowSteps
    .reduce((text, [terminal, window]) => text.replace(terminal, window), message)
    .replace(/([.:] )s(tart Seatledger with)/g, '$1S$2')
}
