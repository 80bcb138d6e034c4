import type { WriteDb } from '../../src/main/core/database/db.ts'
import type { Writer } from '../../src/main/core/writer/writer.ts'
import { writes } from '../../src/main/core/writer/writes.ts'

/** A writer that runs in the test's own thread. */
export const directWriter = (db: WriteDb): Writer => ({
  // biome-ignore lint/suspicious/noExplicitAny: one of the writes, called with its own input
  call: async (name, input) => db.sqlite.transaction(() => (writes[name] as any)(db, input)).immediate(),
  close: async () => {},
})
