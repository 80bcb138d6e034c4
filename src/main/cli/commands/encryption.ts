import type { Command } from 'commander'
import type { KeyChangeAnswer } from '../../../shared/contract/maintenance-answers.ts'
import type { HistoryKey } from '../../core/database/history-key.ts'
import type { SecretStore } from '../../core/secrets/secret-store.ts'
import type { Bind } from '../bind.ts'
import type { Terminal } from '../terminal.ts'
import { usageError } from '../usage.ts'

/** `encrypt`, `decrypt`, `rekey`, `unlock`. */
export function addEncryptionCommands(program: Command, bind: Bind): void {
  program
    .command('encrypt')
    .description('encrypt the history and its backups, with a key in the keychain, or with --key-env by a passphrase')
    .action(
      bind(async (terminal) => {
        const { historyFile, keyIdOf } = await tools()
        // The history may already have this passphrase as its key: then this finishes an interrupted run.
        const id = keyIdOf(historyFile(terminal.dataDir))
        if (id !== null && terminal.keyEnv === undefined)
          throw usageError('The history is already encrypted. To change the key, use `rekey`.')
        await change(terminal, async (secrets) => newKey(terminal, secrets, id))
      }),
    )

  program
    .command('decrypt')
    .description('remove the encryption of the history and its backups')
    .option('--yes', 'do not ask for confirmation')
    .action(
      bind(async (terminal, { yes }: { yes?: boolean }) => {
        const question = 'Store the history and its backups unencrypted? Anyone who can read the files can then read people’s names.'
        if (!yes && !(await terminal.confirm(question))) throw usageError('Nothing was changed. Pass --yes to confirm.')
        await change(terminal, async () => null)
      }),
    )

  program
    .command('rekey')
    .description('change the key of an encrypted history and its backups')
    .option('--passphrase-env <variable>', 'the environment variable with a new passphrase (default: a new key in the keychain)')
    .action(
      bind(async (terminal, { passphraseEnv }: { passphraseEnv?: string }) => {
        const { historyFile, keyIdOf } = await tools()
        if (keyIdOf(historyFile(terminal.dataDir)) === null) throw usageError('The history is not encrypted. Run `seatledger encrypt`.')
        await change(terminal, async (secrets) => newKey({ ...terminal, keyEnv: passphraseEnv }, secrets, null))
      }),
    )

  program
    .command('unlock')
    .description('enter the recovery key of an encrypted history or backup and store it in the keychain')
    .argument('[file]', 'a backup (default: the history)')
    .action(
      bind(async (terminal, file: string | undefined) => {
        const [{ historyFile }, { unlockWithRecoveryKey }, { createSecretStore }, { resolve }] = await Promise.all([
          tools(),
          import('../../core/database/unlock.ts'),
          import('../../core/secrets/keychain-store.ts'),
          import('node:path'),
        ])
        const target = file === undefined ? historyFile(terminal.dataDir) : resolve(file)
        await unlockWithRecoveryKey(target, await terminal.readSecret(), createSecretStore())
        await terminal.print({ file: target }, () => `The key of ${target} is stored in the keychain.`)
      }),
    )
}

async function tools() {
  const [{ historyFile, historyFilesIn }, { keyIdOf }] = await Promise.all([
    import('../../core/database/files.ts'),
    import('../../core/database/history-key.ts'),
  ])
  return { historyFile, historyFilesIn, keyIdOf }
}

async function change(terminal: Terminal, choose: (secrets: SecretStore) => Promise<HistoryKey | null>): Promise<void> {
  const [{ historyFile, historyFilesIn }, { tryUnlock }, { requireHistory }, { createSecretStore }, thread, { encryptionState }] =
    await Promise.all([
      tools(),
      import('../../core/database/unlock.ts'),
      import('../../core/database/data-folder.ts'),
      import('../../core/secrets/keychain-store.ts'),
      import('../../core/maintenance/change-key-thread.ts'),
      import('../../core/api/encryption.ts'),
    ])
  const { dataDir, env, keyEnv } = terminal
  requireHistory(dataDir)
  const secrets = createSecretStore()
  await terminal.unlock(historyFile(dataDir))
  await tryUnlock(historyFilesIn(dataDir), { secrets, env, keyEnv })
  const key = await choose(secrets)
  const changed = await thread.changeKeyInThread({ dataDir, keyId: key?.id ?? null }, (done, total) =>
    terminal.progress(`${done} of ${total} files`),
  )
  const answer: KeyChangeAnswer = { state: encryptionState(historyFile(dataDir)), ...changed }
  await terminal.print(answer, () => changeText(answer))
}

function changeText({ state, changed, left }: KeyChangeAnswer): string {
  const what = state === 'off' ? 'The history and its backups are not encrypted.' : 'The history and its backups are encrypted.'
  return [
    `${what} Files rewritten: ${changed}.`,
    ...(left.length === 0 ? [] : [`Not changed, because they are damaged or their key is unknown: ${left.join(', ')}.`]),
    ...(state === 'off' ? [] : ['Exports and existing copies elsewhere were not changed.']),
  ].join('\n')
}

/** The key of the passphrase in `--key-env`, or of a new recovery key, which is shown and must be typed back. `id` is the key id of a history that has a passphrase. */
async function newKey(terminal: Terminal, secrets: SecretStore, id: string | null): Promise<HistoryKey> {
  const [{ keyFromPassphrase, kindOfKey, newRecoveryKey, parseRecoveryKey }, { storeKey, noKeychain }, { addKeys }] = await Promise.all([
    import('../../core/database/history-key.ts'),
    import('../../core/database/unlock.ts'),
    import('../../core/database/key-ring.ts'),
  ])
  if (terminal.keyEnv !== undefined) {
    const { requireEnvironmentSecret } = await import('../../core/secrets/read-secret.ts')
    const passphrase = requireEnvironmentSecret(terminal.keyEnv, terminal.env)
    if (passphrase.length < shortestPassphrase) throw usageError(`The passphrase must have at least ${shortestPassphrase} characters.`)
    const key = keyFromPassphrase(passphrase, id !== null && kindOfKey(id) === 'passphrase' ? id : null)
    if (key === null) throw usageError('The history is encrypted with another passphrase. To change it, use `rekey`.')
    addKeys([key])
    return key
  }
  const status = await secrets.status()
  if (!status.available) throw noKeychain(status.reason)
  const recoveryKey = newRecoveryKey()
  terminal.noteLines(
    `Recovery key:\n\n  ${recoveryKey}\n\nWith it, you can open the history and its backups on another machine, or if the keychain is lost. It is shown only now. Write it down and keep it away from this machine.`,
  )
  const typed = await terminal.typeLine('Type it to continue:')
  if (typed === null)
    throw usageError('The recovery key must be typed in a terminal. Without a terminal, use a passphrase: --key-env VARIABLE.')
  if (parseRecoveryKey(typed) !== recoveryKey) throw usageError('This is not the recovery key that was shown. Nothing was changed.')
  return storeKey(recoveryKey, secrets)
}

const shortestPassphrase = 12
