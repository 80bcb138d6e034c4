/** Switches between the reports of an own Genesys organisation. The chosen month is cleared, because reports may have different months. */
import { SegmentedControl } from '@mantine/core'
import type { ReactElement } from 'react'
import type { Address } from '../lib/address.ts'
import { useAddress } from '../lib/use-address.ts'

type Report = NonNullable<Address['report']>

const words: Record<Report | 'usual', string> = {
  usual: 'Billed',
  held: 'Held',
  compare: 'Billed against held',
  contract: 'Contract (preview)',
}

export function ReportSwitch({ others, usual = words.usual }: { others: readonly Report[]; usual?: string }): ReactElement {
  const [address, change] = useAddress()
  return (
    <SegmentedControl
      size="xs"
      aria-label="Report"
      value={address.report ?? 'usual'}
      onChange={(next) =>
        change({
          report: next === 'usual' ? undefined : (next as Report),
          month: undefined,
          from: undefined,
          to: undefined,
          before: undefined,
          after: undefined,
          tab: undefined,
          figure: undefined,
        })
      }
      data={[{ value: 'usual', label: usual }, ...others.map((each) => ({ value: each, label: words[each] }))]}
    />
  )
}
