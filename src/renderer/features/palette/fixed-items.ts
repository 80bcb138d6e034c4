/** The palette's screens and actions, with further words that find them. */
import type { IconName } from '../../components/icon.tsx'
import { screens } from '../../components/screens.ts'
import type { PaletteItem } from './palette-items.ts'

/** Words for a screen, by its path. */
const screenWords: Record<string, string> = {
  '/': 'dashboard summary month-end close closing bill cost forecast key figures',
  '/trends': 'chart graph history over time cost bill compare last year',
  '/changes': 'difference added removed joiners leavers new left why bridge waterfall compare approve',
  '/licences': 'seats assigned sku price cost holders combinations overlaps disabled unused',
  '/people': 'person user users who timeline account sign-in name',
  '/usage': 'genesys overage over commitment committed allowance charges contract',
  '/reconcile': 'invoice invoiced billed psa variance compare',
  '/activity': 'collect runs queue errors snapshots import earlier months backfill evidence',
  '/settings': 'connections credentials tenants prices rules time zone backup restore delete appearance colours',
}

export interface PaletteActions {
  go: (path: string, search?: Record<string, unknown>) => void
  collect: (due: boolean) => void
  appearance: (colours: 'light' | 'dark' | 'system') => void
  exportMonth: (month: string) => void
  asOf: () => void
}

interface PaletteMonths {
  /** The month that is shown, with its name; null if there are no figures. */
  shown: { month: string; name: string } | null
  /** The newest month that is over. */
  over: { month: string; name: string } | null
}

export function fixedItems({ go, collect, appearance, exportMonth, asOf }: PaletteActions, { shown, over }: PaletteMonths): PaletteItem[] {
  const action = (id: string, icon: IconName, name: string, words: string, run: () => void): PaletteItem => ({
    id,
    group: 'Actions',
    icon,
    name,
    words,
    run,
  })
  return [
    ...screens.map((each) => ({
      id: each.path,
      group: 'Screens' as const,
      icon: each.icon,
      name: each.title,
      detail: `Alt ${each.key}`,
      words: screenWords[each.path] ?? '',
      run: () => go(each.path),
    })),
    {
      id: 'attention',
      group: 'Screens',
      icon: 'warning',
      name: 'Costs to check',
      words: 'save savings waste disabled overlap overlapping unused overage cost attention mute',
      run: () => go('/attention'),
    },
    action('as-of', 'clock', 'As known on an earlier day', 'time scrubber past history date then back as of day', asOf),
    action('collect', 'refresh', 'Collect now', 'refresh update fetch sync', () => collect(false)),
    action('collect-due', 'refresh', 'Collect what is due', 'refresh update fetch sync', () => collect(true)),
    ...(shown === null
      ? []
      : [
          action('export', 'export', `Export the workbook of ${shown.name}`, 'excel xlsx spreadsheet report download month', () =>
            exportMonth(shown.month),
          ),
        ]),
    ...(over === null
      ? []
      : [
          action('approve', 'check', `Approve ${over.name}`, 'sign off freeze month', () => go('/changes', { month: over.month })),
          action('close', 'check', `Close ${over.name}`, 'closing month-end checklist hand over', () => go('/', { month: over.month })),
        ]),
    action('prices', 'settings', 'Set prices', 'price cost unit licence currency', () => go('/settings', { tab: 'prices' })),
    action('bring-in', 'reconcile', 'Import an invoice', 'import upload csv xlsx billed compare', () =>
      go('/reconcile', { tab: 'bring-in' }),
    ),
    action('import', 'refresh', 'Import earlier months', 'backfill history past fetch', () => go('/activity', {})),
    action('connect', 'plus', 'Add a connection', 'petra genesys key credential vendor', () => go('/connect', {})),
    action('backup', 'copy', 'Back up the history', 'backup restore copy', () => go('/settings', { tab: 'history' })),
    action('figures', 'help', 'How figures are calculated', 'help rules definitions meaning', () => go('/figures', {})),
    action('light', 'sun', 'Light colours', 'theme appearance', () => appearance('light')),
    action('dark', 'moon', 'Dark colours', 'theme appearance night', () => appearance('dark')),
    action('system', 'system', 'System colours', 'theme appearance', () => appearance('system')),
  ]
}
