/** A label of one or two words for a state. */
import type { ReactElement, ReactNode } from 'react'
import { Icon, type IconName } from './icon.tsx'
import classes from './tag.module.css'

interface TagProps {
  tone?: 'plain' | 'warn' | 'bad' | 'good'
  icon?: IconName
  title?: string
  children: ReactNode
}

export function Tag({ tone = 'plain', icon, title, children }: TagProps): ReactElement {
  return (
    <span className={`${classes.tag} ${tone === 'plain' ? '' : classes[tone]}`} title={title}>
      {icon ? <Icon name={icon} size={12} /> : null}
      <span className={classes.words}>{children}</span>
    </span>
  )
}
