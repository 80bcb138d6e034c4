/** The key figures with their change since the last month-end and the number of tenants included. */
import type { ReactElement } from 'react'
import type { OverviewFigure } from '../../../shared/contract/overview-answers.ts'
import { KeyFigure, KeyFigures } from '../../components/key-figure.tsx'
import { Tag } from '../../components/tag.tsx'
import { formatCount, formatMonth, formatQuantity } from '../../lib/format.ts'
import { useTenants } from '../../lib/use-names.ts'
import { figureHelp, helpOfFigure } from '../help/help-texts.tsx'

export function OverviewFigures({ figures }: { figures: OverviewFigure[] }): ReactElement | null {
  const { nameOf } = useTenants()
  if (figures.length === 0) return null
  return (
    <KeyFigures>
      {figures.map((figure) => {
        const { with: present, expected, missing } = figure.tenants
        return (
          <KeyFigure
            key={figure.figure}
            label={figure.label}
            value={figure.value}
            sumOf={figure.figure}
            delta={figure.change}
            since={
              figure.changeSince ? <span>since {formatMonth(figure.changeSince, 'short')}</span> : <span>no month to compare with</span>
            }
            state={figure.state ? <Tag tone={figure.state === 'settled' ? 'good' : 'plain'}>{figure.state}</Tag> : undefined}
            help={
              <>
                {helpOfFigure(figure.figure)}
                {figureHelp.sum}
              </>
            }
            note={
              present < expected ? (
                <span title={`Missing: ${missing.map(nameOf).join(', ')}`}>
                  <Tag icon="gap">
                    {formatQuantity(present)} of {formatCount(expected, 'tenant', 'tenants')}
                  </Tag>
                </span>
              ) : (
                <span>{formatCount(expected, 'tenant', 'tenants')}</span>
              )
            }
          />
        )
      })}
    </KeyFigures>
  )
}
