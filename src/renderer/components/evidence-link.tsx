/** Links a figure to its snapshot, which opens in the evidence drawer. */
import { Link } from '@tanstack/react-router'
import type { ReactElement, ReactNode } from 'react'
import type { FigureName } from '../../shared/contract/figure-answers.ts'
import { useAddress } from '../lib/use-address.ts'
import classes from './evidence-link.module.css'
import { Icon } from './icon.tsx'

interface EvidenceLinkProps {
  /** Null without evidence; the children then have no link. */
  snapshotId: number | null | undefined
  /** The figure; default: the word "Evidence". */
  children?: ReactNode
}

export function EvidenceLink({ snapshotId, children }: EvidenceLinkProps): ReactNode {
  return snapshotId ? <EvidenceButton snapshotId={snapshotId}>{children}</EvidenceButton> : children
}

function EvidenceButton({ snapshotId, children }: { snapshotId: number; children?: ReactNode }): ReactElement {
  const [, change] = useAddress()
  return (
    <button
      type="button"
      className={`${classes.link} ${children === undefined ? classes.words : ''}`}
      title={`Evidence: snapshot ${snapshotId}`}
      onClick={(event) => {
        event.stopPropagation()
        change({ snapshot: snapshotId })
      }}
    >
      {children ?? (
        <>
          <Icon name="evidence" size={14} />
          Evidence
        </>
      )}
    </button>
  )
}

/** Links a sum to Trends, which shows its months per tenant, each number with its evidence. */
export function PartsLink({ figure, children }: { figure: FigureName; children: ReactNode }): ReactElement {
  return (
    <Link to="/trends" search={{ figure, tab: 'each' }} className={classes.link ?? ''} title="Months by tenant">
      {children}
    </Link>
  )
}
