import type { WriteDb } from '../../src/main/core/database/db.ts'
import type { Writer } from '../../src/main/core/writer/writer.ts'
import { writes } from '../../src/main/core/writer/writes.ts'

/** A writer that runs in the test's own thread. */
export const directWriter = (db: WriteDb): Writer => ({
  call: async (name, input) => {
    // biome-ignore lint/suspicious/noExplicitAny: one of the writes, called with its own input
    const write = writes[name] as any
    return write.ownTransactions === true ? write(db, input) : db.sqlite.transaction(() => write(db, input)).immediate()
  },
  close: async () => {},
})
