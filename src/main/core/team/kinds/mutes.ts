/** Muted attention items. */
import { findingId } from '../../attention/finding.ts'
import { endMute, muteWrites } from '../../attention/mutes.ts'
import { prepared } from '../../database/prepared.ts'
import { canonicalText } from '../../evidence/canonical.ts'
import type { Decided, DecisionKind } from './kind.ts'

interface MuteRow {
  tenantId: number
  about: string
  reason: string
  until: string | null
  at: number
  by: string
  unmutedAt: number | null
  unmutedBy: string | null
}

/** Subject: tenant and what the item is about. */
export const mutes: DecisionKind = {
  kind: 'mute',
  read({ sqlite }, ids) {
    const rows = prepared<[], MuteRow>(
      sqlite,
      `SELECT tenant_id tenantId, about, reason, until, at, by, unmuted_at unmutedAt, unmuted_by unmutedBy FROM attention_mute
       WHERE about IS NOT NULL ORDER BY id`,
    ).all()
    return new Map(
      rows.flatMap(({ tenantId, about, reason, until, at, by, unmutedAt, unmutedBy }): [string, Decided][] => {
        const tenant = ids.teamTenant(tenantId)
        if (tenant === undefined) return []
        const subject = JSON.stringify([tenant, about])
        return [
          unmutedAt === null
            ? [subject, { value: canonicalText({ reason, until }), by, at }]
            : [subject, { value: 'null', by: unmutedBy ?? by, at: unmutedAt }],
        ]
      }),
    )
  },
  write(db, ids, subject, { value, by, at }) {
    const [tenant, about] = JSON.parse(subject) as [number, string]
    const tenantId = ids.ourTenant(tenant)
    if (tenantId === undefined) return
    const item = findingId(tenantId, about)
    const muted = JSON.parse(value) as Pick<MuteRow, 'reason' | 'until'> | null
    if (muted === null) endMute(db, { item, at, by })
    else muteWrites['attention.mute'](db, { ...muted, item, about, tenantId, at, by })
  },
}
