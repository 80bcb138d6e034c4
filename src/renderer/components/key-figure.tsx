/** A key figure with its change, its state and a link to its evidence. */
import type { ReactElement, ReactNode } from 'react'
import type { FigureName } from '../../shared/contract/figure-answers.ts'
import { formatMoney, formatQuantity } from '../lib/format.ts'
import { Delta } from './delta.tsx'
import { EvidenceLink, PartsLink } from './evidence-link.tsx'
import { HelpTip } from './help-tip.tsx'
import classes from './key-figure.module.css'

interface KeyFigureProps {
  label: string
  /** Null is shown as a gap. */
  value: number | string | null
  /** Set for money. */
  currency?: string | null
  /** The change since an earlier month. */
  delta?: number | string | null
  since?: ReactNode
  /** A remark below the figure about what it leaves out. */
  note?: ReactNode
  /** "projected", "settled", "5 of 7 tenants". */
  state?: ReactNode
  help?: ReactNode
  snapshotId?: number | null
  /** For a sum over tenants: the figure that is summed. */
  sumOf?: FigureName
}

export function KeyFigure({ label, value, currency, delta, since, note, state, help, snapshotId, sumOf }: KeyFigureProps): ReactElement {
  const gap = value === null
  const lastWord = label.lastIndexOf(' ') + 1
  const text = currency && !gap ? formatMoney(String(value), currency) : formatQuantity(value)
  return (
    <section className={classes.tile} aria-label={label}>
      <div className={classes.label}>
        <span>
          {label.slice(0, lastWord)}
          <span className={classes.lastWord}>
            {label.slice(lastWord)} {help ? <HelpTip about={label}>{help}</HelpTip> : null}
          </span>
        </span>
        {state ? <span className={classes.state}>{state}</span> : null}
      </div>
      <div className={classes.amount}>
        <div className={`${classes.value} ${gap ? classes.missing : ''}`}>
          {sumOf && !gap ? (
            <PartsLink figure={sumOf}>{text}</PartsLink>
          ) : (
            <EvidenceLink snapshotId={snapshotId}>
              {text}
              {gap ? <span className="visually-hidden"> no figure</span> : null}
            </EvidenceLink>
          )}
        </div>
      </div>
      <div className={classes.below}>
        {delta === undefined || delta === null ? null : <Delta value={delta} {...(currency ? { currency } : {})} chip />}
        {since}
        {note ? <div className={classes.note}>{note}</div> : null}
      </div>
    </section>
  )
}

/** A row of key figures. */
export function KeyFigures({ children }: { children: ReactNode }): ReactElement {
  return (
    <div className={classes.place}>
      <div className={classes.figures}>{children}</div>
    </div>
  )
}
