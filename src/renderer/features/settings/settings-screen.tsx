/** The settings; the address contains the section. */
import type { ReactElement } from 'react'
import { Page } from '../../components/page.tsx'
import { useAddress } from '../../lib/use-address.ts'
import { AboutSection } from './about-section.tsx'
import { AppearanceSection } from './appearance-section.tsx'
import { CollectingSection } from './collecting-section.tsx'
import { ConnectionsSection } from './connections-section.tsx'
import { HistorySection } from './history-section.tsx'
import { RulesSection } from './rules-section.tsx'
import classes from './settings.module.css'
import { TeamSection } from './team-section.tsx'
import { TenantsSection } from './tenants-section.tsx'

const sections = [
  { id: 'connections', title: 'Connections', view: ConnectionsSection },
  { id: 'tenants', title: 'Tenants', view: TenantsSection },
  { id: 'collecting', title: 'Collecting and time', view: CollectingSection },
  { id: 'prices', title: 'Prices and rules', view: RulesSection },
  { id: 'history', title: 'History', view: HistorySection },
  { id: 'team', title: 'Team', view: TeamSection },
  { id: 'appearance', title: 'Appearance', view: AppearanceSection },
  { id: 'about', title: 'About', view: AboutSection },
] as const

export function SettingsScreen(): ReactElement {
  const [address, change] = useAddress()
  const current = sections.find((each) => each.id === address.tab) ?? sections[0]
  return (
    <Page title="Settings">
      <div className={classes.layout}>
        <nav className={classes.sections} aria-label="Sections of settings">
          {sections.map((each) => (
            <button
              key={each.id}
              type="button"
              className={classes.section}
              aria-current={each.id === current.id}
              onClick={() => change({ tab: each.id })}
            >
              {each.title}
            </button>
          ))}
        </nav>
        <div className="stack">
          <current.view />
        </div>
      </div>
    </Page>
  )
}
