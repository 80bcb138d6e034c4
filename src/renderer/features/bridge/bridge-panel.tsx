/** Why figures changed: the earlier numbers, what was added and removed with its reason, the later numbers. Each column adds up. */
import { Fragment, type ReactElement, type ReactNode, useMemo, useState } from 'react'
import type { Bridge, BridgePerson } from '../../../shared/contract/bridge-answers.ts'
import type { CostChange } from '../../../shared/contract/diff-answers.ts'
import { reasonWords, tenantReasonWords } from '../../../shared/domain/reason-words.ts'
import { Delta } from '../../components/delta.tsx'
import { HelpTip } from '../../components/help-tip.tsx'
import { Icon } from '../../components/icon.tsx'
import { Panel } from '../../components/panel.tsx'
import { RuleLink } from '../../components/rule-link.tsx'
import { Tag } from '../../components/tag.tsx'
import { formatCount, formatMoney, formatQuantity } from '../../lib/format.ts'
import classes from './bridge.module.css'
import { BridgeNotes } from './bridge-notes.tsx'
import { type BridgeColumn, type BridgeRow, bridgeColumns, bridgeRows, peopleOfReason } from './bridge-rows.ts'
import { PeopleLinks, TenantLink, TenantLinks } from './part-links.tsx'
import { Waterfall } from './waterfall.tsx'
import { type WaterfallStep, waterfallSteps } from './waterfall-steps.ts'

export interface BridgePanelProps {
  bridge: Bridge
  /** The two sides as text: "October 2026", "November 2026, so far". */
  from: string
  to: string
  /** The months of links to a tenant's own changes; null if snapshots are compared. */
  months: { from: string; to: string } | null
  /** Given for one tenant: its parts list people, not tenants. */
  nameOfPerson?: (person: BridgePerson) => string
  /** What the two costs leave out; absent if another part of the screen shows it. */
  cost?: { vendor: CostChange; licences: CostChange }
  /** Text above the table: "New in November 2026". */
  lead?: ReactNode
}

export function BridgePanel({ bridge, from, to, months, nameOfPerson, cost, lead }: BridgePanelProps): ReactElement {
  const columns = bridgeColumns(bridge)
  const rows = bridgeRows(columns)
  const drawn = columns.filter((column) => column.delta !== null && column.parts.length > 0)
  const [chosenId, setChosenId] = useState<string | null>(null)
  const chosen = drawn.find(({ id }) => id === chosenId) ?? drawn[0]
  const words = nameOfPerson === undefined ? reasonWords : tenantReasonWords
  const steps = useMemo(() => (chosen ? waterfallSteps(chosen, from, to, words) : []), [chosen, from, to, words])
  return (
    <Panel
      title="Why it changed"
      note={`${from} to ${to}`}
      help={
        <HelpTip about="Why it changed">
          <p>
            The reasons in each column add up to its change, which is the difference between the two numbers shown. New tenants and tenants
            that left are included.
          </p>
          <p>
            <strong>Vendor bill</strong> is units × the unit price. <strong>Licence cost</strong> is each licence’s price × its holders at
            month end. They are paid to different companies and never added.
          </p>
          <p>“Not explained by the list” is the rest, because the vendor’s number and its list can differ.</p>
          <RuleLink rule="cost" />
        </HelpTip>
      }
    >
      {lead ? <p className={classes.lead}>{lead}</p> : null}
      {chosen ? <Waterfall columns={drawn} chosen={chosen} onChoose={setChosenId} steps={steps} from={from} to={to} /> : null}
      {columns.length > 0 ? (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling area must be reachable by keyboard
        <section className={classes.scroll} aria-label="Parts of the change" tabIndex={0}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th scope="col">
                  <span className="visually-hidden">Reason</span>
                </th>
                {columns.map((column) => (
                  <Fragment key={column.id}>
                    <th scope="col">
                      {column.title} {column.state === 'projected' ? <Tag>projected</Tag> : null}
                    </th>
                    {column.id === chosen?.id ? (
                      <th scope="col" data-running>
                        Running total
                      </th>
                    ) : null}
                  </Fragment>
                ))}
              </tr>
            </thead>
            <tbody>
              <Side name={from} columns={columns} side="from" running={chosen?.id} />
              {rows.map((row) => (
                <Part
                  key={row.reason}
                  row={row}
                  columns={columns}
                  months={months}
                  nameOfPerson={nameOfPerson}
                  running={chosen?.id}
                  step={steps.find(({ reason }) => reason === row.reason)}
                />
              ))}
              {rows.length === 0 ? (
                <tr>
                  <th scope="row" colSpan={columns.length + 2} className={classes.none}>
                    Nothing changed.
                  </th>
                </tr>
              ) : null}
              <tr className={classes.sum}>
                <th scope="row">Change</th>
                {columns.map((column) => (
                  <Fragment key={column.id}>
                    <td>
                      <Delta value={column.delta} currency={column.currency} />
                    </td>
                    {column.id === chosen?.id ? <td data-running /> : null}
                  </Fragment>
                ))}
              </tr>
              <Side name={to} columns={columns} side="to" running={chosen?.id} />
            </tbody>
          </table>
        </section>
      ) : null}
      <BridgeNotes columns={columns} cost={cost} months={months} />
    </Panel>
  )
}

