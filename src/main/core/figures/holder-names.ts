/** Names of people whom a report identifies by address only: Genesys bills an e-mail address, and its list of licence users has the name. */
import type { HolderAnswer } from '../../../shared/contract/snapshot-answers.ts'
import { snapshotKey } from '../evidence/read-payload.ts'
import { peopleAt } from '../state/read-people.ts'
import type { Reading } from './reading.ts'
import { snapshotRow } from './snapshots.ts'

/** Adds names from an organisation's newest list of licence users if the address is exactly the same. Others are returned unchanged. */
export function withNames<T extends Pick<HolderAnswer, 'displayName' | 'userPrincipalName'>>(
  reading: Pick<Reading, 'db' | 'snapshots'>,
  tenantId: number,
  people: readonly T[],
): T[] {
  if (!people.some(isNameless)) return [...people]
  const names = namesByAddress(reading, tenantId)
  return people.map((person) =>
    isNameless(person) ? { ...person, displayName: names.get(addressKey(person.userPrincipalName)) ?? null } : person,
  )
}

/** The people in a snapshot's list, those of Genesys usage with their names. Throws `NOT_FOUND`. */
export function namedPeopleAt(reading: Pick<Reading, 'db' | 'snapshots'>, snapshotId: number): Iterable<HolderAnswer> {
  const snapshot = snapshotRow(reading.db, snapshotKey(reading.db, snapshotId).id)
  const people = peopleAt(reading.db, snapshot)
  return snapshot.tenantId === null || snapshot.dataset !== 'genesys.billable-usage'
    ? people
    : withNames(reading, snapshot.tenantId, [...people])
}

const isNameless = (
  person: Pick<HolderAnswer, 'displayName' | 'userPrincipalName'>,
): person is { displayName: null; userPrincipalName: string } => person.displayName === null && person.userPrincipalName !== null

/** An address normalised for comparison. */
export const addressKey = (address: string): string => address.trim().toLowerCase()

function namesByAddress({ db, snapshots }: Pick<Reading, 'db' | 'snapshots'>, tenantId: number): Map<string, string> {
  const newest = snapshots(tenantId, 'genesys.licence-users').findLast(({ hasList }) => hasList)
  const names = new Map<string, string>()
  if (newest === undefined) return names
  for (const { displayName, userPrincipalName } of peopleAt(db, newest)) {
    if (displayName !== null && userPrincipalName !== null) names.set(addressKey(userPrincipalName), displayName)
  }
  return names
}
