import type { OverviewAnswer } from '../../src/shared/contract/overview-answers.ts'

const nothing = { from: null, to: null, delta: null, parts: [], notComparable: [] }

/** The overview of a history without tenants, with overrides. */
export function emptyOverview(about: Partial<OverviewAnswer> = {}): OverviewAnswer {
  return {
    month: '2026-11',
    timeZone: 'UTC',
    cost: { bill: { state: null, amounts: [], leftOut: [] }, licences: { amounts: [], leftOut: [] } },
    figures: [],
    numbers: { total: { reported: null, listed: null, recounted: null }, tenants: [] },
    bridge: { users: nothing, units: { ...nothing, stateBefore: null, stateAfter: null }, bill: [], licences: [] },
    tenants: [],
    attention: [],
    warnings: [],
    ...about,
  }
}
