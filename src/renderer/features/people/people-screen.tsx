/** Searches people across tenants and shows every licence that they held, and when. */
import { TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import type { ReactElement } from 'react'
import { addMonths } from '../../../shared/domain/month.ts'
import { Answer } from '../../components/answer.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { FirstStep } from '../../components/first-step.tsx'
import { HelpTip } from '../../components/help-tip.tsx'
import { Icon } from '../../components/icon.tsx'
import { Page } from '../../components/page.tsx'
import { Panel } from '../../components/panel.tsx'
import { TenantPicker } from '../../components/tenant-picker.tsx'
import { formatCount } from '../../lib/format.ts'
import { useAnswer } from '../../lib/query.ts'
import { useAddress } from '../../lib/use-address.ts'
import { useTenants } from '../../lib/use-names.ts'
import { PresenceStrip } from '../presence/presence-strip.tsx'
import classes from './people.module.css'
import { PeopleTotals } from './people-totals.tsx'
import { PersonCard } from './person-card.tsx'
import { setPersonSearch, usePersonSearch } from './person-search.ts'

const delayMs = 80
const limit = 50

/** Focuses the search field when the screen opens. */
const focusFirst = (input: HTMLInputElement | null): void => input?.focus()

export function PeopleScreen(): ReactElement {
  const text = usePersonSearch()
  const [query] = useDebouncedValue(text.trim(), delayMs)
  const months = useAnswer('months.list', {})
  const nobodyYet = months.data?.months.every((each) => each.tenants.with === 0) ?? false
  const [address, change] = useAddress()
  const { tenants } = useTenants()
  const tenant = address.tenant ?? null
  const people = useAnswer(
    'people.search',
    { query, limit, ...(tenant === null ? {} : { tenant }) },
    { enabled: query.length > 0, keepPrevious: true },
  )
  return (
    <Page
      title="People"
      subtitle={
        <>
          licences over time <TimelineHelp />
        </>
      }
      tools={<TenantPicker tenants={tenants} value={tenant} all onChange={(next) => change({ tenant: next ?? undefined })} />}
    >
      <TextInput
        size="md"
        type="search"
        aria-label="Find a person"
        placeholder="Name, sign-in name or id"
        leftSection={<Icon name="search" />}
        value={text}
        ref={focusFirst}
        autoComplete="off"
        spellCheck={false}
        className={classes.search ?? ''}
        onChange={(event) => setPersonSearch(event.currentTarget.value)}
      />
      {query === '' ? (
        <Everyone tenant={tenant} month={address.month} />
      ) : (
        <Answer of={people} what="the people">
          {(value) =>
            value.length === 0 ? (
              nobodyYet ? (
                <EmptyState icon="people" title="No people yet" actions={<FirstStep />}>
                  People appear after the first collection.
                </EmptyState>
              ) : (
                <EmptyState icon="search" title="No person found">
                  No snapshot of any tenant lists this person. Names are searched as the vendors spell them.
                </EmptyState>
              )
            ) : (
              <div className={classes.list}>
                <p className={classes.count} role="status">
                  {value.length === limit
                    ? `The first ${formatCount(limit, 'person', 'people')}`
                    : formatCount(value.length, 'person', 'people')}
                </p>
                {value.map((person) => (
                  <PersonCard key={`${person.tenant} ${person.id}`} person={person} />
                ))}
              </div>
            )
          }
        </Answer>
      )}
    </Page>
  )
}

/** Shown without a search: the number of people, and a tenant's people month by month. */
function Everyone({ tenant, month }: { tenant: number | null; month: string | undefined }): ReactElement {
  const totals = useAnswer('licences.get', { ...(tenant === null ? {} : { tenant }), ...(month ? { month } : {}) }, { keepPrevious: true })
  return (
    <>
      {totals.data ? <PeopleTotals licences={totals.data} /> : null}
      {tenant === null ? (
        <EmptyState icon="people" title="Search for a person">
          Type part of a name or sign-in name. You see every licence that the person held in any tenant, from when to when, with gaps.
          Searches are not stored. Choose a tenant to see all of its people month by month.
        </EmptyState>
      ) : (
        <Panel title="Month by month" note="who was on the list at each month-end, and with which licences" flush>
          <Year tenant={tenant} month={month} />
        </Panel>
      )}
    </>
  )
}

/** The thirteen months up to the chosen one, if the tenant has lists. */
function Year({ tenant, month }: { tenant: number; month: string | undefined }): ReactElement {
  const months = useAnswer('months.list', { tenant })
  return (
    <Answer of={months} what="the months" lines={8}>
      {({ months: known }) => {
        const filled = known.filter((each) => each.tenants.with > 0).map((each) => each.month)
        const to = month !== undefined && filled.includes(month) ? month : filled[0]
        const from = to === undefined ? undefined : filled.findLast((each) => each >= addMonths(to, -12))
        return to === undefined || from === undefined ? (
          <EmptyState icon="people" title="No people yet" compact>
            There is no snapshot of this tenant yet.
          </EmptyState>
        ) : (
          <PresenceStrip tenant={tenant} from={from} to={to} />
        )
      }}
    </Answer>
  )
}

function TimelineHelp(): ReactElement {
  return (
    <HelpTip about="The timeline">
      <p>
        A bar is the time in which every snapshot lists the licence. It fades in if the first snapshot already lists the licence, because
        the start is then unknown.
      </p>
      <p>
        The hatched part is the time between the last snapshot with the licence and the first without it: the licence ended at some point in
        between. A hatched month has no snapshot.
      </p>
    </HelpTip>
  )
}
