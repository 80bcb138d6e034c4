/** Colour scheme, and what the desktop app does in the background. */
import { SegmentedControl, Switch } from '@mantine/core'
import type { ReactElement } from 'react'
import { Answer } from '../../components/answer.tsx'
import { Problem } from '../../components/check-result.tsx'
import { Panel } from '../../components/panel.tsx'
import { useAnswer } from '../../lib/query.ts'
import { SettingRow } from './setting-row.tsx'
import { useSetting } from './use-setting.ts'

export function AppearanceSection(): ReactElement {
  const settings = useAnswer('settings.get', {})
  const info = useAnswer('app.info', {})
  const { set, error } = useSetting()
  return (
    <Answer of={settings} what="the settings">
      {(value) => (
        <Panel title="Appearance">
          <SettingRow name="Colours" help="Light, dark, or the system’s setting.">
            <SegmentedControl
              aria-label="Colours"
              fullWidth
              value={value.appearance}
              onChange={(next) => set('appearance', next)}
              data={[
                { value: 'system', label: 'System' },
                { value: 'light', label: 'Light' },
                { value: 'dark', label: 'Dark' },
              ]}
            />
          </SettingRow>
          {info.data?.host === 'desktop' ? (
            <>
              <SettingRow name="Notifications" help="Shown once, when a month is over and when a connection needs attention.">
                <Switch
                  aria-label="Notifications"
                  checked={value.notifications}
                  onChange={(event) => set('notifications', event.currentTarget.checked)}
                />
              </SettingRow>
              <SettingRow name="Start at login" help="Starts in the tray, without a window.">
                <Switch
                  aria-label="Start at login"
                  checked={value.startAtLogin}
                  onChange={(event) => set('startAtLogin', event.currentTarget.checked)}
                />
              </SettingRow>
            </>
          ) : null}
          {error ? <Problem error={error} /> : null}
        </Panel>
      )}
    </Answer>
  )
}
