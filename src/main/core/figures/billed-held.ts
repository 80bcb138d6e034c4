/** Compares who was billed in a Genesys billing period with who holds licences: billed without a licence, holding one without being billed. */

import type { BilledHeldAnswer, BilledHeldRow, BilledHeldState, OneSidedPerson } from '../../../shared/contract/billed-held-answers.ts'
import type { HolderAnswer } from '../../../shared/contract/snapshot-answers.ts'
import { endOfUtcDay } from '../../../shared/domain/billing-period.ts'
import { isoTime } from '../../../shared/domain/iso-time.ts'
import { AppError } from '../base/errors.ts'
import { peopleAt } from '../state/read-people.ts'
import { addressKey, withNames } from './holder-names.ts'
import { licenceDescriptions } from './licence-descriptions.ts'
import { linkLicences } from './licence-links.ts'
import { chosenMonth } from './licence-scope.ts'
import { itemNames } from './names.ts'
import type { Reading } from './reading.ts'
import type { SnapshotRow } from './snapshots.ts'
import { recordedWarnings } from './warnings.ts'

const heldDataset = 'genesys.licence-users'

const cautions = [
  'A named licence is billed for everyone who logged in during the period, at the highest licence that they held in it. They may no longer hold it.',
  'People who hold a licence but did not log in are not billed.',
  'Concurrent licences are billed by their peak, so nobody is billed individually.',
]

const messages: Record<Exclude<BilledHeldState, 'compared'>, string> = {
  'not-collected': 'The list of licence users has not been collected yet. Collect now. If a permission is missing, the error names it.',
  'no-list-then':
    'There is no list of licence users for this period. Genesys keeps no history of it, so only periods since the first collection can be compared.',
  'names-refused':
    'Billed people have an address and licence holders have an id, and Genesys refused the names that connect them. Give the OAuth client a role with directory:user:view, then collect again.',
}

/** Answers `licences.compare`. Throws as `licences`, and `BAD_REQUEST` for a tenant that is not an own Genesys organisation. */
export function billedHeld(reading: Reading, input: { tenant: number | string; month?: string | undefined }): BilledHeldAnswer {
  const { tenants, month } = chosenMonth(reading, input)
  const { tenant, ends } = tenants[0]!
  if (tenant.kind !== 'own') {
    throw new AppError(
      'BAD_REQUEST',
      `Only the own organisation of a Genesys connection can be compared. Tenant ${tenant.id} is not one.`,
      {
        data: { tenant: tenant.id },
      },
    )
  }
  const billedAt = ends.get(month)!.snapshot
  const billed = peopleOf(reading, tenant.id, billedAt)
  const all = reading.snapshots(tenant.id, heldDataset).filter(({ hasList }) => hasList)
  const heldAt = listOfPeriod(all, billedAt)
  const held = heldAt === null ? [] : [...peopleAt(reading.db, heldAt)]
  const state = stateOf(all, heldAt, held)
  const devices = billed.filter(({ device }) => device).length
  const head = {
    tenant: tenant.id,
    month,
    state,
    message: state === 'compared' ? null : messages[state],
    billed: {
      snapshotId: billedAt.id,
      periodStart: billedAt.periodStart,
      periodEnd: billedAt.periodEnd,
      people: billed.length - devices,
      devices,
    },
    held:
      heldAt === null ? null : { snapshotId: heldAt.id, reportedAt: isoTime(heldAt.reportedAt), people: held.filter(holdsAnything).length },
    cautions,
    warnings: [billedAt, ...(heldAt === null ? [] : [heldAt])].flatMap(recordedWarnings),
  }
  if (state !== 'compared') {
    return { ...head, rows: [], unlinked: { charges: [], licences: [] }, anyone: { billedOnly: [], heldOnly: [] }, withoutAddress: 0 }
  }
  return {
    ...head,
    ...compare(
      reading,
      billed.filter(({ device }) => !device),
      held.filter(holdsAnything),
    ),
  }
}

const holdsAnything = ({ skus }: HolderAnswer): boolean => skus.length > 0

function peopleOf(reading: Reading, tenantId: number, at: SnapshotRow): HolderAnswer[] {
  return withNames(reading, tenantId, [...peopleAt(reading.db, at)])
}

/** The last list in the period; for a period that is not over, the newest. */
function listOfPeriod(lists: readonly SnapshotRow[], { periodStart, periodEnd }: SnapshotRow): SnapshotRow | null {
  if (periodStart === null || periodEnd === null) return null
  const [from, until] = [Date.parse(`${periodStart}T00:00:00Z`), endOfUtcDay(periodEnd)]
  return lists.findLast(({ reportedAt }) => reportedAt >= from && reportedAt < until) ?? null
}

