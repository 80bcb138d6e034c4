/** The frame around every screen: rail, notices, content, evidence drawer, command palette. */
import { spotlight } from '@mantine/spotlight'
import { Link, Outlet } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { BrandMark, Icon } from '../components/icon.tsx'
import { screens } from '../components/screens.ts'
import { AsOfBar } from '../features/as-of/as-of-bar.tsx'
import { openAsOf } from '../features/as-of/as-of-open.ts'
import { EvidenceDrawer } from '../features/evidence/evidence-drawer.tsx'
import { Notices } from '../features/notices/notices.tsx'
import { CommandPalette } from '../features/palette/command-palette.tsx'
import { type Address, keptTenantAndMonth } from '../lib/address.ts'
import { useHistoryChanges } from '../lib/query.ts'
import { CollectStatus } from './collect-status.tsx'
import classes from './frame.module.css'
import { HostNotices } from './host-notices.tsx'
import { Locked, useIsLocked } from './locked.tsx'
import { useAppearance } from './use-appearance.ts'
import { useAttentionCount } from './use-attention.ts'
import { usePreloading } from './use-preloading.ts'
import { useScreenKeys } from './use-screen-keys.ts'

const isMac = navigator.platform.startsWith('Mac')

export function Frame(): ReactElement {
  useHistoryChanges()
  useAppearance()
  useScreenKeys()
  usePreloading()
  const attention = useAttentionCount()
  if (useIsLocked()) return <Locked />
  return (
    <div className={classes.frame}>
      <button type="button" className={classes.skip} onClick={focusContent}>
        Skip to the content
      </button>
      <aside className={classes.rail}>
        <Link to="/" search={{}} className={classes.brand} aria-label="Seatledger, to the overview">
          <BrandMark />
          <span className={classes.railText}>Seatledger</span>
        </Link>
        <button type="button" className={classes.searchButton} onClick={spotlight.open} aria-keyshortcuts={isMac ? 'Meta+K' : 'Control+K'}>
          <Icon name="search" size={15} />
          <span className={classes.railText}>Search</span>
          <kbd className={classes.kbd}>{isMac ? '⌘K' : 'Ctrl K'}</kbd>
        </button>
        <nav className={classes.nav} aria-label="Screens">
          {screens.map((screen) => (
            <Link
              key={screen.path}
              to={screen.path}
              search={(before: Address) => keptTenantAndMonth(before)}
              activeOptions={{ exact: screen.path === '/', includeSearch: false }}
              className={screen.path === '/activity' ? `${classes.navLink} ${classes.navApart}` : classes.navLink}
              title={screen.title}
            >
              <Icon name={screen.icon} />
              <span className={classes.railText}>{screen.title}</span>
              {screen.path === '/activity' && attention > 0 ? (
                <span className={classes.badge} title={`${attention} need attention`}>
                  {attention}
                  <span className="visually-hidden"> need attention</span>
                </span>
              ) : null}
            </Link>
          ))}
        </nav>
        <button type="button" className={`${classes.navLink} ${classes.asOf}`} onClick={openAsOf} title="As known on an earlier day">
          <Icon name="clock" />
          <span className={classes.railText}>As known on …</span>
        </button>
        <CollectStatus />
      </aside>
      <div className={classes.main}>
        <AsOfBar />
        <HostNotices />
        <main id="content" className={classes.content} tabIndex={-1}>
          <Outlet />
        </main>
      </div>
      <EvidenceDrawer />
      <CommandPalette />
      <Notices />
    </div>
  )
}

function focusContent(): void {
  // Not a link: the router uses the fragment.
  document.getElementById('content')?.focus()
}
