/** Files made from a month's figures. */
import { desc, eq } from 'drizzle-orm'
import type { MonthExport } from '../../../shared/contract/closing-answers.ts'
import { isoTime } from '../../../shared/domain/iso-time.ts'
import type { ReadDb, WriteDb } from '../database/db.ts'
import { monthExportTable } from '../database/schema/user.ts'

/** The exports of a month, newest first. */
export function exportsOf({ orm }: ReadDb, month: string): MonthExport[] {
  const rows = orm.select().from(monthExportTable).where(eq(monthExportTable.month, month)).orderBy(desc(monthExportTable.id)).all()
  return rows.map(({ what, format, tenantId, rows, bytes, sha256, at, by }) => ({
    what,
    format,
    tenant: tenantId,
    rows,
    bytes,
    sha256,
    at: isoTime(at),
    by,
  }))
}

/** An export before it is recorded. */
export type NewMonthExport = Omit<typeof monthExportTable.$inferInsert, 'id'>

/** The writes of this file. */
export const monthExportWrites = {
  /** Records that a file was made. */
  'closing.exported': (db: WriteDb, made: NewMonthExport): void => {
    db.orm.insert(monthExportTable).values(made).run()
  },
}
