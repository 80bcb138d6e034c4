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
import { TenantPicker } from '../../components/tenant-picker.tsx'
import { WarningList } from '../../components/warning-list.tsx'
import type { Address } from '../../lib/address.ts'
import { formatQuantity } from '../../lib/format.ts'
import { type ReadAnswer, useAnswer } from '../../lib/query.ts'
import { useAddress } from '../../lib/use-address.ts'
import { useSkuNames, useTenants } from '../../lib/use-names.ts'
import { readPlace, usePlace } from '../../lib/use-place.ts'
import { DifferingNumbers } from '../differing/differing-numbers.tsx'
import { ExportMenu } from '../export/export-menu.tsx'
import { Combinations } from './combinations.tsx'
import { HoldersTable } from './holders-table.tsx'
import { LicenceFigures } from './licence-figures.tsx'
import { LicenceTable } from './licence-table.tsx'
import classes from './licences.module.css'
import { Overlaps } from './overlaps.tsx'

const tabs = ['licences', 'combinations', 'overlaps', 'disabled', 'holders'] as const

export function LicencesScreen(): ReactElement {
  const [_address, change] = useAddress()
  const { months, month, tenant } = usePlace()
  const { tenants, nameOf } = useTenants()
  const petra = tenants.filter((each) => each.provider === 'petra')
  const input = licencesInput(tenant, month)
  const licences = useAnswer('licences.get', input, { enabled: months.isSuccess && month !== null, keepPrevious: true })
  return (
    <Page
      title="Licences"
      subtitle={tenant ? <bdi>{nameOf(tenant)}</bdi> : 'all tenants'}
      tools={
        <>
          <TenantPicker tenants={petra} value={tenant} all="All tenants" onChange={(next) => change({ tenant: next ?? undefined })} />
          {months.data && month !== null ? (
            <MonthPicker
              label="Month"
              months={months.data.months}
              goneSince={months.data.goneSince}
              value={month}
              onChange={(next) => change({ month: next })}
            />
          ) : null}
          <ExportMenu what={['licences', 'holders']} scope={input} disabled={!month} />
        </>
      }
    >
      <Answer of={months} what="the months" lines={10}>
        {() =>
          month === null ? (
            <EmptyState icon="licences" title="No licences yet" actions={<FirstStep />}>
              They appear after the first collection of a Petra tenant.
            </EmptyState>
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

/** Reads ahead what the screen shows first for an address. */
export async function readLicences(read: ReadAnswer, address: Address): Promise<void> {
  const { tenant, month } = await readPlace(read, address)
  if (month !== null) await read('licences.get', licencesInput(tenant, month))
}

const licencesInput = (tenant: number | null, month: string | null): RouteInput<'licences.get'> => ({
  ...(tenant ? { tenant } : {}),
  ...(month ? { month } : {}),
})

function Contents({ licences, tenant }: { licences: LicencesAnswer; tenant: number | null }): ReactElement {
  const [address, change] = useAddress()
  const skuName = useSkuNames()
  const skuId = address.figure?.startsWith('sku:') ? address.figure.slice('sku:'.length) : undefined
  const asked = tabs.find((each) => each === address.tab) ?? 'licences'
  const tab = asked === 'holders' && skuId === undefined ? 'licences' : asked
  return (
    <div className={classes.stack}>
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
            <Tabs.Tab value="overlaps">Overlaps ({formatQuantity(licences.overlaps.length)})</Tabs.Tab>
            <Tabs.Tab value="disabled">Disabled accounts ({formatQuantity(licences.people.disabled)})</Tabs.Tab>
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
            <HoldersTable tenant={tenant} month={licences.month} />
          </Tabs.Panel>
          {skuId === undefined ? null : (
            <Tabs.Panel value="holders">
              <HoldersTable tenant={tenant} month={licences.month} skuId={skuId} />
            </Tabs.Panel>
          )}
        </Tabs>
      </Panel>
    </div>
  )
}
