/** Services in force in the month: licences that are billed as one, and the excluded people. */
import { Button } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import type { ServiceAnswer } from '../../../shared/contract/reconcile-answers.ts'
import { Panel } from '../../components/panel.tsx'
import { ask } from '../../lib/api.ts'
import { formatMonth } from '../../lib/format.ts'
import { useAnswer } from '../../lib/query.ts'
import { useUndoable } from '../notices/use-undoable.ts'
import { ExcludeDialog } from './exclude-dialog.tsx'
import classes from './reconcile.module.css'
import { ServiceDialog } from './service-dialog.tsx'
import { ServiceExclusions } from './service-exclusions.tsx'
import { serviceInput, serviceWords } from './service-words.ts'

export function Services({ month }: { month: string }): ReactElement | null {
  const services = useAnswer('services.list', { month }).data
  const [editing, setEditing] = useState<ServiceAnswer | 'new' | null>(null)
  const [excluding, setExcluding] = useState<ServiceAnswer | null>(null)
  if (services === undefined) return null
  return (
    <Panel
      title="Services"
      note={`licences billed as one in ${formatMonth(month)}`}
      actions={
        <Button variant="default" size="xs" onClick={() => setEditing('new')}>
          New service…
        </Button>
      }
      flush
    >
      {services.length === 0 ? (
        <p className={classes.none}>
          If one line of your invoice bills several licences, such as “managed user”, create a service for them and map the line to it.
        </p>
      ) : (
        <ul className={classes.names}>
          {services.map((service) => (
            <li key={service.name} className={classes.service} aria-label={service.name}>
              <div className={classes.unmappedName}>
                <bdi>{service.name}</bdi>
                <span className={classes.quiet}>{serviceWords(service)}</span>
              </div>
              <div className={classes.suggestions}>
                <Button variant="default" size="compact-xs" onClick={() => setExcluding(service)}>
                  Exclude a person…
                </Button>
                <Button variant="default" size="compact-xs" onClick={() => setEditing(service)}>
                  Edit…
                </Button>
                <EndService service={service} month={month} />
              </div>
              <ServiceExclusions service={service} month={month} />
            </li>
          ))}
        </ul>
      )}
      {editing === null ? null : (
        <ServiceDialog service={editing === 'new' ? null : editing} month={month} onClose={() => setEditing(null)} />
      )}
      {excluding === null ? null : <ExcludeDialog service={excluding.name} month={month} onClose={() => setExcluding(null)} />}
    </Panel>
  )
}

function EndService({ service, month }: { service: ServiceAnswer; month: string }): ReactElement {
  const end = useUndoable('services.set', () => ({
    did: `The service ${service.name} ends before ${formatMonth(month)}.`,
    undo: () => ask('services.set', { ...serviceInput(service), from: month }),
  }))
  return (
    <Button
      variant="subtle"
      color="gray"
      size="compact-xs"
      aria-label={`End ${service.name}`}
      loading={end.isPending}
      onClick={() => end.mutate({ name: service.name, skus: [], from: month })}
    >
      End
    </Button>
  )
}
