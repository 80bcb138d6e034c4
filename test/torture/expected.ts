/** What a history must contain after a kill, according to the process's reports. */
import { dayMs } from '../../src/shared/domain/duration.ts'
import type { FromTortured } from './messages.ts'
import { firstReportMs } from './payloads.ts'

/** An acknowledged snapshot. */
export interface Acknowledged {
  tenant: number
  step: number
}

/** What a history must contain after a kill: exactly one of these sets. Several if the killed work may or may not have finished. */
export interface Expected {
  sets: Acknowledged[][]
  backups: Map<string, Acknowledged[]>
}

/** The expectation after one more message. */
export function after(expected: Expected, message: FromTortured): Expected {
  const { sets, backups } = expected
  const current = sets[0] ?? []
  switch (message.kind) {
    case 'recorded':
      return { sets: [[...current, { tenant: message.tenant, step: message.step }]], backups }
    case 'backed up':
      return { sets: [current], backups: new Map(backups).set(message.backup, current) }
    case 'started':
      return { sets: [current, without(current, message, backups)], backups }
    case 'done':
      return { sets: [sets[1] ?? current], backups }
    default:
      return expected
  }
}

function without(
  current: Acknowledged[],
  message: Extract<FromTortured, { kind: 'started' }>,
  backups: Expected['backups'],
): Acknowledged[] {
  if (message.work === 'wipe') return current.filter(({ tenant }) => tenant !== message.tenant)
  if (message.work === 'prune') return current.filter(({ step }) => firstReportMs + step * dayMs >= message.before)
  return backups.get(message.backup) ?? []
}
