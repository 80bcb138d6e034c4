import type { Command } from 'commander'
import type { SettingsAnswer } from '../../../shared/contract/app-answers.ts'
import type { Bind } from '../bind.ts'
import { show } from '../show.ts'
import { facts } from '../table.ts'
import { usageError } from '../usage.ts'

/** `settings`, `settings get`, `settings set`. */
export function addSettingCommands(program: Command, bind: Bind): void {
  const settings = program
    .command('settings')
    .description('show the settings')
    .action(bind((terminal) => show(terminal, 'settings.get', {}, settingsText)))

  settings
    .command('get')
    .description('show one setting')
    .argument('<key>', 'such as timeZone')
    .action(
      bind(async (terminal, key: string) => {
        const values = await terminal.ask('settings.get', {})
        if (!Object.hasOwn(values, key)) throw usageError(`There is no setting "${key}". Settings are: ${Object.keys(values).join(', ')}.`)
        const value = values[key as keyof SettingsAnswer]
        await terminal.print({ [key]: value }, () => String(value))
      }),
    )

  settings
    .command('set')
    .description('change a setting')
    .argument('<key>', 'such as timeZone')
    .argument('<value>', 'such as Europe/Berlin')
    .action(bind((terminal, key: string, text: string) => show(terminal, 'settings.set', { key, value: valueIn(text) }, settingsText)))
}

/** Parses numbers and booleans; everything else stays text. */
function valueIn(text: string): string | number | boolean {
  if (text === 'true' || text === 'false') return text === 'true'
  return /^-?\d+(\.\d+)?$/.test(text) ? Number(text) : text
}

function settingsText(values: SettingsAnswer): string {
  return facts(Object.entries(values))
}
