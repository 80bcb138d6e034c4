/** Handlers of `settings.*`. */
import type { ReadDb } from '../database/db.ts'
import { readSettings, setSetting } from '../settings/settings.ts'
import type { Writer } from '../writer/writer.ts'
import type { Api } from './product.ts'

/** Creates the handlers. */
export function settingHandlers({ reader, writer }: { reader: ReadDb; writer: Writer }): Pick<Api, 'settings.get' | 'settings.set'> {
  return {
    'settings.get': async () => readSettings(reader),
    async 'settings.set'({ key, value }) {
      await setSetting(writer, key, value)
      return readSettings(reader)
    },
  }
}