function stateOf(all: readonly SnapshotRow[], heldAt: SnapshotRow | null, held: readonly HolderAnswer[]): BilledHeldState {
  if (all.length === 0) return 'not-collected'
  if (heldAt === null) return 'no-list-then'
  return held.length > 0 && held.every(({ userPrincipalName }) => userPrincipalName === null) ? 'names-refused' : 'compared'
}

type Compared = Pick<BilledHeldAnswer, 'rows' | 'unlinked' | 'anyone' | 'withoutAddress'>

function compare(reading: Reading, billed: readonly HolderAnswer[], held: readonly HolderAnswer[]): Compared {
  const nameOf = itemNames(reading)
  const descriptions = licenceDescriptions(reading.db)
  const charges = idsOf(billed)
  const licences = idsOf(held)
  const { links, charges: looseCharges, licences: looseLicences } = linkLicences(reading.rules, descriptions, charges, licences)
  const billedBy = byAddress(billed)
  const heldBy = byAddress(held)
  const holds = (person: HolderAnswer, licenceId: string): boolean =>
    person.skus.some((sku) => sku === licenceId || comprises(descriptions, sku, licenceId))
  const oneSided = (person: HolderAnswer, other: HolderAnswer | undefined): OneSidedPerson => ({
    person,
    instead: (other?.skus ?? []).map(nameOf).sort(),
  })
  const rows = links.map(({ chargeId, licenceId, because, concurrent }): BilledHeldRow => {
    const billedFor = billed.filter(({ skus }) => skus.includes(chargeId))
    const holding = held.filter(({ skus }) => skus.includes(licenceId))
    const other = (people: ReadonlyMap<string, HolderAnswer>, { userPrincipalName }: HolderAnswer) =>
      userPrincipalName === null ? undefined : people.get(addressKey(userPrincipalName))
    const billedOnly = billedFor.filter((person) => {
      const holder = other(heldBy, person)
      return holder === undefined || !holds(holder, licenceId)
    })
    const heldOnly = holding.filter((person) => person.userPrincipalName !== null && !other(billedBy, person)?.skus.includes(chargeId))
    return {
      chargeId,
      licenceId,
      name: nameOf(chargeId),
      because,
      concurrent,
      billed: billedFor.length,
      held: holding.length,
      both: billedFor.length - billedOnly.length,
      billedOnly: billedOnly.map((person) => oneSided(person, other(heldBy, person))),
      heldOnly: heldOnly.map((person) => oneSided(person, other(billedBy, person))),
    }
  })
  const missingIn = (people: ReadonlyMap<string, HolderAnswer>) => (person: HolderAnswer) =>
    person.userPrincipalName !== null && !people.has(addressKey(person.userPrincipalName))
  const itself = (person: HolderAnswer): OneSidedPerson => ({ person, instead: [] })
  return {
    rows: rows.sort((a, b) => a.name.localeCompare(b.name, 'en')),
    unlinked: {
      charges: looseCharges.map((id) => ({ id, name: nameOf(id), billed: charges.get(id) ?? 0 })),
      licences: looseLicences.map((id) => ({ id, name: nameOf(id), held: licences.get(id) ?? 0 })),
    },
    anyone: { billedOnly: billed.filter(missingIn(heldBy)).map(itself), heldOnly: held.filter(missingIn(billedBy)).map(itself) },
    withoutAddress: held.filter(({ userPrincipalName }) => userPrincipalName === null).length,
  }
}

/** How many people have each id. */
function idsOf(people: readonly HolderAnswer[]): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { skus } of people) for (const sku of skus) counts.set(sku, (counts.get(sku) ?? 0) + 1)
  return counts
}

function byAddress(people: readonly HolderAnswer[]): Map<string, HolderAnswer> {
  return new Map(
    people.flatMap((person) => (person.userPrincipalName === null ? [] : [[addressKey(person.userPrincipalName), person] as const])),
  )
}

/** Whether a licence comprises another, directly or through others. */
function comprises(
  descriptions: ReturnType<typeof licenceDescriptions>,
  licenceId: string,
  other: string,
  seen = new Set<string>(),
): boolean {
  if (seen.has(licenceId)) return false
  seen.add(licenceId)
  const within = descriptions.get(licenceId)?.comprises ?? []
  return within.includes(other) || within.some((each) => comprises(descriptions, each, other, seen))
}
