/** Rows of a simulated overview: seats, meters, allowances and rollups as pure functions of period and time. */
import { dayMs } from '../../shared/domain/duration.ts'
import type { Cycle } from '../core/vendors/genesys/cycle.ts'
import { chanceOf } from './chance.ts'
import { type OverviewRow, shareOver } from './genesys-world.ts'

/** The fields that identify a row. */
export interface RowName {
  name: string
  partNumber: string
  grouping: string
  unit: string
}

/** A monthly quantity and how it varies. */
export interface Amount {
  /** In a normal month at the start. */
  base: number
  /** As a share per year. */
  growthPerYear?: number
  /** Factors for the calendar months (1 to 12) that differ. */
  season?: Readonly<Record<number, number>>
  /** Random monthly variation, as a share. */
  noise?: number
}

/** A commitment from a UTC day on. */
export interface Commitment {
  from: string
  quantity: string
  price: string
}

/** Records arrive for this long after a period's end. */
const lateForMs = 2 * dayMs

function monthAmount(seed: string, amount: Amount, since: string, period: Cycle): number {
  const years = (Date.parse(period.start) - Date.parse(since)) / (365 * dayMs)
  const season = amount.season?.[Number(period.end.slice(5, 7))] ?? 1
  const luck = 1 + (chanceOf(`${seed}/${period.start}`).next() - 0.5) * 2 * (amount.noise ?? 0.04)
  return amount.base * (1 + (amount.growthPerYear ?? 0) * years) * season * luck
}

/** Seats: whole numbers that rise in the first half of a period and never fall within it. */
export function seatsUsed(seed: string, amount: Amount, since: string, period: Cycle, at: number): number {
  const share = Math.min(1, shareOver(period, at) * 2)
  return Math.round(monthAmount(seed, amount, since, period) * (0.7 + 0.3 * share))
}

/** A metered quantity with `decimals` digits: it accumulates daily, and a small part is counted late. */
export function metered(seed: string, amount: Amount, decimals: number, since: string, period: Cycle, at: number): string {
  const late = at < Date.parse(`${period.end}T00:00:00Z`) + dayMs + lateForMs ? 0.996 : 1
  return (monthAmount(seed, amount, since, period) * shareOver(period, at) * late).toFixed(decimals)
}

/** The commitment in force when a period starts; quantity 0 if there is none. */
export function commitmentOf(commitments: readonly Commitment[], period: Cycle): Pick<OverviewRow, 'prepayQuantity' | 'prepayPrice'> {
  const inForce = commitments.findLast((each) => each.from <= period.start)
  return inForce === undefined ? { prepayQuantity: '0' } : { prepayQuantity: inForce.quantity, prepayPrice: inForce.price }
}

/** A row with the vendor's member names. */
export function overviewRow(
  { name, partNumber, grouping, unit }: RowName,
  rest: Omit<OverviewRow, 'name' | 'partNumber' | 'grouping' | 'unitOfMeasureType'>,
): OverviewRow {
  return { name, partNumber, grouping, unitOfMeasureType: unit, ...rest }
}
