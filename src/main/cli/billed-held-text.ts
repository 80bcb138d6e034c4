/** Who is billed compared with who holds licences, and the people behind a licence, as readable text. */
import type { BilledHeldAnswer, OneSidedPerson } from '../../shared/contract/billed-held-answers.ts'
import type { LicenceHoldersAnswer } from '../../shared/contract/licence-answers.ts'
import { personName } from '../../shared/domain/person-name.ts'
import { type Cell, facts, table, time } from './table.ts'

/** The comparison of a month, with a list for each side of each licence. */
export function billedHeldText(answer: BilledHeldAnswer): string {
  const { billed, held, rows, unlinked, anyone, withoutAddress } = answer
  return parts(
    facts([
      [
        'billed',
        `${billed.people} people and ${billed.devices} devices in ${billed.periodStart} … ${billed.periodEnd} (snapshot ${billed.snapshotId})`,
      ],
      ['holding', held === null ? 'not known' : `${held.people} people as of ${time(held.reportedAt)} (snapshot ${held.snapshotId})`],
    ]),
    answer.message ?? '',
    answer.state === 'not-collected' ? `To see the state of each report: seatledger tenants reports ${answer.tenant}` : '',
    answer.state === 'compared'
      ? table(
          ['LICENCE', 'LICENCE ID', 'BILLED', 'HOLD', 'BOTH', 'BILLED, NO LONGER HOLD', 'HOLD, NOT BILLED', 'NOTES'],
          rows.map((row) => [
            row.name,
            row.licenceId,
            row.billed,
            row.held,
            row.both,
            row.billedOnly.length,
            row.heldOnly.length,
            [row.concurrent ? 'concurrent: billed by its peak' : '', row.because === 'label' ? 'linked by your name' : '']
              .filter(Boolean)
              .join(', '),
          ]),
          'No charge and no licence have the same name.',
        )
      : '',
    ...rows.flatMap((row) => [
      people(`${row.name}: billed, no longer hold it`, row.billedOnly, 'HOLDS NOW'),
      people(`${row.name}: hold it, not billed for it`, row.heldOnly, 'BILLED FOR'),
    ]),
    people('Billed, but hold no licence at all', anyone.billedOnly, null),
    people('Hold a licence, but not billed at all', anyone.heldOnly, null),
    withoutAddress > 0 ? `${withoutAddress} holders have no address and cannot be compared.` : '',
    unlinkedText(unlinked),
    answer.state === 'compared' ? answer.cautions.map((caution) => `! ${caution}`).join('\n') : '',
    answer.warnings.map(({ message }) => `! ${message}`).join('\n'),
  )
}

function people(title: string, list: readonly OneSidedPerson[], other: string | null): string {
  if (list.length === 0) return ''
  const rows = list.map(({ person, instead }): Cell[] => [
    personName(person),
    person.userPrincipalName,
    ...(other === null ? [] : [instead.join('; ') || 'nothing']),
  ])
  return `${title} (${list.length})\n${table(['NAME', 'ADDRESS', ...(other === null ? [] : [other])], rows, '')}`
}

function unlinkedText({ charges, licences }: BilledHeldAnswer['unlinked']): string {
  if (charges.length + licences.length === 0) return ''
  const list = table(
    ['NOT COMPARED', 'NAME', 'BILLED', 'HOLD'],
    [
      ...charges.map(({ id, name, billed }): Cell[] => [id, name, billed, null]),
      ...licences.map(({ id, name, held }): Cell[] => [id, name, null, held]),
    ],
    '',
  )
  return `${list}\nThe vendor does not publish which licence a charge bills. To compare a charge with a licence, give the licence the name of the charge: seatledger sku label ID NAME`
}

/** The people behind a licence or a charge. */
export function holdersText({ month, holders, cost }: LicenceHoldersAnswer): string {
  const list = table(
    ['NAME', 'ADDRESS', 'ACCOUNT', 'FIRST BILLED', 'ID', 'TENANT'],
    holders.map(({ tenant, holder }) => [
      personName(holder),
      holder.userPrincipalName ?? (holder.device ? 'device' : null),
      holder.accountEnabled === null ? 'unknown' : holder.accountEnabled ? 'enabled' : 'disabled',
      time(holder.billedSince ?? null),
      holder.id,
      tenant,
    ]),
    'Nobody.',
  )
  const devices = holders.filter(({ holder }) => holder.device).length
  const counted = devices === 0 ? `${holders.length} people` : `${holders.length - devices} people, ${devices} devices`
  return parts(
    `${month}: ${counted}`,
    list,
    cost.totals.map(({ currency, amount }) => `Licences: ${amount} ${currency} a month`).join('\n'),
  )
}

const parts = (...texts: string[]) => texts.filter((text) => text !== '').join('\n\n')
