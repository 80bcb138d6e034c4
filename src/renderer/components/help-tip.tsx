/** A small question mark: what a figure means, and its rule. Opens by click or key, so that its text can be read and copied. */
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
  // A screen has a dozen of them, and what opens is dear to keep at hand: it is made for the one that is asked.
  const [asked, setAsked] = useState(false)
  const [opened, setOpened] = useState(false)
  // Opens a moment after it was made, so that it knows where the focus is to return to.
  useEffect(() => setOpened(asked), [asked])
  const mark = (
    <button
      type="button"
      className={classes.button}
      aria-label={`What does “${about}” mean?`}
      aria-haspopup="dialog"
      aria-expanded={opened}
      // biome-ignore lint/a11y/noAutofocus: the mark that was asked gives way to its like, and the focus stays where it was
      autoFocus={asked}
      onClick={() => (asked ? setOpened(!opened) : setAsked(true))}
    >
      <Icon name="help" size={15} />
    </button>
  )
  if (!asked) return mark
  return (
    <Popover position="bottom-start" width={340} opened={opened} onChange={setOpened} trapFocus returnFocus>
      <Popover.Target>{mark}</Popover.Target>
      <Popover.Dropdown aria-label={about}>
        <div className={classes.text}>{children}</div>
      </Popover.Dropdown>
    </Popover>
  )
}
