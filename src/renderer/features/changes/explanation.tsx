/** Why the reported total changed: parts that add up to the change, and the unexplained rest. */
import type { ReactElement } from 'react'
import type { Explanation as ExplanationAnswer } from '../../../shared/contract/diff-answers.ts'
import { reasonWords } from '../../../shared/domain/reason-words.ts'
import { Delta } from '../../components/delta.tsx'
import { HelpTip } from '../../components/help-tip.tsx'
import { Panel } from '../../components/panel.tsx'
import { RuleLink } from '../../components/rule-link.tsx'
import classes from './changes.module.css'

export function Explanation({ explanation, total }: { explanation: ExplanationAnswer; total: number | null }): ReactElement {
  const parts = explanation.parts.filter((part) => part.delta !== 0)
  const largest = Math.max(1, ...parts.map((part) => Math.abs(part.delta)))
  return (
    <Panel
      title="Why it changed"
      help={
        <HelpTip about="Why it changed">
          <p>
            The parts add up to the change of the vendor’s own total. A person who was added and holds a billed licence counts once, however
            many licences they hold.
          </p>
          <p>The part that the list of people does not explain is shown separately: the vendor’s total and its list can disagree.</p>
          <RuleLink rule="three" />
        </HelpTip>
      }
    >
      <p className={classes.text}>{explanation.text}</p>
      {parts.length > 0 ? (
        <ul className={classes.parts}>
          {parts.map((part) => (
            <li key={part.reason} className={classes.part}>
              <span>{reasonWords[part.reason]}</span>
              <span className={classes.bar} aria-hidden="true">
                <span data-sign={part.delta > 0 ? 'more' : 'less'} style={{ width: `${(Math.abs(part.delta) / largest) * 48}%` }} />
              </span>
              <span className={classes.partDelta}>
                <Delta value={part.delta} />
              </span>
            </li>
          ))}
          <li className={`${classes.part} ${classes.sum}`}>
            <span>Change of reported</span>
            <span />
            <span className={classes.partDelta}>
              <Delta value={total} />
            </span>
          </li>
        </ul>
      ) : null}
    </Panel>
  )
}
