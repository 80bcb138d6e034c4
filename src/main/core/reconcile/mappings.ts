/** The user's mappings of customers and products. Replaced and removed mappings are kept as history. */
import { and, desc, eq, isNull } from 'drizzle-orm'
import type { MappingAnswer } from '../../../shared/contract/reconcile-answers.ts'
import { isoTime } from '../../../shared/domain/iso-time.ts'
import { AppError } from '../base/errors.ts'
import type { ReadDb, WriteDb } from '../database/db.ts'
import { mappingTable } from '../database/schema/reconcile.ts'

/** A mapping before it is stored. */
export type NewMapping = Omit<typeof mappingTable.$inferInsert, 'id' | 'removedAt'>

/** All mappings, newest first. */
export function listMappings(db: ReadDb): MappingAnswer[] {
  return db.orm
    .select()
    .from(mappingTable)
    .orderBy(desc(mappingTable.id))
    .all()
    .map(({ tenantId, at, removedAt, ...mapping }) => ({
      ...mapping,
      tenant: tenantId,
      at: isoTime(at),
      removedAt: removedAt === null ? null : isoTime(removedAt),
    }))
}

/** The writes of mappings. */
export const mappingWrites = {
  /** Sets mappings; each replaces the one in force for its key. */
  'mapping.set': (db: WriteDb, mappings: NewMapping[]): void => {
    for (const mapping of mappings) {
      db.orm.update(mappingTable).set({ removedAt: mapping.at }).where(inForce(mapping.kind, mapping.key)).run()
      db.orm.insert(mappingTable).values(mapping).run()
    }
  },

  /** Ends a mapping, so that its key is no longer mapped by the user. Throws `NOT_FOUND` unless it is in force. */
  'mapping.remove': (db: WriteDb, { id, at }: { id: number; at: number }): void => {
    const row = db.orm
      .select()
      .from(mappingTable)
      .where(and(eq(mappingTable.id, id), isNull(mappingTable.removedAt)))
      .get()
    if (row === undefined)
      throw new AppError('NOT_FOUND', `There is no mapping ${id}. See the list of mappings.`, { data: { mapping: id } })
    db.orm.update(mappingTable).set({ removedAt: at }).where(eq(mappingTable.id, id)).run()
  },
}

const inForce = (kind: NewMapping['kind'], key: string) =>
  and(eq(mappingTable.kind, kind), eq(mappingTable.key, key), isNull(mappingTable.removedAt))
