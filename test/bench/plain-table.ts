/** A history without intervals: one row per person and snapshot, with the index that its queries need. */
import type { Database } from 'better-sqlite3'
import type { Person } from '../support/changing-people.ts'

interface Row {
  id: string
  name: string
  upn: string
  mail: string
  enabled: number
  skus: string
}

/** A plain table and its two queries. */
export function plainTable(db: Database) {
  db.pragma('journal_mode = off')
  db.pragma('synchronous = off')
  db.exec(`create table if not exists plain (snapshot integer not null, id text not null, name text, upn text, mail text, enabled integer, skus text,
    primary key (snapshot, id)) without rowid`)
  const insert = db.prepare('insert into plain values (?, ?, ?, ?, ?, ?, ?)')
  const only = (here: string, there: string) =>
    db.prepare<unknown[], Row>(
      `select id, name, upn, mail, enabled, skus from plain p where snapshot = ${here}
       and not exists (select 1 from plain where snapshot = ${there} and id = p.id) order by id`,
    )
  const added = only('@to', '@from')
  const removed = only('@from', '@to')
  const changed = db.prepare<unknown[], Row & { before: string }>(
    `select b.id, b.name, b.upn, b.mail, b.enabled, b.skus, a.skus before from plain a join plain b on b.snapshot = @to and b.id = a.id
     where a.snapshot = @from and (a.name, a.upn, a.mail, a.enabled, a.skus) is not (b.name, b.upn, b.mail, b.enabled, b.skus) order by b.id`,
  )
  const moved = db
    .prepare<unknown[], [id: string, before: string | null, after: string | null]>(
      `select b.id, a.skus, b.skus from plain b left join plain a on a.snapshot = @from and a.id = b.id
       where b.snapshot = @to and (a.name, a.upn, a.mail, a.enabled, a.skus) is not (b.name, b.upn, b.mail, b.enabled, b.skus)
       union all select a.id, a.skus, null from plain a where a.snapshot = @from and not exists (select 1 from plain where snapshot = @to and id = a.id)`,
    )
    .raw()
  const perSku = db
    .prepare<[number], [string, number]>('select value, count(*) from plain, json_each(skus) where snapshot = ? group by value')
    .raw()
  const billed = db
    .prepare<[number, string], number>(
      `select count(*) from plain where snapshot = ? and exists (select 1 from json_each(skus) where value not in (select value from json_each(?)))`,
    )
    .pluck()
  const holders = db.prepare<[string], [number, number]>('select snapshot, sum(instr(skus, ?) > 0) from plain group by snapshot').raw()
  const read = (skus: string) => JSON.parse(skus) as string[]
  return {
    add: db.transaction((snapshot: number, people: readonly Person[]) => {
      for (const { id, displayName, userPrincipalName, mail, accountEnabled, assignedLicenseSkuIds } of people) {
        const skus = JSON.stringify(assignedLicenseSkuIds.toSorted())
        insert.run(snapshot, id, displayName, userPrincipalName, mail, accountEnabled ? 1 : 0, skus)
      }
    }),
    finish: () => void db.exec('analyze'),
    close: () => void db.close(),
    /** By id only: who differs, which SKUs each gained and lost, and holders per SKU on both sides. */
    movement(from: number, to: number) {
      const moves: { id: string; gained: string[]; lost: string[] }[] = []
      for (const [id, before, after] of moved.all({ from, to })) {
        const [was, is] = [before === null ? [] : read(before), after === null ? [] : read(after)]
        moves.push({ id, gained: is.filter((sku) => !was.includes(sku)), lost: was.filter((sku) => !is.includes(sku)) })
      }
      return { moves, skus: [new Map(perSku.all(from)), new Map(perSku.all(to))] }
    },
    /** The same answer as ours: who, which licences, holders per SKU, and how many are billed on both sides. */
    difference(from: number, to: number, excluded: ReadonlySet<string>) {
      const [before, after] = [new Map(perSku.all(from)), new Map(perSku.all(to))]
      const skus = [...new Set([...before.keys(), ...after.keys()])].sort()
      const deltas = skus.map((sku) => [sku, (after.get(sku) ?? 0) - (before.get(sku) ?? 0)] as const)
      return {
        added: added.all({ from, to }).map((row) => ({ ...row, skus: read(row.skus) })),
        removed: removed.all({ from, to }).map((row) => ({ ...row, skus: read(row.skus) })),
        changed: changed.all({ from, to }).map((row) => {
          const [was, is] = [read(row.before), read(row.skus)]
          return { id: row.id, gained: is.filter((sku) => !was.includes(sku)), lost: was.filter((sku) => !is.includes(sku)) }
        }),
        skus: Object.fromEntries(deltas.filter(([, delta]) => delta !== 0)),
        recounted: [from, to].map((snapshot) => billed.get(snapshot, JSON.stringify([...excluded]))!),
      }
    },
    /** Holders of a SKU in every snapshot. */
    trend: (sku: string): Map<number, number> => new Map(holders.all(sku)),
  }
}
