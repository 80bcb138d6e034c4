/** The licences of a month: holders and cost, combinations, overlaps. */
import { Tabs } from '@mantine/core'
import type { ReactElement } from 'react'
import type { LicencesAnswer } from '../../../shared/contract/licence-answers.ts'
import type { RouteInput } from '../../../shared/contract/routes.ts'
import { addMonths } from '../../../shared/domain/month.ts'
import { Answer } from '../../components/answer.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { FirstStep } from '../../components/first-step.tsx'
import { MonthPicker } from '../../components/month-picker.tsx'
import { Page } from '../../components/page.tsx'
import { Panel } from '../../components/panel.tsx'
import { ReportProblems } from '../../components/report-problems.tsx'
import { ReportSwitch } from '../../components/report-switch.tsx'
import { TenantPicker } from '../../components/tenant-picker.tsx'
import { WarningList } from '../../components/warning-list.tsx'
import type { Address } from '../../lib/address.ts'
import { formatQuantity } from '../../lib/format.ts'
import { type ReadAnswer, useAnswer } from '../../lib/query.ts'
import { reportInput } from '../../lib/reports.ts'
import { useAddress } from '../../lib/use-address.ts'
import { namedBy, useSkuNames, useTenants } from '../../lib/use-names.ts'
import { readTenantAndMonth, useTenantAndMonth } from '../../lib/use-tenant-and-month.ts'
import { DifferingNumbers } from '../differing/differing-numbers.tsx'
import { ExportMenu } from '../export/export-menu.tsx'
import { BilledHeldView } from './billed-held-view.tsx'
import { Combinations } from './combinations.tsx'
import { HoldersTable } from './holders-table.tsx'
import { LicenceFigures } from './licence-figures.tsx'
import { LicenceTable } from './licence-table.tsx'
import classes from './licences.module.css'
import { Overlaps } from './overlaps.tsx'

const tabs = ['licences', 'combinations', 'overlaps', 'disabled', 'holders'] as const

export function LicencesScreen(): ReactElement {
  const [address, change] = useAddress()
  const { months, month, tenant } = useTenantAndMonth()
  const { tenants, nameOf, tenantOf } = useTenants()
  const withPeople = tenants.filter(({ kind }) => kind !== 'customer')
  const isOwn = tenantOf(tenant)?.kind === 'own'
  const compares = isOwn && address.report === 'compare'
  const input = licencesInput(address, tenant, month)
  const isKnown = months.isSuccess && month !== null
  const licences = useAnswer('licences.get', input, { enabled: isKnown && !compares, keepPrevious: true })
  const compared = useAnswer(
    'licences.compare',
    { tenant: tenant ?? 0, ...(month ? { month } : {}) },
    { enabled: isKnown && compares, keepPrevious: true },
  )
  return (
    <Page
      title="Licences"
      subtitle={tenant ? <bdi>{nameOf(tenant)}</bdi> : 'all tenants'}
      tools={
        <>
          <TenantPicker
            tenants={withPeople}
            value={tenant}
            all
            onChange={(next) => change({ tenant: next ?? undefined, report: undefined })}
          />
          {isOwn ? <ReportSwitch others={['held', 'compare']} /> : null}
          {months.data && month !== null ? (
            <MonthPicker
              label="Month"
              months={months.data.months}
              goneSince={months.data.goneSince}
              value={month}
              onChange={(next) => change({ month: next })}
            />
          ) : null}
          <ExportMenu
            what={isOwn ? ['holders'] : ['licences', 'holders']}
            scope={{ ...(tenant ? { tenant } : {}), ...(month ? { month } : {}), ...(compares ? {} : reportInput(address)) }}
            disabled={!month}
          />
        </>
      }
    >
      {isOwn && tenant !== null ? <ReportProblems tenant={tenant} datasets={['genesys.billable-usage', 'genesys.licence-users']} /> : null}
      <Answer of={months} what="the months" lines={10}>
        {() =>
          month === null && isOwn ? (
            <EmptyState icon="licences" title="No list of people yet" actions={<FirstStep />}>
              It appears after the next collection, if the OAuth client has the permission.
            </EmptyState>
          ) : month === null ? (
            <EmptyState icon="licences" title="No licences yet" actions={<FirstStep />}>
              They appear after the first collection of a Petra tenant or of a Genesys organisation.
            </EmptyState>
          ) : compares ? (
            <Answer of={compared} what="the comparison" lines={10}>
              {(value) => <BilledHeldView answer={value} />}
            </Answer>
          ) : (
            <Answer of={licences} what="the licences" lines={10}>
              {(value) => <Contents licences={value} tenant={tenant} />}
            </Answer>
          )
        }
      </Answer>
    </Page>
  )
}

