/** Handlers of `team.*`. */
import type { Team } from '../team/team.ts'
import type { Api } from './product.ts'

/** Creates the handlers. */
export function teamHandlers({ team }: { team: Team }): Pick<Api, Extract<keyof Api, `team.${string}`>> {
  return {
    'team.connect': ({ url, secret, ca }) => team.connect({ url, secret: secret ?? null, ca: ca ?? null }),
    'team.status': async () => ({ team: await team.status() }),
    'team.sync': (_, { signal }) => team.sync(signal, () => {}),
    'team.disconnect': async () => {
      await team.disconnect()
      return {}
    },
  }
}
