/** Genesys usage: used, committed, allowance and overage of each charge of a period, and the contract. */
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { TenantAnswer } from '../../../shared/contract/connection-answers.ts'
import type { MonthsAnswer } from '../../../shared/contract/figure-answers.ts'
import { Answer } from '../../components/answer.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { FirstStep } from '../../components/first-step.tsx'
import { Icon } from '../../components/icon.tsx'
import { MonthPicker } from '../../components/month-picker.tsx'
import { Page } from '../../components/page.tsx'
import { ReportProblems } from '../../components/report-problems.tsx'
import { ReportSwitch } from '../../components/report-switch.tsx'
import { TenantPicker } from '../../components/tenant-picker.tsx'
import type { Address } from '../../lib/address.ts'
import { type ReadAnswer, useAnswer } from '../../lib/query.ts'
import { reportInput } from '../../lib/reports.ts'
import { useAddress } from '../../lib/use-address.ts'
import { useTenants } from '../../lib/use-names.ts'
import { ExportMenu } from '../export/export-menu.tsx'
import { chargeTrend, chosenCharge } from './chosen-charge.ts'
import { UsageView } from './usage-view.tsx'

export function UsageScreen(): ReactElement {
  const [address, change] = useAddress()
  const { tenants, nameOf, tenantOf } = useTenants()
  const genesys = genesysOf(tenants)
  const tenant = shownTenant(address, genesys)
  const isOwn = tenantOf(tenant)?.kind === 'own'
  const report = isOwn ? reportInput(address) : {}
  const months = useAnswer('months.list', tenant ? { tenant, ...report } : {}, { enabled: tenant !== null })
  const month = shownMonth(address, months.data)
  const usage = useAnswer(
    'usage.get',
    { tenant: tenant ?? 0, ...(month ? { month } : {}), ...report },
    { enabled: tenant !== null && month !== undefined, keepPrevious: true },
  )
  if (tenant === null) {
    return (
      <Page title="Usage">
        <EmptyState
          icon="usage"
          title="No Genesys organisation here"
          actions={
            <Button component={Link} to="/connect" search={{ tab: 'genesys' } as never} leftSection={<Icon name="plus" size={14} />}>
              Connect Genesys Cloud
            </Button>
          }
        >
          Used, committed and over are figures of Genesys Cloud. They appear with a Genesys connection.
        </EmptyState>
      </Page>
    )
  }
  return (
    <Page
      title="Usage"
      subtitle={<bdi>{nameOf(tenant)}</bdi>}
      tools={
        <>
          <TenantPicker tenants={genesys} value={tenant} onChange={(next) => change({ tenant: next ?? undefined, report: undefined })} />
          {isOwn ? <ReportSwitch usual="Usage" others={['contract']} /> : null}
          {months.data && month ? (
            <MonthPicker
              label="Month"
              months={months.data.months}
              goneSince={months.data.goneSince}
              value={month}
              onChange={(next) => change({ month: next })}
            />
          ) : null}
          <ExportMenu what={['usage']} scope={{ tenant, ...(month ? { month } : {}) }} disabled={!month} />
        </>
      }
    >
      {isOwn ? (
        <ReportProblems
          tenant={tenant}
          datasets={address.report === 'contract' ? ['genesys.contract-charges', 'genesys.invoices'] : ['genesys.billable-usage']}
        />
      ) : null}
      <Answer of={months} what="the months">
        {() =>
          month === undefined ? (
            <EmptyState icon="gap" title="No period of this organisation yet" actions={<FirstStep />}>
              Its first period appears after the next collection. For earlier ones, choose “Import earlier months” in Activity.
            </EmptyState>
          ) : (
            <Answer of={usage} what="the usage">
              {(value) => <UsageView usage={value} />}
            </Answer>
          )
        }
      </Answer>
    </Page>
  )
}

/** Preloads what the screen shows first for an address. */
export async function readUsage(read: ReadAnswer, address: Address): Promise<void> {
  const tenant = shownTenant(address, genesysOf(await read('tenants.list', {})))
  if (tenant === null) return
  if (address.report !== undefined) return
  const month = shownMonth(address, await read('months.list', { tenant }))
  if (month === undefined) return
  const usage = await read('usage.get', { tenant, month })
  const charge = chosenCharge(usage.rows, address.figure)
  if (charge === null) return
  await read('trend.get', chargeTrend(usage, 'used', charge.chargeId))
  await read('trend.get', chargeTrend(usage, 'committed', charge.chargeId))
}

const genesysOf = (tenants: readonly TenantAnswer[]): TenantAnswer[] => tenants.filter((each) => each.provider === 'genesys')

/** The address's organisation if it is a Genesys one, else the first Genesys organisation. */
const shownTenant = (address: Address, genesys: readonly TenantAnswer[]): number | null =>
  (genesys.find((each) => each.id === address.tenant) ?? genesys[0])?.id ?? null

/** The address's month if it has a snapshot, else the newest that has one. */
function shownMonth(address: Address, months: MonthsAnswer | undefined): string | undefined {
  const filled = months?.months.filter((each) => each.tenants.with > 0) ?? []
  return (filled.find((each) => each.month === address.month) ?? filled[0])?.month
}
