/** One screen: its title, what it shows, its tools, its content. */
import { type ReactElement, type ReactNode, useEffect } from 'react'
import classes from './page.module.css'

interface PageProps {
  title: string
  /** What is shown, in a few words. */
  subtitle?: ReactNode
  /** Pickers and actions at the end of the title line. */
  tools?: ReactNode
  children: ReactNode
}

/** The window's title names the screen only: no tenant, no person. */
export function Page({ title, subtitle, tools, children }: PageProps): ReactElement {
  useEffect(() => {
    document.title = `${title} – Seatledger`
  }, [title])
  return (
    <div className={classes.page}>
      <header className={classes.header}>
        <div className={classes.titles}>
          <h1 className={classes.title}>{title}</h1>
          {subtitle ? <p className={classes.subtitle}>{subtitle}</p> : null}
        </div>
        {tools ? <div className={classes.tools}>{tools}</div> : null}
      </header>
      {children}
    </div>
  )
}