/** Preloads what the screen shows first for an address. */
export async function readLicences(read: ReadAnswer, address: Address): Promise<void> {
  const { tenant, month } = await readTenantAndMonth(read, address)
  if (month === null || address.report === 'compare') return
  await read('licences.get', licencesInput(address, tenant, month))
}

const licencesInput = (address: Address, tenant: number | null, month: string | null): RouteInput<'licences.get'> => ({
  ...(tenant ? { tenant, ...reportInput(address) } : {}),
  ...(month ? { month } : {}),
})

function Contents({ licences, tenant }: { licences: LicencesAnswer; tenant: number | null }): ReactElement {
  const [address, change] = useAddress()
  const known = useSkuNames()
  const skuName = namedBy(licences.rows, known)
  const skuId = address.figure?.startsWith('sku:') ? address.figure.slice('sku:'.length) : undefined
  const isPetra = licences.dataset === 'petra.billable-users'
  const asked = tabs.find((each) => each === address.tab) ?? 'licences'
  const tab = asked === 'holders' && skuId === undefined ? 'licences' : asked
  return (
    <div className="stack">
      <LicenceFigures licences={licences} />
      <WarningList warnings={licences.warnings} />
      <DifferingNumbers
        numbers={licences.numbers}
        {...(tenant === null ? { months: { from: addMonths(licences.month, -1), to: licences.month } } : {})}
      />
      <Panel title="In detail" flush>
        <Tabs
          value={tab}
          onChange={(next) => change({ tab: next === 'licences' ? undefined : (next ?? undefined) }, { replace: true })}
          keepMounted={false}
        >
          <Tabs.List className={classes.tabs ?? ''}>
            <Tabs.Tab value="licences">Licences ({formatQuantity(licences.rows.length)})</Tabs.Tab>
            <Tabs.Tab value="combinations">Combinations ({formatQuantity(licences.combinations.length)})</Tabs.Tab>
            {isPetra ? <Tabs.Tab value="overlaps">Overlaps ({formatQuantity(licences.overlaps.length)})</Tabs.Tab> : null}
            {licences.dataset === 'genesys.billable-usage' ? null : (
              <Tabs.Tab value="disabled">Disabled accounts ({formatQuantity(licences.people.disabled)})</Tabs.Tab>
            )}
            {skuId === undefined ? null : <Tabs.Tab value="holders">Holders of {skuName(skuId)}</Tabs.Tab>}
          </Tabs.List>
          <Tabs.Panel value="licences">
            <LicenceTable licences={licences} />
          </Tabs.Panel>
          <Tabs.Panel value="combinations">
            <Combinations licences={licences} />
          </Tabs.Panel>
          <Tabs.Panel value="overlaps">
            <Overlaps licences={licences} />
          </Tabs.Panel>
          <Tabs.Panel value="disabled">
            <HoldersTable tenant={tenant} month={licences.month} {...reportInput(address)} />
          </Tabs.Panel>
          {skuId === undefined ? null : (
            <Tabs.Panel value="holders">
              <HoldersTable tenant={tenant} month={licences.month} skuId={skuId} {...reportInput(address)} />
            </Tabs.Panel>
          )}
        </Tabs>
      </Panel>
    </div>
  )
}
