/** The people who are excluded from a service, each with the reason. */
import { Button } from '@mantine/core'
import type { ReactElement } from 'react'
import type { ServiceAnswer } from '../../../shared/contract/reconcile-answers.ts'
import { personName } from '../../../shared/domain/person-name.ts'
import { ask } from '../../lib/api.ts'
import { useAnswer } from '../../lib/query.ts'
import { useTenants } from '../../lib/use-names.ts'
import { useUndoable } from '../notices/use-undoable.ts'
import { inForceOf } from './from-choice.tsx'
import classes from './reconcile.module.css'

export function ServiceExclusions({ service, month }: { service: ServiceAnswer; month: string }): ReactElement | null {
  if (service.exclusions.length === 0) return null
  return (
    <ul className={classes.exclusions} aria-label={`Not counted by ${service.name}`}>
      {service.exclusions.map((exclusion) => (
        <Excluded key={`${exclusion.tenant} ${exclusion.person}`} service={service.name} exclusion={exclusion} month={month} />
      ))}
    </ul>
  )
}

interface ExcludedProps {
  service: string
  exclusion: ServiceAnswer['exclusions'][number]
  month: string
}

function Excluded({ service, exclusion: { tenant, person, reason, who }, month }: ExcludedProps): ReactElement {
  const { nameOf } = useTenants()
  // If the month has no list, the person is shown by the vendor's id.
  const people = useAnswer('reconcile.people', { month, tenant, item: `service:${service}` }).data
  const holder = people?.excluded.find((each) => each.holder.id === person)?.holder
  const name = holder === undefined ? person : personName(holder)
  const include = useUndoable('services.exclude', () => ({
    did: `${service} includes ${name} again.`,
    undo: () => ask('services.exclude', { service, tenant, person, reason, who, ...inForceOf(month) }),
  }))
  return (
    <li>
      <span>
        <bdi>{name}</bdi> of <bdi>{nameOf(tenant)}</bdi> is not counted: <bdi>{reason}</bdi> (by {who})
      </span>
      <Button
        variant="subtle"
        color="gray"
        size="compact-xs"
        aria-label={`Include ${name} again`}
        loading={include.isPending}
        onClick={() => include.mutate({ service, tenant, person, excluded: false, reason: 'included again', ...inForceOf(month) })}
      >
        Include again
      </Button>
    </li>
  )
}
