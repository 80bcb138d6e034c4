/** A billing period: key figures, charges, contract. */

import type { ReactElement } from 'react'
import type { UsageAnswer } from '../../../shared/contract/usage-answers.ts'
import { chargeName } from '../../../shared/domain/charge-name.ts'
import { figureNames } from '../../../shared/domain/figure-names.ts'
import { EvidenceLink } from '../../components/evidence-link.tsx'
import { KeyFigure, KeyFigures } from '../../components/key-figure.tsx'
import { Panel } from '../../components/panel.tsx'
import { Tag } from '../../components/tag.tsx'
import { WarningList } from '../../components/warning-list.tsx'
import { formatDay, formatMoney, formatQuantity } from '../../lib/format.ts'
import { rowIds } from '../../lib/row-ids.ts'
import { figureHelp } from '../help/help-texts.tsx'
import { ChargePeriods } from './charge-periods.tsx'
import { ChargeTable } from './charge-table.tsx'
import { unusedCharges } from './chosen-charge.ts'
import classes from './usage.module.css'

export function UsageView({ usage }: { usage: UsageAnswer }): ReactElement {
  const { totals, currency, contract, evidence } = usage
  const finality = usage.final ? <Tag tone="good">final</Tag> : <Tag>not final</Tag>
  const unused = unusedCharges(usage.rows)
  return (
    <div className="stack">
      {totals ? (
        <KeyFigures>
          <KeyFigure
            label={figureNames.commitmentCost}
            value={totals.vendor.commitment}
            currency={currency}
            state={finality}
            help={figureHelp.committed}
            snapshotId={evidence.snapshotId}
            note="commitments × prepaid prices"
          />
          <KeyFigure
            label={figureNames.overageCost}
            value={totals.vendor.over}
            currency={currency}
            help={figureHelp.over}
            snapshotId={evidence.snapshotId}
            note="over × overage prices"
          />
          <KeyFigure
            label="Third-party charges"
            value={totals.thirdParty.commitment}
            currency={currency}
            help={figureHelp.thirdParty}
            note={`overage: ${formatMoney(totals.thirdParty.over, currency)}, never in the total`}
          />
          <KeyFigure
            label="Unused commitments"
            value={unused.length}
            help={figureHelp.unused}
            note={unused.length === 1 ? 'charge committed, nothing used' : 'charges committed, nothing used'}
          />
        </KeyFigures>
      ) : null}
      <WarningList
        warnings={[
          ...usage.warnings,
          ...(totals && totals.leftOut.length > 0
            ? [
                {
                  code: 'LEFT_OUT',
                  message: `Not in the totals: ${totals.leftOut.map((left) => leftOutWords(usage, left)).join(', ')}.`,
                },
              ]
            : []),
        ]}
      />
      <Panel
        title="Charges"
        note={
          <>
            {formatDay(usage.period.start)} to {formatDay(usage.period.end)} {totals ? null : finality}
          </>
        }
        actions={<EvidenceLink snapshotId={evidence.snapshotId} />}
        flush
      >
        <ChargeTable usage={usage} />
      </Panel>
      {/* Trends are made of usage. */}
      {usage.dataset === 'genesys.contract-charges' ? null : <ChargePeriods usage={usage} />}
      {unused.length > 0 ? <Unused rows={unused} currency={currency} /> : null}
      {contract ? (
        <Panel title="Contract">
          <dl className={classes.facts}>
            <Fact label="This period" value={`${formatDay(usage.period.start)} to ${formatDay(usage.period.end)}`} />
            <Fact label="Subscription" value={contract.subscriptionType?.replaceAll('_', ' ').toLowerCase() ?? null} />
            <Fact label="Valid from" value={contract.effectiveDate ? formatDay(contract.effectiveDate) : null} />
            <Fact label="Ends" value={contract.endDate ? formatDay(contract.endDate) : null} />
            <Fact label="Last amended" value={contract.amendmentDate ? formatDay(contract.amendmentDate) : null} />
            <Fact
              label="Ramp"
              value={
                contract.rampStartDate
                  ? `${formatDay(contract.rampStartDate)} to ${formatDay(contract.rampEndDate)}${contract.inRampPeriod ? ' (now)' : ''}`
                  : null
              }
            />
            <Fact
              label="Monthly minimum"
              value={contract.minimumMonthlyAmount ? formatMoney(contract.minimumMonthlyAmount, currency) : null}
            />
          </dl>
        </Panel>
      ) : null}
    </div>
  )
}

/** Names a charge that no total includes, with the reason. */
function leftOutWords(usage: UsageAnswer, chargeId: string): string {
  const row = usage.rows.find((each) => each.chargeId === chargeId)
  return `${row ? chargeName(row) : chargeId}${row?.note ? ` (${row.note})` : ''}`
}

function Unused({ rows, currency }: { rows: UsageAnswer['rows']; currency: string | null }): ReactElement {
  const rowId = rowIds(rows, (row) => row.chargeId)
  return (
    <Panel title="Committed and not used" note="in this period">
      <ul className={classes.unused}>
        {rows.map((row) => (
          <li key={rowId(row)}>
            <bdi>{chargeName(row)}</bdi>
            <span>
              {formatQuantity(row.committed)} {row.unit} committed
              {row.commitmentCost === null ? '' : `, ${formatMoney(row.commitmentCost, currency)}`}
            </span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function Fact({ label, value }: { label: string; value: string | null }): ReactElement {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{value ?? 'not sent'}</dd>
    </div>
  )
}