interface SideProps {
  name: string
  columns: readonly BridgeColumn[]
  side: 'from' | 'to'
  /** The id of the column with its running total next to it. */
  running: string | undefined
}

function Side({ name, columns, side, running }: SideProps): ReactElement {
  return (
    <tr className={classes.side}>
      <th scope="row">{name}</th>
      {columns.map((column) => (
        <Fragment key={column.id}>
          <td>{amountText(column, column[side])}</td>
          {column.id === running ? (
            <td className={classes.running} data-running>
              {amountText(column, column[side])}
            </td>
          ) : null}
        </Fragment>
      ))}
    </tr>
  )
}

const amountText = ({ currency }: BridgeColumn, value: string | number | null): string =>
  currency === null ? formatQuantity(value) : formatMoney(String(value ?? ''), currency)

interface PartProps extends Pick<BridgePanelProps, 'months'> {
  row: BridgeRow
  columns: readonly BridgeColumn[]
  nameOfPerson: BridgePanelProps['nameOfPerson'] | undefined
  running: string | undefined
  /** The row's step in the chart; undefined if the chosen figure has no such reason. */
  step: WaterfallStep | undefined
}

/** A reason. Its button lists the tenants (for one tenant, the people) that it consists of. */
function Part({ row, columns, months, nameOfPerson, running, step }: PartProps): ReactElement {
  const [open, setOpen] = useState(false)
  const ofPeople = nameOfPerson !== undefined
  const words = (ofPeople ? tenantReasonWords : reasonWords)[row.reason]
  // A single tenant needs no list.
  const only = ofPeople || row.tenants.length !== 1 ? null : (row.tenants[0] ?? null)
  const opens = ofPeople ? row.people.length > 0 : row.tenants.length > 1
  const count = ofPeople ? formatCount(row.people.length, 'person', 'people') : formatCount(row.tenants.length, 'tenant', 'tenants')
  return (
    <>
      <tr>
        <th scope="row">
          {opens ? (
            <button type="button" className={classes.toggle} aria-expanded={open} onClick={() => setOpen(!open)}>
              <Icon name={open ? 'chevronDown' : 'chevronRight'} size={14} />
              <span>{words}</span>
              <span className={classes.count}>{count}</span>
            </button>
          ) : (
            <span className={classes.plain}>
              {words} {only === null ? null : <TenantLink tenant={only} months={months} tab={peopleOfReason[row.reason]} />}
            </span>
          )}
        </th>
        {columns.map((column, index) => (
          <Fragment key={column.id}>
            <td>{row.deltas[index] === null ? null : <Delta value={row.deltas[index]} currency={column.currency} />}</td>
            {column.id === running ? (
              <td className={classes.running} data-running>
                {step ? amountText(column, step.total) : null}
              </td>
            ) : null}
          </Fragment>
        ))}
      </tr>
      {open ? (
        <tr className={classes.details}>
          <td colSpan={columns.length + 2}>
            {nameOfPerson ? (
              <PeopleLinks people={row.people} nameOf={nameOfPerson} />
            ) : (
              <TenantLinks tenants={row.tenants} months={months} tab={peopleOfReason[row.reason]} />
            )}
          </td>
        </tr>
      ) : null}
    </>
  )
}
