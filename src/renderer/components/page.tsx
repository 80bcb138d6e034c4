/** The layout of a screen: title, subtitle, tools, content. */
import { type ReactElement, type ReactNode, useEffect } from 'react'
import classes from './page.module.css'

interface PageProps {
  title: string
  /** The tenant or month that is shown. */
  subtitle?: ReactNode
  /** Pickers and actions next to the title. */
  tools?: ReactNode
  children: ReactNode
}

/** Sets the window's title to the screen's name, without names of tenants and people, because the browser's history stores titles. */
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
