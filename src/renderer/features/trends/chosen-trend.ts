/** The trend that an address selects. */
import type { FigureChoice, FigureName, MonthsAnswer } from '../../../shared/contract/figure-answers.ts'
import type { RouteInput } from '../../../shared/contract/routes.ts'
import { addMonths } from '../../../shared/domain/month.ts'
import type { Address } from '../../lib/address.ts'

export interface ChosenTrend {
  figure: FigureName
  /** Empty: all. */
  tenants: number[]
  /** Added up over the tenants. Figures that cannot be added are shown per tenant. */
  sum: boolean
  grain: 'day' | 'month'
  /** Null until the months are known. */
  from: string | null
  to: string | null
}

/** The address's trend; defaults: reported users of all tenants, added up, over the last 18 months. */
export function chosenTrend(address: Address, figures: readonly FigureChoice[] | undefined, months: MonthsAnswer | undefined): ChosenTrend {
  const figure = (address.figure ?? 'reported') as FigureName
  const choice = figures?.find((each) => each.figure === figure)
  const addable = choice?.addable ?? true
  const grain = isMoney(figure) ? 'month' : (address.grain ?? 'month')
  const to = address.to ?? address.month ?? months?.openMonth ?? null
  return {
    figure,
    tenants: address.tenants ?? (address.tenant ? [address.tenant] : []),
    sum: addable && address.tab !== 'each',
    grain,
    from: address.from ?? (to ? addMonths(to, grain === 'day' ? -2 : -17) : null),
    to,
  }
}

/** Whether a figure is money, which has months but no days. */
export const isMoney = (figure: FigureName): boolean => /^(bill|licence-cost|overage)(:|$)/.test(figure)

export type TrendInput = RouteInput<'trend.get'> & { grain: 'day' | 'month'; from: string; to: string }

/** The request for the trend's points. */
export const trendInput = ({ figure, tenants, sum, grain }: ChosenTrend, from: string, to: string): TrendInput => ({
  figure,
  sum,
  grain,
  ...(tenants.length > 0 ? { tenants } : {}),
  from,
  to,
})
