/** Why a tenant's report could not be collected, with the next step; nothing if there is no problem. */
import type { ReactElement } from 'react'
import type { DatasetId } from '../../shared/domain/vendors.ts'
import { useAnswer } from '../lib/query.ts'
import { datasetWords } from '../lib/words.ts'
import { WarningList } from './warning-list.tsx'

export function ReportProblems({ tenant, datasets }: { tenant: number; datasets: readonly DatasetId[] }): ReactElement | null {
  const reports = useAnswer('tenants.reports', { tenant }).data ?? []
  const wanted = reports.filter(({ dataset }) => datasets.includes(dataset))
  return (
    <WarningList
      warnings={wanted.flatMap(({ dataset, state, error }) => {
        if (error !== null) return [{ code: error.code, message: `${datasetWords[dataset]}: ${error.message}` }]
        return state === 'not-asked'
          ? [{ code: 'NOT_ASKED', message: `${datasetWords[dataset]}: not collected yet. It is collected with the next collection.` }]
          : []
      })}
    />
  )
}
