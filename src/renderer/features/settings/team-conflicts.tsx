/** Conflicts between decisions of two people, with both values. */
import { Button } from '@mantine/core'
import type { ReactElement } from 'react'
import type { TeamConflict, TeamDecided } from '../../../shared/contract/team-answers.ts'
import { Answer } from '../../components/answer.tsx'
import { Problem } from '../../components/check-result.tsx'
import { Panel } from '../../components/panel.tsx'
import { formatTime } from '../../lib/format.ts'
import { useAnswer, useChange } from '../../lib/query.ts'
import { useTimeZone } from '../../lib/time-zone.ts'
import { decisionText } from './decision-text.ts'
import classes from './settings.module.css'

const kindWords: Readonly<Record<string, string>> = {
  rule: 'Price or rule',
  service: 'Service',
  'service-exclusion': 'Excluded person',
  'set-aside': 'Snapshot set aside',
  mapping: 'Mapping of an invoice',
  'reconcile-decision': 'Decision about a difference',
  mute: 'Muted cost to check',
  approval: 'Approval of a month',
}

export function TeamConflicts(): ReactElement | null {
  const conflicts = useAnswer('team.conflicts', {})
  if (conflicts.data?.length === 0) return null
  return (
    <Panel title="Conflicts">
      <Answer of={conflicts} what="the conflicts">
        {(value) => (
          <>
            <p>Someone else made this decision before yours reached the team. Theirs is in force until you settle the conflict.</p>
            {value.map((conflict) => (
              <Conflict key={conflict.id} conflict={conflict} />
            ))}
          </>
        )}
      </Answer>
    </Panel>
  )
}

function Conflict({ conflict: { id, kind, subject, mine, theirs } }: { conflict: TeamConflict }): ReactElement {
  const settle = useChange('team.settle')
  return (
    <div className={classes.row}>
      <div>
        <p className={classes.rowName}>
          {kindWords[kind] ?? kind}: <bdi>{subject}</bdi>
        </p>
        <Side title="In force" decided={theirs} />
        <Side title="Yours" decided={mine} />
        {settle.error ? <Problem error={settle.error} /> : null}
      </div>
      <div className={classes.control}>
        <Button variant="default" loading={settle.isPending} onClick={() => settle.mutate({ id, keep: 'theirs' })}>
          Keep theirs
        </Button>{' '}
        <Button variant="default" loading={settle.isPending} onClick={() => settle.mutate({ id, keep: 'mine' })}>
          Use mine
        </Button>
      </div>
    </div>
  )
}

function Side({ title, decided: { value, by, at } }: { title: string; decided: TeamDecided }): ReactElement {
  const timeZone = useTimeZone()
  return (
    <p className={classes.rowHelp}>
      {title}, by {by} on {formatTime(at, timeZone)}: {decisionText(value)}
    </p>
  )
}
