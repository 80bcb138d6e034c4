/** Services by month: which SKUs are billed as one, and which people are excluded. */
import type { ServiceAnswer } from '../../../shared/contract/reconcile-answers.ts'
import { type Decimal, parseDecimal } from '../../../shared/domain/decimal.ts'
import { isoTime } from '../../../shared/domain/iso-time.ts'
import type { Month } from '../../../shared/domain/month.ts'
import type { ReadDb, WriteDb } from '../database/db.ts'
import { serviceExclusionTable, serviceTable } from '../database/schema/reconcile.ts'
import { ruleInForce } from '../rules/rule-book.ts'

/** A service in a month. */
export interface Service {
  name: string
  skus: readonly string[]
  counts: 'people' | 'licences'
  tolerance: Decimal
  billed: 'arrears' | 'advance'
}

/** The services in force, month by month. */
export interface ServiceBook {
  of(name: string, month: Month): Service | null
  all(month: Month): Service[]
  /** Whether it was ever defined. */
  has(name: string): boolean
  /** Why people are excluded, by the vendor's id. */
  exclusions(name: string, tenantId: number, month: Month): ReadonlyMap<string, string>
}

/** Reads the services. */
export function readServices(db: ReadDb): ServiceBook {
  const byName = Map.groupBy(db.orm.select().from(serviceTable).orderBy(serviceTable.id).all(), ({ name }) => name)
  const exclusions = Map.groupBy(
    db.orm.select().from(serviceExclusionTable).orderBy(serviceExclusionTable.id).all(),
    ({ service, tenantId }) => `${service}\n${tenantId}`,
  )
  const of = (name: string, month: Month): Service | null => {
    const row = ruleInForce(byName.get(name) ?? [], month)
    if (row === null || row.skus === null) return null
    const { counts, tolerance, billed } = row
    return { name, skus: JSON.parse(row.skus) as string[], counts, tolerance: parseDecimal(tolerance)!, billed }
  }
  return {
    of,
    has: (name) => byName.has(name),
    all: (month) => [...byName.keys()].sort().flatMap((name) => of(name, month) ?? []),
    exclusions(name, tenantId, month) {
      const people = Map.groupBy(exclusions.get(`${name}\n${tenantId}`) ?? [], ({ person }) => person)
      const inForce = [...people].flatMap(([person, rows]) => {
        const row = ruleInForce(rows, month)
        return row?.excluded ? [[person, row.reason] as const] : []
      })
      return new Map(inForce)
    },
  }
}

/** Answers `services.list`: services in force in a month. */
export function listServices(db: ReadDb, month: Month, skuName: (skuId: string) => string): ServiceAnswer[] {
  const rows = db.orm.select().from(serviceTable).orderBy(serviceTable.id).all()
  const excluded = db.orm.select().from(serviceExclusionTable).orderBy(serviceExclusionTable.id).all()
  return [...Map.groupBy(rows, ({ name }) => name)].flatMap(([name, own]) => {
    const row = ruleInForce(own, month)
    if (row === null || row.skus === null) return []
    const people = Map.groupBy(
      excluded.filter(({ service }) => service === name),
      ({ tenantId, person }) => `${tenantId}\n${person}`,
    )
    return [
      {
        name,
        skus: (JSON.parse(row.skus) as string[]).map((skuId) => ({ skuId, name: skuName(skuId) })),
        counts: row.counts,
        tolerance: row.tolerance,
        billed: row.billed,
        from: row.fromMonth,
        exclusions: [...people.values()].flatMap((each) => {
          const found = ruleInForce(each, month)
          if (!found?.excluded) return []
          const { tenantId: tenant, person, reason, fromMonth: from, who, at } = found
          return [{ tenant, person, reason, from, who, at: isoTime(at) }]
        }),
      },
    ]
  })
}

/** The writes of this file. */
export const serviceWrites = {
  /** Appends a row about a service. */
  'service.add': (db: WriteDb, row: Omit<typeof serviceTable.$inferInsert, 'id'>): void => {
    db.orm.insert(serviceTable).values(row).run()
  },
  /** Appends a row about a person. */
  'service.exclude': (db: WriteDb, row: Omit<typeof serviceExclusionTable.$inferInsert, 'id'>): void => {
    db.orm.insert(serviceExclusionTable).values(row).run()
  },
}
