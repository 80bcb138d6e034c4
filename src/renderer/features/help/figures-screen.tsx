/** The screen "How figures are calculated", with all rules that help texts link to. */
import { Link } from '@tanstack/react-router'
import { type ReactElement, useEffect, useRef } from 'react'
import { Page } from '../../components/page.tsx'
import { Panel } from '../../components/panel.tsx'
import { figureRules } from '../../lib/figure-rules.ts'
import { useAddress } from '../../lib/use-address.ts'
import classes from './help.module.css'

export function FiguresScreen(): ReactElement {
  const [address] = useAddress()
  const target = useRef<HTMLDivElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: also scrolls when the address changes to another rule
  useEffect(() => {
    // After the router has scrolled the new screen to the top.
    const timer = setTimeout(() => {
      target.current?.scrollIntoView({ block: 'start' })
      target.current?.focus({ preventScroll: true })
    }, 60)
    return () => clearTimeout(timer)
  }, [address.tab])
  return (
    <Page title="How figures are calculated" subtitle="all rules">
      <div className={classes.layout}>
        <nav aria-label="Rules" className={classes.contents}>
          {figureRules.map((rule) => (
            <Link key={rule.id} to="/figures" search={{ tab: rule.id }}>
              {rule.title}
            </Link>
          ))}
        </nav>
        <div className={classes.rules}>
          {figureRules.map((rule) => (
            <div
              key={rule.id}
              ref={rule.id === address.tab ? target : undefined}
              tabIndex={-1}
              className={classes.rule}
              data-asked={rule.id === address.tab}
            >
              <Panel title={rule.title}>
                {rule.text.map((paragraph) => (
                  <p key={paragraph} className={classes.text}>
                    {paragraph}
                  </p>
                ))}
              </Panel>
            </div>
          ))}
        </div>
      </div>
    </Page>
  )
}
