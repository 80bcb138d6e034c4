/** How often vendors are requested, and the reporting time zone. */
import { Select, Switch } from '@mantine/core'
import type { ReactElement } from 'react'
import { Answer } from '../../components/answer.tsx'
import { Problem } from '../../components/check-result.tsx'
import { Panel } from '../../components/panel.tsx'
import { useAnswer } from '../../lib/query.ts'
import { NumberSetting } from './number-setting.tsx'
import { SettingRow } from './setting-row.tsx'
import { useSetting } from './use-setting.ts'

const timeZones = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])]

export function CollectingSection(): ReactElement {
  const settings = useAnswer('settings.get', {})
  const { set, error } = useSetting()
  return (
    <Answer of={settings} what="the settings">
      {(value) => (
        <>
          <Panel title="Collecting and time">
            <SettingRow
              name="Reporting time zone"
              help="Months and days follow this time zone. Changing it can move a snapshot to another month."
            >
              <Select
                aria-label="Reporting time zone"
                data={timeZones.includes(value.timeZone) ? timeZones : [value.timeZone, ...timeZones]}
                value={value.timeZone}
                searchable
                onChange={(next) => next && set('timeZone', next)}
              />
            </SettingRow>
            <SettingRow
              name="Collect again after"
              help="Hours until a tenant is due again. The vendors’ rate limits always apply. Month-ends are collected as late as possible."
            >
              <NumberSetting
                label="Collect again after, in hours"
                value={value.collectEveryHours}
                min={1}
                max={168}
                suffix=" h"
                onChange={(next) => set('collectEveryHours', next)}
              />
            </SettingRow>
            <SettingRow
              name="Limits count per key"
              help="Off (safe): all keys for one address share the vendor’s limit. On: each key has its own. Turn it on only if the vendor confirms this."
            >
              <Switch
                aria-label="Limits count per key"
                checked={value.limitsPerKey}
                onChange={(event) => set('limitsPerKey', event.currentTarget.checked)}
              />
            </SettingRow>
            <SettingRow name="Backups kept" help="A checked backup is made daily and before each migration. Older backups are removed.">
              <NumberSetting
                label="Backups kept"
                value={value.backupsKept}
                min={1}
                max={100}
                onChange={(next) => set('backupsKept', next)}
              />
            </SettingRow>
          </Panel>
          {error ? <Problem error={error} /> : null}
        </>
      )}
    </Answer>
  )
}
