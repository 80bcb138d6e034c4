/** Muted findings: the mutes in force, and the writes. Ended mutes are kept. */
import { and, inArray, isNull } from 'drizzle-orm'
import type { Mute } from '../../../shared/contract/attention-answers.ts'
import { isoTime } from '../../../shared/domain/iso-time.ts'
import { AppError } from '../base/errors.ts'
import { getOrAdd } from '../base/get-or-add.ts'
import type { ReadDb, WriteDb } from '../database/db.ts'
import { attentionMuteTable } from '../database/schema/user.ts'

/** The mutes in force on a day (of the reporting time zone), by tenant and id of the finding. */
export function mutesOn({ orm }: ReadDb, today: string): Map<number, Map<string, Mute>> {
  const open = orm.select().from(attentionMuteTable).where(isNull(attentionMuteTable.unmutedAt)).all()
  const mutes = new Map<number, Map<string, Mute>>()
  for (const { item, tenantId, reason, until, at, by } of open) {
    if (until !== null && until < today) continue
    getOrAdd(mutes, tenantId, () => new Map<string, Mute>()).set(item, { reason, until, at: isoTime(at), by })
  }
  return mutes
}

/** A mute before it is stored. */
export interface NewMute {
  /** The id of the finding (`findingId`). */
  item: string
  /** `Found.about`. */
  about: string
  tenantId: number
  reason: string
  /** The last day; null for no end. */
  until: string | null
  /** ms. */
  at: number
  by: string
}

/** The writes of mutes. */
export const muteWrites = {
  /** Mutes a finding. An earlier mute of it ends, also one under its earlier id. */
  'attention.mute': (db: WriteDb, { earlierId, ...mute }: NewMute & { earlierId?: string }): void => {
    endMute(db, mute, earlierId)
    db.orm.insert(attentionMuteTable).values(mute).run()
  },

  /** Ends a mute. Throws `NOT_FOUND` if the finding is not muted. */
  'attention.unmute': (db: WriteDb, ended: Pick<NewMute, 'item' | 'at' | 'by'>): void => {
    if (endMute(db, ended) === 0) {
      throw new AppError(
        'NOT_FOUND',
        `${ended.item} is not muted, so there is nothing to unmute. \`attention --json\` lists muted items.`,
        {
          data: { id: ended.item },
        },
      )
    }
  },
}

/** Ends the mutes in force of an item; returns how many there were. */
export function endMute({ orm }: WriteDb, { item, at, by }: Pick<NewMute, 'item' | 'at' | 'by'>, earlierId = item): number {
  const open = and(inArray(attentionMuteTable.item, [item, earlierId]), isNull(attentionMuteTable.unmutedAt))
  return orm.update(attentionMuteTable).set({ unmutedAt: at, unmutedBy: by }).where(open).run().changes
}
