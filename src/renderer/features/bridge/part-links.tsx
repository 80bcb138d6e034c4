/** Links to the tenants or people that a part of a change consists of. */
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import type { BridgePerson } from '../../../shared/contract/bridge-answers.ts'
import { formatQuantity } from '../../lib/format.ts'
import { useTenants } from '../../lib/use-names.ts'
import { useOpenPerson } from '../people/use-open-person.ts'
import classes from './bridge.module.css'
import type { PeopleTab } from './bridge-rows.ts'

/** More are shown on request. */
const shownAtFirst = 60

interface TenantLinksProps {
  tenants: readonly number[]
  months: { from: string; to: string } | null
  /** The list of people that the part consists of; undefined if it does not consist of people. */
  tab?: PeopleTab | undefined
}

interface TenantLinkProps extends Pick<TenantLinksProps, 'months' | 'tab'> {
  tenant: number
}

/** Links to a tenant's own changes between the same months. */
export function TenantLink({ tenant, months, tab }: TenantLinkProps): ReactElement {
  const { nameOf } = useTenants()
  return (
    <Link to="/changes" search={{ tenant, ...(months ? { from: months.from, month: months.to } : {}), ...(tab ? { tab } : {}) }}>
      <bdi>{nameOf(tenant)}</bdi>
    </Link>
  )
}

export function TenantLinks({ tenants, months, tab }: TenantLinksProps): ReactElement {
  const [all, setAll] = useState(false)
  return (
    <ul className={classes.links}>
      {(all ? tenants : tenants.slice(0, shownAtFirst)).map((tenant) => (
        <li key={tenant}>
          <TenantLink tenant={tenant} months={months} tab={tab} />
        </li>
      ))}
      <More count={tenants.length} all={all} onAll={() => setAll(true)} />
    </ul>
  )
}

interface PeopleLinksProps {
  people: readonly BridgePerson[]
  nameOf: (person: BridgePerson) => string
}

/** Buttons that open people's timelines. Not links, because an address must not name a person. */
export function PeopleLinks({ people, nameOf }: PeopleLinksProps): ReactElement {
  const openPerson = useOpenPerson()
  const [all, setAll] = useState(false)
  return (
    <ul className={classes.links}>
      {(all ? people : people.slice(0, shownAtFirst)).map((person) => (
        <li key={`${person.tenant} ${person.id}`}>
          <button type="button" className="text-button" onClick={() => openPerson(person.id)}>
            <bdi>{nameOf(person)}</bdi>
          </button>
        </li>
      ))}
      <More count={people.length} all={all} onAll={() => setAll(true)} />
    </ul>
  )
}

function More({ count, all, onAll }: { count: number; all: boolean; onAll: () => void }): ReactElement | null {
  if (all || count <= shownAtFirst) return null
  return (
    <li>
      <Button variant="subtle" size="compact-xs" onClick={onAll}>
        Show {formatQuantity(count - shownAtFirst)} more
      </Button>
    </li>
  )
}
