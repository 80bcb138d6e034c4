/** Handlers of `attention.*`. */
import { attentionOf, findingNamed } from '../attention/attention.ts'
import { AppError } from '../base/errors.ts'
import { systemUser } from '../base/system-user.ts'
import { inOneReading, type Reading, type ReadingDeps } from '../figures/reading.ts'
import type { Writer } from '../writer/writer.ts'
import type { Api } from './product.ts'

/** Creates the handlers. */
export function attentionHandlers(deps: ReadingDeps & { writer: Writer }): Pick<Api, Extract<keyof Api, `attention.${string}`>> {
  const { writer, clock } = deps
  const answer = (month: string | undefined, items = true) => inOneReading(deps, (reading) => attentionOf(reading, { month, items }))
  return {
    'attention.get': async ({ month, items }) => answer(month, items),
    async 'attention.mute'({ id, month, reason, until, by }) {
      const {
        id: item,
        earlierId,
        about,
        tenant: tenantId,
      } = inOneReading(deps, (reading) => {
        const today = todayOf(reading)
        if (until !== undefined && until < today) {
          throw new AppError('BAD_REQUEST', `${until} is in the past. Choose ${today} or a later day, or no last day.`, {
            data: { until, today },
          })
        }
        return findingNamed(reading, id, { month })
      })
      const mute = { item, about, tenantId, reason, until: until ?? null, at: clock.now(), by: by ?? systemUser() }
      await writer.call('attention.mute', { ...mute, earlierId })
      return answer(month)
    },
    async 'attention.unmute'({ id, month, by }) {
      await writer.call('attention.unmute', { item: id, at: clock.now(), by: by ?? systemUser() })
      return answer(month)
    },
  }
}

const todayOf = ({ calendar, now }: Reading): string => calendar.dayOf(now)
