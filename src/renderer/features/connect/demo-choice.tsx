/** Opening the demo: how, in the host that this page has. */
import type { ReactElement } from 'react'
import { Icon } from '../../components/icon.tsx'
import classes from './connect.module.css'

export function DemoChoice(): ReactElement {
  return (
    <div className={classes.choice} style={{ cursor: 'default' }}>
      <span className={classes.choiceIcon}>
        <Icon name="trends" size={20} />
      </span>
      <strong>Look at the demo first</strong>
      <span>
        Eighteen months of made-up history, marked as a demo on every screen. In a terminal:{' '}
        <code className={classes.inlineCode}>seatledger demo --serve</code>
      </span>
    </div>
  )
}
