/** Six months of the demo's vendors, recorded at month-ends: small, but with tenants that are new, gone or paused, and one with a gap. */
import { recordAnswer } from '../../src/main/core/history/record.ts'
import { datasetById } from '../../src/main/core/vendors/providers.ts'
import { writes } from '../../src/main/core/writer/writes.ts'
import { demoGenesysWorld } from '../../src/main/demo/demo-genesys-world.ts'
import { demoPetraTenants } from '../../src/main/demo/demo-petra-tenants.ts'
import { demoRules } from '../../src/main/demo/demo-rules.ts'
import { petraWorld } from '../../src/main/demo/generate-petra-world.ts'
import { overviewBody } from '../../src/main/demo/genesys-answers.ts'
import { periodAt } from '../../src/main/demo/genesys-world.ts'
import { billableUsersPayload, dayOf, usagePayload } from '../../src/main/demo/petra-payloads.ts'
import { dayMs } from '../../src/shared/domain/duration.ts'
import type { DatasetId } from '../../src/shared/domain/vendors.ts'
import { asBytes } from './history.ts'
import { type Reporting, reporting } from './reporting.ts'

/** September has no snapshot at all, as in the demo. */
const months = ['2026-06', '2026-07', '2026-08', '2026-09', '2026-10', '2026-11'] as const
const span = { seed: 'slice', from: '2026-05-01', until: '2026-12-03' }
/** Never billed, paused, new, gone, growing, with differing totals, shrinking; and one that is not collected in October. */
const tenantIndexes = [1, 2, 6, 9, 11, 13, 15, 17]
const gapIndex = 1

/** Records the slice, at a time at which all of its months are over. */
export async function demoSlice(): Promise<Reporting> {
  const app = await reporting('2026-12-03T12:00:00Z')
  const { db } = app
  const plans = demoPetraTenants(span)
  const world = petraWorld({ ...span, organisation: 'Slice', tenants: tenantIndexes.map((index) => plans[index]!) })
  const genesys = demoGenesysWorld(span)
  db.sqlite.exec('delete from tenant')
  for (const rule of demoRules({ from: '2026-01', raisedFrom: '2026-10', at: 0 })) writes['rule.add'](db, rule)
  for (const month of months) {
    const end = monthEnd(month)
    list(end)
    if (month === '2026-09') continue
    for (const { id, externalId, kind } of known()) {
      const body = kind === 'petra' ? billableUsersPayload(world, externalId, end) : customerBody(externalId, end)
      const isGap = kind === 'petra' && month === '2026-10' && externalId === world.tenants(end)[gapPosition()]?.petraTenantId
      if (body !== null && !isGap) record(kind === 'petra' ? 'petra.billable-users' : 'genesys.trustee-overview', id, externalId, body, end)
    }
    const later = end + 2 * dayMs
    record('petra.usage', null, null, usagePayload(world, dayOf(end), later), later)
  }
  return app

  function list(at: number): void {
    const petra = world.tenants(at).filter((tenant) => tenant.billableStatus !== 'Deleted' && tenant.onboardedOn <= dayOf(at))
    writes['tenants.listed'](db, {
      connectionId: 1,
      listing: {
        tenants: petra.map(({ petraTenantId, name, isPaused }) => ({
          externalId: petraTenantId,
          kind: 'petra' as const,
          name,
          microsoftTenantId: null,
          vendorPaused: isPaused,
        })),
        complete: ['petra'],
      },
      at,
    })
    const customers = genesys.customers.filter((customer) => customer.enabled(at) && customer.since <= dayOf(at))
    writes['tenants.listed'](db, {
      connectionId: 2,
      listing: {
        tenants: customers.map(({ id, name }) => ({
          externalId: id,
          kind: 'customer' as const,
          name,
          microsoftTenantId: null,
          vendorPaused: null,
        })),
        complete: ['customer'],
      },
      at,
    })
  }

  function known(): { id: number; externalId: string; kind: 'petra' | 'customer' }[] {
    return db.sqlite.prepare('select id, external_id externalId, kind from tenant where gone_at is null').all() as never
  }

  /** The last period that is over. */
  function customerBody(externalId: string, at: number) {
    const customer = genesys.customers.find(({ id }) => id === externalId)!
    const period = periodAt(customer, 1, at, 0)
    return period === null ? null : overviewBody(customer, period, at)
  }

  function record(dataset: DatasetId, tenantId: number | null, externalId: string | null, body: object, observedAt: number): void {
    const connectionId = dataset.startsWith('petra') ? 1 : 2
    const asked = { externalId, microsoftTenantId: null }
    recordAnswer(db, { runId: null, connectionId, tenantId, dataset, asked, observedAt, bytes: asBytes(body) }, datasetById(dataset))
  }
}

const gapPosition = () => tenantIndexes.indexOf(gapIndex)

/** 18:00 on the last day. */
function monthEnd(month: string): number {
  const [year, number] = month.split('-').map(Number)
  return Date.UTC(year!, number!, 0, 18)
}
