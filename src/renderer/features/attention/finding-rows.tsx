/** Costs to check, for Overview: one row per kind with its sum, linked to its list. */
import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { AttentionAnswer } from '../../../shared/contract/attention-answers.ts'
import { Icon } from '../../components/icon.tsx'
import classes from './attention.module.css'
import { countText, sumsText } from './line-text.ts'

/** List items, which the caller puts into a list. */
export function FindingRows({ lines }: { lines: AttentionAnswer['lines'] }): ReactElement[] {
  return lines.map((line) => (
    <li key={line.kind}>
      <Link to="/attention" search={{ tab: line.kind }} className={classes.row} data-muted={line.count === 0}>
        <span className={classes.icon}>
          <Icon name="info" size={17} />
        </span>
        <span className={classes.what}>
          {line.title}
          <span className={classes.count}>{countText(line)}</span>
        </span>
        <span className={classes.sum}>{sumsText(line)}</span>
      </Link>
    </li>
  ))
}
