/** Handlers of `team.*`. */
import type { Clock } from '../base/clock.ts'
import { systemUser } from '../base/system-user.ts'
import type { ReadDb } from '../database/db.ts'
import { openConflicts } from '../team/conflicts.ts'
import type { Team } from '../team/team.ts'
import type { Writer } from '../writer/writer.ts'
import type { Api } from './product.ts'

/** Dependencies of these handlers. */
interface TeamHandlerDeps {
  team: Team
  reader: ReadDb
  writer: Writer
  clock: Clock
}

/** Creates the handlers. */
export function teamHandlers({ team, reader, writer, clock }: TeamHandlerDeps): Pick<Api, Extract<keyof Api, `team.${string}`>> {
  return {
    'team.connect': ({ url, secret, ca }) => team.connect({ url, secret: secret ?? null, ca: ca ?? null }),
    'team.check': ({ url, secret, ca }) => team.check({ url, secret: secret ?? null, ca: ca ?? null }),
    'team.status': async () => ({ team: await team.status() }),
    'team.sync': (_, { signal }) => team.sync(signal, () => {}),
    'team.conflicts': async () => openConflicts(reader),
    'team.settle': async ({ id, keep, by }) => {
      await writer.call('team.settle', { id, keep, at: clock.now(), by: by ?? systemUser() })
      return openConflicts(reader)
    },
    'team.disconnect': async () => {
      await team.disconnect()
      return {}
    },
  }
}
