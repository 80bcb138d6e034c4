import type { Command } from 'commander'
import type { BackupAnswer, SecondFolderAnswer } from '../../../shared/contract/maintenance-answers.ts'
import type { ReadDb } from '../../core/database/db.ts'
import type { MissingSince } from '../../core/maintenance/restore-newest.ts'
import type { Bind } from '../bind.ts'
import { show } from '../show.ts'
import { table, time } from '../table.ts'
import type { Terminal } from '../terminal.ts'
import { usageError } from '../usage.ts'

/** `backups`, `backup`, `restore`. */
export function addBackupCommands(program: Command, bind: Bind): void {
  const backups = program
    .command('backups')
    .description('list the automatic backups and the second folder')
    .action(
      bind(async (terminal) => {
        const [list, second] = await Promise.all([terminal.ask('backups.list', {}), terminal.ask('backups.second', {})])
        await terminal.print({ backups: list, second }, () => [listText(list), secondText(second)].join('\n\n'))
      }),
    )

  backups
    .command('folder')
    .description(
      'set a second folder, preferably on another disk, on a share, or in a synchronised folder; backups are copied to it and compared',
    )
    .argument('[folder]', 'an existing folder')
    .option('--none', 'stop using a second folder; its files are kept')
    .action(
      bind(async (terminal, folder: string | undefined, { none }: { none?: boolean }) => {
        if ((folder === undefined) === (none === undefined)) throw usageError('Pass either a folder or --none.')
        const [{ setSecondFolder }, { systemClock }] = await Promise.all([
          import('../../core/api/second-folder-handlers.ts'),
          import('../../core/base/clock.ts'),
        ])
        const { reader, writer } = await terminal.app()
        const deps = { dataDir: terminal.dataDir, clock: systemClock, reader, writer }
        const answer = await setSecondFolder(deps, folder ?? null, terminal.signal)
        await terminal.print(answer, () => secondText(answer))
      }),
    )

  backups
    .command('copy')
    .description('copy missing backups to the second folder')
    .action(bind((terminal) => show(terminal, 'backups.copySecond', {}, secondText)))

  backups
    .command('check')
    .description('read every backup and every copy in the second folder completely')
    .action(
      bind(async (terminal) => {
        const answer = await checkAll(terminal)
        await terminal.print(answer, () =>
          answer.damaged.length === 0 ? `Intact: ${answer.checked} files.` : `Damaged: ${answer.damaged.join(', ')}.`,
        )
        return answer.damaged.length === 0 ? 0 : 1
      }),
    )

  program
    .command('backup')
    .description('copy the history to a file and check the copy')
    .argument('<file>', 'the file to write')
    .action(
      bind(async (terminal, file: string) => {
        const { saveBackup } = await import('../../core/maintenance/backup.ts')
        const { resolve } = await import('node:path')
        const answer = await saveBackup((await terminal.app()).reader, resolve(file))
        await terminal.print(answer, () => `The history is in ${answer.file}, ${answer.bytes} bytes.`)
      }),
    )

  program
    .command('restore')
    .description(
      'replace the history with a backup; checks it first, keeps the replaced history, and lists what is missing from the backup',
    )
    .argument('[file]', 'a backup')
    .option('--newest', 'the newest automatic backup that passes its check')
    .action(
      bind(async (terminal, file: string | undefined, { newest }: { newest?: boolean }) => {
        if ((file === undefined) === (newest === undefined)) throw usageError('Pass either a file or --newest.')
        await restore(terminal, file ?? null)
      }),
    )
}

