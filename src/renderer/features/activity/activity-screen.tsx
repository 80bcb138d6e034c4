/** The queue, the problems, and the history of runs and snapshots. */
import { Tabs } from '@mantine/core'
import type { ReactElement } from 'react'
import type { RouteInput } from '../../../shared/contract/routes.ts'
import { Answer } from '../../components/answer.tsx'
import { Icon } from '../../components/icon.tsx'
import { Page } from '../../components/page.tsx'
import { Panel } from '../../components/panel.tsx'
import { TenantPicker } from '../../components/tenant-picker.tsx'
import type { Address } from '../../lib/address.ts'
import { type ReadAnswer, useAnswer } from '../../lib/query.ts'
import { useAddress } from '../../lib/use-address.ts'
import { useTenants } from '../../lib/use-names.ts'
import classes from './activity.module.css'
import { Backfill } from './backfill.tsx'
import { Problems } from './problems.tsx'
import { Queue } from './queue.tsx'
import { Runs } from './runs.tsx'
import { Snapshots } from './snapshots.tsx'

/** More would be slow to transfer; the export has ten thousand. */
const maxRuns = 2_000
const tabs = ['runs', 'snapshots'] as const

export function ActivityScreen(): ReactElement {
  const [address, change] = useAddress()
  const { tenants } = useTenants()
  const tab = tabs.find((each) => each === address.tab) ?? 'runs'
  const runs = useAnswer('runs.list', runsInput(address))
  return (
    <Page
      title="Activity"
      tools={
        <>
          <TenantPicker
            tenants={tenants}
            value={address.tenant ?? null}
            all
            onChange={(tenant) => change({ tenant: tenant ?? undefined })}
          />
          <Backfill />
        </>
      }
    >
      <Queue />
      <Problems tenant={address.tenant ?? null} />
      <Panel title="History of collecting" flush>
        <Tabs
          value={tab}
          onChange={(next) => change({ tab: next === 'runs' ? undefined : (next ?? undefined) }, { replace: true })}
          keepMounted={false}
        >
          <Tabs.List className={classes.tabs ?? ''}>
            <Tabs.Tab value="runs" leftSection={<Icon name="activity" size={14} />}>
              Runs
            </Tabs.Tab>
            <Tabs.Tab value="snapshots" leftSection={<Icon name="evidence" size={14} />}>
              Snapshots
            </Tabs.Tab>
          </Tabs.List>
          <Tabs.Panel value="runs">
            <Answer of={runs} what="the runs">
              {(value) => <Runs runs={value} cut={value.length >= maxRuns} />}
            </Answer>
          </Tabs.Panel>
          <Tabs.Panel value="snapshots">
            <Snapshots tenant={address.tenant ?? null} />
          </Tabs.Panel>
        </Tabs>
      </Panel>
    </Page>
  )
}

/** Preloads what the screen shows first for an address. */
export async function readActivity(read: ReadAnswer, address: Address): Promise<void> {
  await read('runs.list', runsInput(address))
  await read('queue.get', {})
}

const runsInput = ({ tenant }: Address): RouteInput<'runs.list'> => ({ ...(tenant ? { tenant } : {}), limit: maxRuns })
