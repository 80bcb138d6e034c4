/** A small question mark: what a figure means, and its rule. Opens by click or key, so that its text can be read and copied. */
import { Popover } from '@mantine/core'
import type { ReactElement, ReactNode } from 'react'
import classes from './help-tip.module.css'
import { Icon } from './icon.tsx'

interface HelpTipProps {
  /** What is explained: "Reported". */
  about: string
  children: ReactNode
}

export function HelpTip({ about, children }: HelpTipProps): ReactElement {
  return (
    <Popover position="bottom-start" width={340} trapFocus={false} returnFocus>
      <Popover.Target>
        <button type="button" className={classes.button} aria-label={`What does “${about}” mean?`}>
          <Icon name="help" size={15} />
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={about}>
        <div className={classes.text}>{children}</div>
      </Popover.Dropdown>
    </Popover>
  )
}
