/** The sections of the evidence document. A section without content is empty text, unless the document must say that it has none. */
import type { BridgeMeasure, BridgeReason } from '../../../shared/contract/bridge-answers.ts'
import type { ReconcileRow } from '../../../shared/contract/reconcile-answers.ts'
import { chargeName } from '../../../shared/domain/charge-name.ts'
import { figureNames } from '../../../shared/domain/figure-names.ts'
import { personName } from '../../../shared/domain/person-name.ts'
import { reasonWords } from '../../../shared/domain/reason-words.ts'
import type { EvidencePack } from './evidence-pack.ts'
import { amountText, changeText, escapeHtml, htmlTable, quantityText } from './html.ts'

/** Further people are only in the workbook, so that the document has a few pages. */
const mostPeople = 150
const mostLines = 60

const section = (title: string, content: string): string => `<section><h2>${escapeHtml(title)}</h2>${content}</section>`
const note = (text: string): string => `<p class="note">${escapeHtml(text)}</p>`

/** Why users, units and both costs changed. */
export function bridgeSection({ tenant, report: { bridge, month, previousMonth } }: EvidencePack): string {
  // The bridge has people and units only; a Genesys customer's changes are in its charges.
  if (bridge === null || tenant.provider === 'genesys') return ''
  const state = bridge.units.stateAfter === null ? '' : ` (${bridge.units.stateAfter})`
  const measures: { title: string; currency: string | null; measure: BridgeMeasure<number | string> }[] = [
    { title: figureNames.reported, currency: null, measure: bridge.users },
    { title: `${figureNames.units}${state}`, currency: null, measure: bridge.units },
    ...bridge.bill.map((measure) => ({ title: figureNames.bill, currency: measure.currency, measure })),
    ...bridge.licences.map((measure) => ({ title: figureNames.licenceCost, currency: measure.currency, measure })),
  ].filter(({ measure }) => measure.delta !== null)
  if (measures.length === 0) return section('Why it changed', note(`${previousMonth} and ${month} cannot be compared.`))
  const value = (of: (measure: BridgeMeasure<number | string>) => number | string | null, signed: boolean) =>
    measures.map(({ currency, measure }) => {
      const given = of(measure)
      if (given === null) return ''
      if (currency !== null) return amountText(String(given), currency, signed)
      return signed ? changeText(given) : quantityText(given)
    })
  const reasons = (Object.keys(reasonWords) as BridgeReason[]).filter((reason) =>
    measures.some(({ measure }) => measure.parts.some((part) => part.reason === reason)),
  )
  const rows = [
    [previousMonth, ...value(({ from }) => from, false)],
    ...reasons.map((reason) => [
      reasonWords[reason],
      ...value(({ parts }) => parts.find((part) => part.reason === reason)?.delta ?? null, true),
    ]),
  ]
  const columns = [{ title: '', width: '34%' }, ...measures.map(({ title }) => ({ title, number: true as const }))]
  return section('Why it changed', htmlTable(columns, rows, { total: [month, ...value(({ to }) => to, false)] }))
}

/** What the vendor reported, what was approved and what was invoiced, with decisions; lines that need attention first. */
export function reconcileSection({ reconcile, report: { month } }: EvidencePack): string {
  const title = 'Vendor, approval and invoice'
  if (reconcile === null) return section(title, note(`No invoice has been imported for ${month}.`))
  const { rows, invoices, totals } = reconcile
  const names = invoices.map(({ fileName, sha256 }) => `${fileName} (SHA-256 ${sha256.slice(0, 12)}…)`).join(', ')
  if (rows.length === 0) return section(title, note(`There are no invoiced or missing items. Invoices: ${names}.`))
  const sorted = [...rows.filter(({ status }) => status !== 'matched'), ...rows.filter(({ status }) => status === 'matched')]
  const columns = [
    { title: 'Item', width: '24%' },
    { title: 'Vendor', number: true as const, width: '8%' },
    { title: 'Approved', number: true as const, width: '10%' },
    { title: 'Invoiced', number: true as const, width: '9%' },
    { title: 'Variance', number: true as const, width: '9.5%' },
    { title: 'Value', number: true as const, width: '13%' },
    { title: 'Status and decision' },
  ]
  const table = htmlTable(columns, sorted.slice(0, mostLines).map(reconcileCells))
  const cut = rows.length > mostLines ? `The first ${mostLines} of ${rows.length} lines; all are in the workbook. ` : ''
  const unmapped =
    totals.unmappedLines === 0 ? '' : ` The invoices have ${totals.unmappedLines} unmapped lines, which are not included here.`
  return section(title, table + note(`${cut}Variance is vendor minus invoiced. Open: ${totals.open}.${unmapped} Invoices: ${names}.`))
}

function reconcileCells(row: ReconcileRow): string[] {
  const status = row.open ? `${row.status}, open` : row.status
  return [
    row.product,
    quantityText(row.actual),
    quantityText(row.approved),
    quantityText(row.billed),
    changeText(row.variance),
    amountText(row.value, row.currency, true),
    row.note === '' ? status : `${status}: ${row.note}`,
  ]
}

