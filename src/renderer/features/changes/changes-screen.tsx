/** Changes between two months or two snapshots, of one tenant or of all. */
import type { ReactElement } from 'react'
import type { MonthsAnswer } from '../../../shared/contract/figure-answers.ts'
import { Answer } from '../../components/answer.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { FirstStep } from '../../components/first-step.tsx'
import { comparePresets, MonthRange } from '../../components/month-range.tsx'
import { Page } from '../../components/page.tsx'
import { ReportProblems } from '../../components/report-problems.tsx'
import { ReportSwitch } from '../../components/report-switch.tsx'
import { TenantPicker } from '../../components/tenant-picker.tsx'
import type { Address } from '../../lib/address.ts'
import { monthBefore } from '../../lib/months.ts'
import type { ReadAnswer } from '../../lib/query.ts'
import { reportInput } from '../../lib/reports.ts'
import { useAddress } from '../../lib/use-address.ts'
import { useTenants } from '../../lib/use-names.ts'
import { readTenantAndMonth, useTenantAndMonth } from '../../lib/use-tenant-and-month.ts'
import { ApprovalStrip } from '../approval/approval-strip.tsx'
import { ExportMenu } from '../export/export-menu.tsx'
import { AllChanges } from './all-changes.tsx'
import { SnapshotRange } from './snapshot-range.tsx'
import { TenantChanges } from './tenant-changes.tsx'

export function ChangesScreen(): ReactElement {
  const [address, change] = useAddress()
  const { months, month, tenant } = useTenantAndMonth()
  const { tenants, nameOf, tenantOf } = useTenants()
  const isOwn = tenantOf(tenant)?.kind === 'own'
  const { from, to } = comparedMonths(address, month, months.data)
  const bySnapshot = tenant !== null && address.before !== undefined && address.after !== undefined
  return (
    <Page
      title="Changes"
      subtitle={tenant ? <bdi>{nameOf(tenant)}</bdi> : 'all tenants'}
      tools={
        <>
          <TenantPicker
            tenants={tenants}
            value={tenant}
            all
            onChange={(next) => change({ tenant: next ?? undefined, before: undefined, after: undefined, report: undefined })}
          />
          {isOwn ? <ReportSwitch others={['held']} /> : null}
          {bySnapshot && tenant !== null ? (
            <SnapshotRange tenant={tenant} before={address.before ?? 0} after={address.after ?? 0} onChange={change} />
          ) : null}
          {months.data && from && to && !bySnapshot ? (
            <MonthRange
              label="Compared months"
              months={months.data.months}
              goneSince={months.data.goneSince}
              from={from}
              to={to}
              presets={comparePresets(to)}
              onChange={(next) => change({ from: next.from, to: undefined, month: next.to })}
            />
          ) : null}
          <ExportMenu
            what={['changes']}
            scope={{
              ...(tenant ? { tenant, ...reportInput(address) } : {}),
              ...(bySnapshot ? { from: address.before, to: address.after } : from && to ? { from, to } : {}),
            }}
            disabled={!bySnapshot && (!from || !to)}
          />
        </>
      }
    >
      {isOwn && tenant !== null ? <ReportProblems tenant={tenant} datasets={['genesys.billable-usage', 'genesys.licence-users']} /> : null}
      <Answer of={months} what="the months">
        {({ months: known }) => {
          if (bySnapshot && tenant !== null) return <TenantChanges tenant={tenant} from={address.before ?? 0} to={address.after ?? 0} />
          if (!from || !to)
            return (
              <EmptyState icon="changes" title="No months to compare yet" actions={<FirstStep />}>
                Changes appear once two months have a snapshot.
              </EmptyState>
            )
          const approvable = known.find((each) => each.month === to)
          return (
            <div className="stack">
              {approvable ? <ApprovalStrip key={to} month={approvable} /> : null}
              {tenant ? <TenantChanges tenant={tenant} from={from} to={to} /> : <AllChanges from={from} to={to} />}
            </div>
          )
        }}
      </Answer>
    </Page>
  )
}

/** Preloads what the screen shows first for an address. */
export async function readChanges(read: ReadAnswer, address: Address): Promise<void> {
  const { tenant, month, months } = await readTenantAndMonth(read, address)
  const { from, to } = comparedMonths(address, month, months)
  if (from === null || to === null) return
  if (tenant === null) await read('diff.tenants', { from, to })
  else await read('diff.get', { tenant, from, to, ...reportInput(address) })
}

/** The two months of the address; default: `month` and the one before it. */
function comparedMonths(
  address: Address,
  month: string | null,
  months: MonthsAnswer | undefined,
): { from: string | null; to: string | null } {
  const to = address.to ?? month
  return { to, from: address.from ?? (to === null ? null : monthBefore(to, months?.months ?? [])) }
}
