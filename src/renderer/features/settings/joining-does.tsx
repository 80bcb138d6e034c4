/** What a test of a team's address found, and what joining does: said before anything is sent. */
import type { ReactElement, ReactNode } from 'react'
import type { TeamCheck } from '../../../shared/contract/team-answers.ts'
import { CheckParts } from '../../components/check-result.tsx'
import { formatCount } from '../../lib/format.ts'
import { useTimeZone } from '../../lib/time-zone.ts'
import evidence from '../evidence/evidence.module.css'

export function JoiningDoes({ found }: { found: TeamCheck }): ReactElement {
  const timeZone = useTimeZone()
  return (
    <>
      <CheckParts parts={partsOf(found)} />
      <dl className={evidence.facts}>
        <Fact name="Sent">
          {found.here === 0
            ? 'Every snapshot'
            : `All ${formatCount(found.here, 'snapshot', 'snapshots')} of this history and every later one`}
          , with people’s names and licences; rules, prices, mappings, approvals and other decisions.
        </Fact>
        <Fact name="Fetched">The same from the other machines.</Fact>
        <Fact name="Stays here">Credentials, invoices, settings, backups, the log.</Fact>
        <Fact name="Who can read it">
          Everybody who may read the database, all tenants. Nothing that was sent can be taken back; leaving only ends the exchange.
        </Fact>
        <Fact name="Collecting">One machine at a time asks a vendor; the others get its answers.</Fact>
        <Fact name="Time zone">{timeZone} here. All machines of a team need the same one.</Fact>
      </dl>
    </>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }): ReactElement {
  return (
    <>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </>
  )
}

function partsOf({ tables, version, tls, user, snapshots, machines }: TeamCheck): { name: string; ok: boolean; message: string }[] {
  return [
    {
      name: 'server',
      ok: true,
      message: `PostgreSQL ${version}, ${tls ? 'encrypted, with a trusted certificate' : 'on this machine, not encrypted'}.`,
    },
    {
      name: 'user',
      ok: true,
      message: tables === 'use' ? `The user ${user} may send and fetch.` : `The user ${user} may ${tables} the team’s tables.`,
    },
    { name: 'team', ok: true, message: teamText({ tables, snapshots, machines }) },
  ]
}

function teamText({ tables, snapshots, machines }: Pick<TeamCheck, 'tables' | 'snapshots' | 'machines'>): string {
  if (tables === 'create') return 'The database is empty. Joining creates the team in it.'
  const held = `A team with ${formatCount(machines.length, 'machine', 'machines')} and ${formatCount(snapshots, 'snapshot', 'snapshots')}.`
  return tables === 'use'
    ? held
    : `${held} An older version of Seatledger made its tables: joining updates them, and every machine then needs this version.`
}
