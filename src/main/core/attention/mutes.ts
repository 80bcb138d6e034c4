/** Muted findings: which are in force, and the writes. Ended mutes stay on record. */
import { and, eq, isNull } from 'drizzle-orm'
import type { Mute } from '../../../shared/contract/attention-answers.ts'
import { isoTime } from '../../../shared/domain/iso-time.ts'
import { AppError } from '../base/errors.ts'
import type { ReadDb, WriteDb } from '../database/db.ts'
import { attentionMuteTable } from '../database/schema/user.ts'

/** The mutes in force on a day (of the reporting time zone), by finding. */
export function mutesOn({ orm }: ReadDb, today: string): Map<string, Mute> {
  const open = orm.select().from(attentionMuteTable).where(isNull(attentionMuteTable.unmutedAt)).all()
  return new Map(
    open
      .filter(({ until }) => until === null || until >= today)
      .map(({ item, reason, until, at, by }) => [item, { reason, until, at: isoTime(at), by }]),
  )
}

/** A mute before it is stored. */
export interface NewMute {
  item: string
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
  /** Mutes a finding. An earlier mute of it ends. */
  'attention.mute': (db: WriteDb, mute: NewMute): void => {
    endMute(db, mute)
    db.orm.insert(attentionMuteTable).values(mute).run()
  },

  /** Ends a mute. Throws `NOT_FOUND` if the finding is not muted. */
  'attention.unmute': (db: WriteDb, ended: Pick<NewMute, 'item' | 'at' | 'by'>): void => {
    if (endMute(db, ended) === 0) {
      throw new AppError('NOT_FOUND', `${ended.item} is not muted: there is nothing to unmute. \`attention --json\` lists what is.`, {
        data: { id: ended.item },
      })
    }
  },
}

function endMute({ orm }: WriteDb, { item, at, by }: Pick<NewMute, 'item' | 'at' | 'by'>): number {
  const open = and(eq(attentionMuteTable.item, item), isNull(attentionMuteTable.unmutedAt))
  return orm.update(attentionMuteTable).set({ unmutedAt: at, unmutedBy: by }).where(open).run().changes
}
