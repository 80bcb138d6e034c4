/** Light, dark or as the system; what the window may do by itself. */
import { SegmentedControl, Switch, useMantineColorScheme } from '@mantine/core'
import type { ReactElement } from 'react'
import { Answer } from '../../components/answer.tsx'
import { Panel } from '../../components/panel.tsx'
import { useAnswer, useChange } from '../../lib/query.ts'
import { SettingRow } from './setting-row.tsx'

type Appearance = 'system' | 'light' | 'dark'

export function AppearanceSection(): ReactElement {
  const settings = useAnswer('settings.get', {})
  const info = useAnswer('app.info', {})
  const set = useChange('settings.set')
  const { setColorScheme } = useMantineColorScheme()
  return (
    <Answer of={settings} what="the settings">
      {(value) => (
        <Panel title="Appearance">
          <SettingRow name="Colours" help="Light, dark, or as the system says.">
            <SegmentedControl
              aria-label="Colours"
              fullWidth
              value={value.appearance}
              onChange={(next) => {
                setColorScheme(next === 'system' ? 'auto' : (next as Exclude<Appearance, 'system'>))
                set.mutate({ key: 'appearance', value: next })
              }}
              data={[
                { value: 'system', label: 'System' },
                { value: 'light', label: 'Light' },
                { value: 'dark', label: 'Dark' },
              ]}
            />
          </SettingRow>
          {info.data?.host === 'desktop' ? (
            <>
              <SettingRow
                name="Notifications"
                help="When a month is closed with its change, and when a connection needs someone. Never the same twice."
              >
                <Switch
                  aria-label="Notifications"
                  checked={value.notifications}
                  onChange={(event) => set.mutate({ key: 'notifications', value: event.currentTarget.checked })}
                />
              </SettingRow>
              <SettingRow name="Start at login" help="Starts without a window and collects from the tray.">
                <Switch
                  aria-label="Start at login"
                  checked={value.startAtLogin}
                  onChange={(event) => set.mutate({ key: 'startAtLogin', value: event.currentTarget.checked })}
                />
              </SettingRow>
            </>
          ) : null}
        </Panel>
      )}
    </Answer>
  )
}
