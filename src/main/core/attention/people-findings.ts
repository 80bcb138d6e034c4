/** People with paid licences that they do not need: disabled accounts, and licences contained in another one. */
import type { MoneyTotal } from '../../../shared/contract/licence-answers.ts'
import type { Month } from '../../../shared/domain/month.ts'
import { readCombinations } from '../figures/combinations.ts'
import { costLine, moneyTotals } from '../figures/costs.ts'
import { costOfHeld, licenceHolders } from '../figures/licence-holders.ts'
import { chosenMonth, listedIn } from '../figures/licence-scope.ts'
import type { MonthEnd } from '../figures/month-end.ts'
import { itemNames } from '../figures/names.ts'
import type { Reading } from '../figures/reading.ts'
import type { ReportTenant } from '../figures/tenants.ts'
import { counted, type Found, found } from './finding.ts'

/** Disabled people first, whose licences are not reported as overlaps too. Empty for a month-end without a list. */
export function peopleFindings(reading: Reading, tenant: ReportTenant, end: MonthEnd): Found[] {
  if (!end.snapshot.hasList) return []
  const disabled = disabledFindings(reading, tenant, end)
  return [...disabled, ...overlapFindings(reading, tenant, end, new Set(disabled.map(({ person }) => person?.id)))]
}

function disabledFindings(reading: Reading, { id }: ReportTenant, end: MonthEnd): Found[] {
  const { month } = end
  const free = reading.rules.free(month)
  return licenceHolders(reading, { tenant: id, month, disabled: true }).holders.flatMap(({ tenant, holder, cost }) => {
    const paid = holder.skus.filter((skuId) => !free.has(skuId))
    if (paid.length === 0) return []
    return [
      found({
        kind: 'disabled-licences',
        tenant,
        month,
        end,
        key: [holder.id],
        holder,
        skuIds: holder.skus,
        text: `The account is disabled and still holds ${counted(paid.length, 'paid licence', 'paid licences')}.`,
        money: cost,
      }),
    ]
  })
}

/** A contained licence is found once, even if several licences contain it. */
function overlapFindings(reading: Reading, tenant: ReportTenant, end: MonthEnd, disabled: ReadonlySet<string | undefined>): Found[] {
  const { month } = end
  const free = reading.rules.free(month)
  const present = listedIn(chosenMonth(reading, { tenant: tenant.id, month }).tenants, month)
  const { overlaps } = readCombinations(reading, present, month, itemNames(reading))
  const findings = overlaps
    .filter(({ coveredSkuId }) => !free.has(coveredSkuId))
    .flatMap(({ skuId, name, coveredSkuId, coveredName, holders }) =>
      holders.map(({ tenant, holder }) =>
        found({
          kind: 'overlaps',
          tenant,
          month,
          end,
          key: [holder.id, coveredSkuId],
          holder,
          skuIds: [coveredSkuId, skuId],
          text: `${coveredName} is already included in ${name}.`,
          money: moneyTotals([costLine(1, reading.rules.skuPrice(coveredSkuId, month))]),
        }),
      ),
    )
    .filter(({ person }) => !disabled.has(person?.id))
  return [...new Map(findings.map((finding) => [finding.id, finding])).values()]
}

/** The cost of the findings, rounded like licence cost elsewhere: a line is a tenant's holders of one SKU. */
export function licenceSums(reading: Reading, month: Month, findings: readonly Found[]): MoneyTotal[] {
  const held = findings.flatMap(({ kind, tenant, skuIds }) =>
    (kind === 'overlaps' ? skuIds.slice(0, 1) : skuIds).map((sku) => ({ tenant, sku })),
  )
  return costOfHeld(reading, month, held).totals
}
