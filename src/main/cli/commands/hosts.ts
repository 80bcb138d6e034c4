import type { Command } from 'commander'
import type { Check } from '../../core/doctor/check.ts'
import type { Bind } from '../bind.ts'
import { plain } from '../table.ts'
import { wholeNumber } from '../usage.ts'

/** `serve`, `demo`, `doctor`. */
export function addHostCommands(program: Command, bind: Bind): void {
  program
    .command('serve')
    .description('open Seatledger in a browser, on this machine only')
    .option('--port <n>', 'the port (default: any free one)', wholeNumber('--port'))
    .option('--no-open', 'do not open a browser')
    .action(
      bind(async (terminal, options: { port?: number; open: boolean }) => {
        const { serve } = await import('../serve.ts')
        await serve(terminal, options)
      }),
    )

  program
    .command('demo')
    .description('fill an empty data folder with 18 months of made-up history from simulated vendors, or resume an interrupted fill')
    .option('--serve', 'view it in a browser while it fills')
    .option('--port <n>', 'the port (default: any free one)', wholeNumber('--port'))
    .option('--no-open', 'do not open a browser')
    .action(
      bind(async (terminal, options: { serve?: boolean; port?: number; open: boolean }) => {
        const { openDemo } = await import('../open-demo.ts')
        await openDemo(terminal, options)
      }),
    )

  program
    .command('doctor')
    .description('check this machine and show how to fix problems')
    .action(
      bind(async (terminal) => {
        const { runDoctor } = await import('../run-doctor.ts')
        const checks = await runDoctor(terminal)
        await terminal.print({ checks }, () => checksText(checks))
        return checks.every((check) => check.ok || advice.has(check.name)) ? 0 : 1
      }),
    )
}

/** Failed checks of these kinds do not fail the command. */
const advice = new Set(['keychain', 'second copy'])

function checksText(checks: Check[]): string {
  return checks
    .map(({ name, ok, detail, next }) => plain(`${ok ? '✓' : '✗'} ${name}: ${detail}`) + (next === null ? '' : `\n    ${plain(next)}`))
    .join('\n')
}