/** Approved figures that have a different value now. */
export function movedSection({ report: { approval } }: EvidencePack): string {
  const moved = approval.values.filter((value) => value.moved)
  if (approval.approved === null || moved.length === 0) return ''
  const shown = (value: string | null, currency: string | null) => (currency === null ? quantityText(value) : amountText(value, currency))
  const rows = moved.map(({ label, approved, now, currency, snapshotId, snapshotIdNow }) => [
    label,
    shown(approved, currency),
    shown(now, currency),
    snapshotId === null ? null : `#${snapshotId}`,
    snapshotIdNow === null ? null : `#${snapshotIdNow}`,
  ])
  const columns = [
    { title: 'Figure' },
    { title: 'Approved', number: true as const, width: '16%' },
    { title: 'Now', number: true as const, width: '16%' },
    { title: 'Snapshot then', number: true as const, width: '15%' },
    { title: 'Snapshot now', number: true as const, width: '15%' },
  ]
  return section('Changed since the approval', htmlTable(columns, rows))
}

/** Corrections of earlier, approved months that are included in this one. */
export function correctionsSection({ report: { corrections } }: EvidencePack): string {
  if (corrections.lines.length === 0) return ''
  const rows = corrections.lines.map(({ month, label, currency, approved, now, delta, snapshotId }) => {
    const shown = (value: string) => (currency === null ? quantityText(value) : amountText(value, currency))
    return [
      month,
      label,
      shown(approved),
      shown(now),
      currency === null ? changeText(delta) : amountText(delta, currency, true),
      `#${snapshotId}`,
    ]
  })
  const number = true as const
  const columns = [
    { title: 'Month', width: '10%' },
    { title: 'Figure' },
    { title: 'Approved', number, width: '16%' },
    { title: 'Now', number, width: '16%' },
    { title: 'Line of this month', number, width: '16%' },
    { title: 'Snapshot', number, width: '11%' },
  ]
  return section('Corrections of earlier months', htmlTable(columns, rows))
}

/** The charges of a Genesys customer. */
export function chargesSection({ month: { usage, usageBefore } }: EvidencePack): string {
  if (usage === null) return ''
  const { period, final, currency, rows } = usage
  const before = new Map(usageBefore?.rows.map((row) => [row.chargeId, row.used]))
  const cells = rows.map((row) => [
    chargeName(row),
    row.unit,
    quantityText(before.get(row.chargeId) ?? null),
    quantityText(row.used),
    quantityText(row.committed),
    quantityText(row.allowance),
    quantityText(row.over),
    amountText(row.commitmentCost, currency),
    amountText(row.overCost, currency),
  ])
  const number = true as const
  const columns = [
    { title: 'Charge', width: '24%' },
    { title: 'Unit', width: '10%' },
    { title: 'Used before', number, width: '8%' },
    { title: figureNames.used, number, width: '8%' },
    { title: figureNames.committed, number, width: '10%' },
    { title: figureNames.allowance, number, width: '9.5%' },
    { title: figureNames.over, number, width: '7.5%' },
    { title: figureNames.commitmentCost, number },
    { title: figureNames.overageCost, number },
  ]
  const span = `Billing period ${period.start ?? '?'} to ${period.end ?? '?'}, ${final ? 'final' : 'not final yet'}.`
  return section('Charges', note(span) + htmlTable(columns, cells))
}

/** Everyone on the vendor's list, numbered. */
export function peopleSection({ people, month: { usage, snapshot, figures } }: EvidencePack): string {
  if (people === null) {
    if (usage !== null) return ''
    const total = figures.reported.after?.value ?? null
    if (snapshot === null || total === null) return section('People', note('There is no list of people.'))
    return section('People', note(`The vendor sent the total ${quantityText(total)} but no list of people.`))
  }
  const counted = people.filter((person) => person.counted).length
  const rows = people.slice(0, mostPeople).map(({ number, holder, licences, counted }) => {
    const remarks = [...(counted === false ? ['not counted'] : []), ...(holder.accountEnabled === false ? ['account disabled'] : [])]
    const held = licences.join('; ') || 'no licence'
    return [String(number), personName(holder), holder.userPrincipalName, remarks.length === 0 ? held : `${held} (${remarks.join(', ')})`]
  })
  const columns = [
    { title: 'No', number: true as const, width: '4.5%' },
    { title: 'Name', width: '16%' },
    { title: 'Sign-in name', width: '33%' },
    { title: 'Licences' },
  ]
  const known = people.every((person) => person.counted !== null)
  const sum = known
    ? `${people.length} people are on the vendor’s list, ${counted} of them hold a billed licence.`
    : `${people.length} people are on the vendor’s list.`
  const cut = people.length > mostPeople ? ` The first ${mostPeople} are shown; all are in the workbook.` : ''
  return section('People', note(`${sum}${cut}`) + (rows.length === 0 ? '' : htmlTable(columns, rows, { className: 'small' })))
}

/** The snapshots, with which every number can be checked in the history. */
export function evidenceSection({ evidence, tenant }: EvidencePack, localTime: (instant: string) => string): string {
  if (evidence.length === 0) return section('Evidence', note('There is no snapshot.'))
  const rows = evidence.map(({ id, dataset, month, reportedAt, observedAt, sha256 }) => [
    `#${id}`,
    dataset,
    month,
    localTime(reportedAt),
    localTime(observedAt),
    sha256,
  ])
  const columns = [
    { title: 'Snapshot', width: '8%' },
    { title: 'Dataset', width: '15%' },
    { title: 'Month', width: '7%', className: 'line' },
    { title: 'Report time', width: '13.5%', className: 'line' },
    { title: 'Collected', width: '13.5%', className: 'line' },
    { title: 'SHA-256', className: 'hash' },
  ]
  const how = `Each snapshot is the vendor’s response for tenant ${tenant.externalId}. Verifying the history checks its hash.`
  return section('Evidence', note(how) + htmlTable(columns, rows, { className: 'small' }))
}
