/** The commander program: every command, the global options, and the text of usage errors. */
import { Command, CommanderError } from 'commander'
import type { Bind } from './bind.ts'
import { addAttentionCommands } from './commands/attention.ts'
import { addBackupCommands } from './commands/backups.ts'
import { addCloseCommand } from './commands/close.ts'
import { addCollectCommands } from './commands/collect.ts'
import { addConnectionCommands } from './commands/connections.ts'
import { addDataCommands } from './commands/data.ts'
import { addEncryptionCommands } from './commands/encryption.ts'
import { addExportCommand } from './commands/export.ts'
import { addForecastCommand } from './commands/forecast.ts'
import { addHistoryCommands } from './commands/history.ts'
import { addHostCommands } from './commands/hosts.ts'
import { addMappingCommands } from './commands/mapping.ts'
import { addMonthCommands } from './commands/month.ts'
import { addReconcileCommands } from './commands/reconcile.ts'
import { addReportCommands } from './commands/reports.ts'
import { addRuleCommands } from './commands/rules.ts'
import { addServiceCommands } from './commands/service.ts'
import { addSettingCommands } from './commands/settings.ts'
import { addTeamCommands } from './commands/team.ts'
import { addTenantCommands } from './commands/tenants.ts'

/** The whole command line. `bind` runs an action and stores its exit code. */
export function createProgram(bind: Bind, version: string): Command {
  const program = new Command('seatledger')
    .description('Keeps the history of billable licences that vendors do not keep, on your own machine.')
    .version(version, '-V, --version')
    .option('--data-dir <folder>', 'the data folder (or SEATLEDGER_DATA_DIR)')
    .option('--key-env <variable>', 'the environment variable with the passphrase or recovery key of an encrypted history')
    .option('--json', 'print one JSON document on standard output and nothing else')
    .configureHelp({ showGlobalOptions: true, sortSubcommands: false })
  const groups = [
    addConnectionCommands,
    addTenantCommands,
    addCollectCommands,
    addHistoryCommands,
    addReportCommands,
    addAttentionCommands,
    addForecastCommand,
    addMonthCommands,
    addReconcileCommands,
    addMappingCommands,
    addServiceCommands,
    addCloseCommand,
    addExportCommand,
    addRuleCommands,
    addSettingCommands,
    addBackupCommands,
    addDataCommands,
    addEncryptionCommands,
    addTeamCommands,
    addHostCommands,
  ]
  for (const add of groups) add(program, bind)
  return program
}

/** A usage error's text without commander's prefix; null when help or the version was requested. */
export function usageErrorText(error: unknown): string | null {
  if (!(error instanceof CommanderError) || error.exitCode === 0) return null
  return error.message.replace(/^error: /, '')
}
