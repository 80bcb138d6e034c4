/** Changes a setting immediately, with a notice that can undo it. */
import { useCallback, useRef } from 'react'
import type { SettingsAnswer } from '../../../shared/contract/app-answers.ts'
import { ask } from '../../lib/api.ts'
import { formatCount } from '../../lib/format.ts'
import { useAnswer } from '../../lib/query.ts'
import { useUndoable } from '../notices/use-undoable.ts'

type Key = keyof SettingsAnswer

/** The notice's text, by setting. */
const wordsOf: { [K in Key]: (value: SettingsAnswer[K]) => string } = {
  timeZone: (zone) => `Months and days are counted in ${zone}.`,
  collectEveryHours: (hours) => `A tenant is due again after ${formatCount(hours, 'hour', 'hours')}.`,
  limitsPerKey: (on) => (on ? 'The vendors’ limits apply to each key separately.' : 'All keys for one address share the vendor’s limit.'),
  backupsKept: (count) => `${formatCount(count, 'backup is', 'backups are')} kept.`,
  appearance: (colours) => (colours === 'system' ? 'Colours follow the system.' : `Colours are ${colours}.`),
  notifications: (on) => `Notifications are ${on ? 'on' : 'off'}.`,
  demoTour: (on) =>
    on ? 'The demo’s tour is shown on Overview.' : 'The demo’s tour is hidden. Choose “Show the tour” above to show it again.',
  startAtLogin: (on) => (on ? 'Seatledger starts at login.' : 'Seatledger does not start at login.'),
}

/** Undo restores the value at the time of the change. Changes before the settings are loaded are ignored. */
export function useSetting(): { set: <K extends Key>(key: K, value: SettingsAnswer[K]) => void; error: Error | null } {
  const settings = useAnswer('settings.get', {}).data
  const before = useRef(settings)
  const change = useUndoable('settings.set', ({ key }, now) => {
    const was = before.current?.[key as Key]
    return { did: didOf(key as Key, now), undo: () => ask('settings.set', { key, value: was }) }
  })
  const { mutate, error } = change
  const set = useCallback(
    <K extends Key>(key: K, value: SettingsAnswer[K]): void => {
      if (settings === undefined || settings[key] === value) return
      before.current = settings
      mutate({ key, value })
    },
    [settings, mutate],
  )
  return { set, error }
}

const didOf = <K extends Key>(key: K, now: SettingsAnswer): string => wordsOf[key](now[key])
