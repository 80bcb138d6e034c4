/** The welcome of an empty history: add a connection, or open the demo. */
import { Link } from '@tanstack/react-router'
import { type ReactElement, useEffect } from 'react'
import { BrandMark, Icon } from '../../components/icon.tsx'
import classes from './connect.module.css'
import { DemoChoice } from './demo-choice.tsx'

export function Welcome(): ReactElement {
  useEffect(() => {
    document.title = 'Welcome – Seatledger'
  }, [])
  return (
    <div className={classes.welcome} style={{ paddingInline: 'var(--sl-space-5)' }}>
      <header className={classes.hero}>
        <BrandMark size={48} />
        <h1>Why did the licence bill change?</h1>
        <p>
          Every day, Seatledger collects what your vendors report as billable and keeps it on this machine. You can compare any two months
          and trace every figure to the vendor’s report.
        </p>
      </header>
      <div className={classes.choices}>
        <Link to="/connect" search={{ tab: 'petra' }} className={classes.choice}>
          <span className={classes.choiceIcon}>
            <Icon name="key" size={20} />
          </span>
          <strong>Connect Petra Security</strong>
          <span>With an API key: billable users and their licences for every tenant of your organisation.</span>
        </Link>
        <Link to="/connect" search={{ tab: 'genesys' }} className={classes.choice}>
          <span className={classes.choiceIcon}>
            <Icon name="usage" size={20} />
          </span>
          <strong>Connect Genesys Cloud</strong>
          <span>With an OAuth client: your own organisation’s usage, or your customers’ used against committed.</span>
        </Link>
        <DemoChoice />
      </div>
      <ul className={classes.facts}>
        <li>
          <Icon name="evidence" size={17} />
          Every figure links to its snapshot, and every snapshot can be verified.
        </li>
        <li>
          <Icon name="key" size={17} />
          Credentials are stored in the system’s keychain. People’s names stay on this machine.
        </li>
        <li>
          <Icon name="gap" size={17} />A month without data is shown as a gap, never as zero.
        </li>
      </ul>
    </div>
  )
}