async function restore(terminal: Terminal, given: string | null): Promise<void> {
  const [{ restoreHistory }, { newestSoundBackup, missingSince }, { historyFile, historyFilesIn }, { openReader }, { resolve }] =
    await Promise.all([
      import('../../core/maintenance/restore.ts'),
      import('../../core/maintenance/restore-newest.ts'),
      import('../../core/database/files.ts'),
      import('../../core/maintenance/open.ts'),
      import('node:path'),
    ])
  const { dataDir } = terminal
  const files = given === null ? historyFilesIn(dataDir) : [resolve(given)]
  for (const each of [...files, historyFile(dataDir)]) await terminal.unlock(each)
  const { file, skipped } = given === null ? newestSoundBackup(dataDir, Date.now()) : { file: resolve(given), skipped: [] }
  const answer = await restoreHistory(dataDir, file, Date.now())
  const reader = openReader(dataDir)
  try {
    const credentials = await withoutCredential(terminal, reader)
    const missing = missingSince(dataDir, reader, answer.replaced)
    await terminal.print({ ...answer, file, skipped, withoutCredential: credentials, missing }, () =>
      [
        `Restored: ${answer.snapshots} snapshots, from ${file}.`,
        ...(skipped.length === 0 ? [] : [`Damaged and not changed: ${skipped.join(', ')}.`]),
        ...(missing === null ? [] : missingLines(missing)),
        ...(answer.replaced === null ? [] : [`The replaced history is kept as ${answer.replaced} in ${dataDir}.`]),
        ...(credentials.length === 0
          ? []
          : [`Backups do not contain credentials. Enter those of: ${credentials.join(', ')} (seatledger credential NAME).`]),
      ].join('\n'),
    )
  } finally {
    reader.sqlite.close()
  }
}

const linesShown = 50

function missingLines({ from, until, file, snapshots }: MissingSince): string[] {
  const span = `between ${time(from) ?? 'the beginning'} and ${time(until)}`
  if (snapshots === null) return [`What was collected ${span} is missing from the backup. ${file} cannot be read; it is kept.`]
  if (snapshots.length === 0) return [`The backup contains everything that can be read in ${file}.`]
  const shown = snapshots.slice(-linesShown).map(({ tenant, dataset, at }) => `  ${time(at)}  ${tenant}  ${dataset}`)
  return [
    `${snapshots.length} snapshots collected ${span} are missing from the backup. They can still be read in ${file}.`,
    ...(shown.length < snapshots.length ? [`The newest ${shown.length}:`] : []),
    ...shown,
  ]
}

/** Names of connections whose credential is not on this machine. */
async function withoutCredential({ env }: Terminal, reader: ReadDb): Promise<string[]> {
  const [{ connectionsWithoutCredential }, { createSecretStore }] = await Promise.all([
    import('../../core/connections/connections-without-credential.ts'),
    import('../../core/secrets/keychain-store.ts'),
  ])
  return connectionsWithoutCredential(reader, { secrets: createSecretStore(), env })
}

async function checkAll(terminal: Terminal): Promise<{ checked: number; damaged: string[] }> {
  const [{ join }, { backupFiles, backupsFolder }, { readSetting }, { backupsInSecondFolder }, { isSoundBackup }] = await Promise.all([
    import('node:path'),
    import('../../core/database/files.ts'),
    import('../../core/settings/settings.ts'),
    import('../../core/maintenance/second-folder.ts'),
    import('../../core/maintenance/check-backup.ts'),
  ])
  const { dataDir } = terminal
  const { reader } = await terminal.app()
  const second = readSetting(reader, 'secondBackups')
  const files = [
    ...backupFiles(dataDir).map((name) => join(backupsFolder(dataDir), name)),
    ...(second === null ? [] : (await backupsInSecondFolder(second)).map((name) => join(second.folder, name))),
  ]
  for (const file of files) await terminal.unlock(file)
  const damaged = files.filter((file) => !isSoundBackup(file))
  return { checked: files.length, damaged }
}

function listText(list: BackupAnswer[]): string {
  if (list.length === 0) return 'No automatic backup yet. The first is made within a day.'
  return table(
    ['made', 'file', 'bytes'],
    list.map(({ at, name, bytes }) => [time(at), name, bytes]),
    '',
  )
}

function secondText({ state, name, sameDisk, copies, newest }: SecondFolderAnswer): string {
  if (state === 'none')
    return 'Every backup is on the same disk as the history. Choose a second folder on another disk or a share: seatledger backups folder FOLDER.'
  const where = `Second folder ${name}: `
  if (state === 'gone') return `${where}not available. Connect its disk or share, or choose another folder.`
  const held = `${copies} ${copies === 1 ? 'copy' : 'copies'}${newest === null ? '' : `, newest ${newest}`}`
  const disk = sameDisk
    ? ' The folder is on the same disk as the history. It protects against a failing disk only if another program synchronises it.'
    : ''
  return `${where}${held}.${state === 'behind' ? ' The newest backup is missing. Copy it: seatledger backups copy.' : ''}${disk}`
}
