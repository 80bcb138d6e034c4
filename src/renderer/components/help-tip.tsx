/** A help button that explains a figure. It opens on click, not on hover, so that its text can be copied. */
import { Popover } from '@mantine/core'
import { type ReactElement, type ReactNode, useEffect, useState } from 'react'
import classes from './help-tip.module.css'
import { Icon } from './icon.tsx'

interface HelpTipProps {
  /** What is explained: "Reported". */
  about: string
  children: ReactNode
}

export function HelpTip({ about, children }: HelpTipProps): ReactElement {
  // A screen has a dozen of these, and mounting a popover is slow, so it is mounted on the first click.
  const [mounted, setMounted] = useState(false)
  const [opened, setOpened] = useState(false)
  // Opened one render after mounting, so that the focus can return to the button.
  useEffect(() => setOpened(mounted), [mounted])
  const button = (
    <button
      type="button"
      className={classes.button}
      aria-label={`What does “${about}” mean?`}
      aria-haspopup="dialog"
      aria-expanded={opened}
      // biome-ignore lint/a11y/noAutofocus: the button is replaced by the one inside the popover target and must keep the focus
      autoFocus={mounted}
      onClick={() => (mounted ? setOpened(!opened) : setMounted(true))}
    >
      <Icon name="help" size={15} />
    </button>
  )
  if (!mounted) return button
  return (
    <Popover position="bottom-start" width={340} opened={opened} onChange={setOpened} trapFocus returnFocus>
      <Popover.Target>{button}</Popover.Target>
      <Popover.Dropdown aria-label={about}>
        <div className={classes.text}>{children}</div>
      </Popover.Dropdown>
    </Popover>
  )
}
