/** Opens the demo: 18 months of made-up history, filled in the background. */
import type { ReactElement } from 'react'
import { Icon } from '../../components/icon.tsx'
import { useChange } from '../../lib/query.ts'
import classes from './connect.module.css'

export function DemoChoice(): ReactElement {
  const open = useChange('demo.open')
  return (
    <button type="button" className={classes.choice} disabled={open.isPending} onClick={() => open.mutate({})}>
      <span className={classes.choiceIcon}>
        <Icon name="trends" size={20} />
      </span>
      <strong>{open.isPending ? 'Making the demo…' : 'Look at the demo first'}</strong>
      <span role={open.error ? 'alert' : undefined}>
        {open.error
          ? open.error.message
          : '18 months of made-up history from two vendors, marked as a demo on every screen and stored separately from your own data.'}
      </span>
    </button>
  )
}
