/** Genesys: used, committed, allowance and over for each charge of a period, and the contract around it. */
import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { Answer } from '../../components/answer.tsx'
import { EmptyState } from '../../components/empty-state.tsx'
import { FirstStep } from '../../components/first-step.tsx'
import { Icon } from '../../components/icon.tsx'
import { MonthPicker } from '../../components/month-picker.tsx'
import { Page } from '../../components/page.tsx'
import { TenantPicker } from '../../components/tenant-picker.tsx'
import { useAnswer } from '../../lib/query.ts'
import { useAddress } from '../../lib/use-address.ts'
import { useTenants } from '../../lib/use-names.ts'
import { ExportMenu } from '../export/export-menu.tsx'
import { UsageView } from './usage-view.tsx'

export function UsageScreen(): ReactElement {
  const [address, change] = useAddress()
  const { tenants, nameOf, tenantOf } = useTenants()
  const genesys = tenants.filter((each) => each.provider === 'genesys')
  const tenant = tenantOf(address.tenant ?? null)?.provider === 'genesys' ? (address.tenant as number) : (genesys[0]?.id ?? null)
  const months = useAnswer('months.list', tenant ? { tenant } : {}, { enabled: tenant !== null })
  const newest = months.data?.months.find((each) => each.tenants.with > 0)?.month
  const asked =
    address.month && months.data?.months.some((each) => each.month === address.month && each.tenants.with > 0) ? address.month : newest
  const usage = useAnswer(
    'usage.get',
    { tenant: tenant ?? 0, ...(asked ? { month: asked } : {}) },
    { enabled: tenant !== null && asked !== undefined, keepPrevious: true },
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
          <TenantPicker tenants={genesys} value={tenant} onChange={(next) => change({ tenant: next ?? undefined })} />
          {months.data && asked ? (
            <MonthPicker label="Month" months={months.data.months} value={asked} onChange={(month) => change({ month })} />
          ) : null}
          <ExportMenu what={['usage']} scope={{ tenant, ...(asked ? { month: asked } : {}) }} disabled={!asked} />
        </>
      }
    >
      <Answer of={months} what="the months">
        {() =>
          asked === undefined ? (
            <EmptyState icon="gap" title="No period of this organisation yet" actions={<FirstStep />}>
              Its first period comes with the next collection; earlier ones with “Fetch the past” in Activity.
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
