/** Notices above every screen: demo data, no keychain. */

import { Link, useNavigate } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { inWindow } from '../../shared/domain/window-words.ts'
import { Icon } from '../components/icon.tsx'
import { useSetting } from '../features/settings/use-setting.ts'
import { useAnswer } from '../lib/query.ts'
import classes from './host-notices.module.css'

/** Shows the tour on Overview again after it was hidden. */
function ShowTour(): ReactElement | null {
  const navigate = useNavigate()
  const { set } = useSetting()
  if (useAnswer('settings.get', {}).data?.demoTour !== false) return null
  const show = (): void => {
    set('demoTour', true)
    void navigate({ to: '/', search: {} })
  }
  return (
    <button type="button" className={classes.action} onClick={show}>
      Show the tour
    </button>
  )
}

export function HostNotices(): ReactElement | null {
  const info = useAnswer('app.info', {})
  const connections = useAnswer('connections.list', {})
  if (!info.data) return null
  // A demo has no real credentials.
  const sessionOnly = info.data.demo ? [] : (connections.data ?? []).filter((each) => each.secret === 'session').map((each) => each.name)
  if (!info.data.demo && (sessionOnly.length === 0 || info.data.keychain.available)) return null
  return (
    <section aria-label="Notices">
      {info.data.demo ? (
        <div className={`${classes.mark} ${classes.demo}`} role="note">
          <span className={classes.tag}>DEMO</span>
          Made-up history from simulated vendors. No figure is real.
          <ShowTour />
        </div>
      ) : null}
      {sessionOnly.length > 0 && !info.data.keychain.available ? (
        <div className={classes.mark} role="note">
          <Icon name="key" size={16} />
          <span>
            {sessionOnly.join(', ')}: the credential is kept in memory until you quit Seatledger
            {info.data.keychain.reason ? ` (${inWindow(info.data.keychain.reason)})` : ''}.{' '}
            <Link to="/settings">Change where it is stored</Link>
          </span>
        </div>
      ) : null}
    </section>
  )
}
