/** Invoices, differences, mappings and services as readable text. */
import type {
  DecisionAnswer,
  ImportProfile,
  InvoiceAdded,
  InvoiceAnswer,
  InvoiceCounts,
  InvoicePreview,
  MappingAnswer,
  ReconcileAnswer,
  ReconcilePeopleAnswer,
  ServiceAnswer,
  UnmappedName,
  VarianceTotal,
} from '../../shared/contract/reconcile-answers.ts'
import { facts, table, time } from './table.ts'
import { tenantCell } from './tenant-names.ts'

/** The comparison: unmapped lines first, and every total with its number of lines. */
export function reconcileText(answer: ReconcileAnswer, added: InvoiceAdded | null): string {
  const { month, invoices, rows, unmapped, totals, approvedAt } = answer
  const brought =
    added === null
      ? []
      : [
          added.unchanged
            ? `${added.invoice.fileName} was already imported. Nothing changed.`
            : `${added.invoice.fileName}: ${countsText(added.invoice.counts)}.`,
        ]
  if (invoices.length === 0) return `${month} has no invoice. Import one with --file.`
  const list = table(
    ['CLIENT', 'SERVICE/SKU', 'BILLED', 'ACTUAL', 'FROM', 'APPROVED', 'VARIANCE', 'VALUE', 'STATUS', 'NOTE'],
    rows.map((row) => [
      row.tenant === null ? row.client : `${row.tenant} ${row.client}`,
      row.product,
      row.billed,
      row.actual,
      row.basis,
      row.approved,
      row.variance,
      row.value === null ? null : `${row.value} ${row.currency}`,
      row.status,
      row.note,
    ]),
    'No lines.',
  )
  const sums = facts([
    ['unmapped lines, not in any total', totals.unmappedLines],
    ['lines left out by a mapping', totals.leftOutLines],
    ['matched', totals.matched],
    ['no figure to compare with', totals.gaps],
    ['billed too little', totalText(totals.under)],
    ['billed too much', totalText(totals.over)],
    ['open', totals.open],
    ['approved', time(approvedAt) ?? 'not approved'],
  ])
  return [...brought, ...(unmapped.length === 0 ? [] : [unmappedText(unmapped)]), `${month}\n\n${list}`, sums].join('\n\n')
}

function unmappedText(unmapped: readonly UnmappedName[]): string {
  const list = table(
    ['KIND', 'KEY', 'LINES', 'SUGGESTIONS'],
    unmapped.map(({ kind, key, lines, suggestions }) => [
      kind,
      key,
      lines,
      suggestions.map(({ tenant, item, name, because }) => `${tenant ?? item} ${name} (${because})`).join('; '),
    ]),
    '',
  )
  return `Not mapped. Map them with mapping set KIND KEY TARGET. Suggestions are not applied automatically.\n\n${list}`
}

const totalText = ({ rows, seats, value, withoutPrice }: VarianceTotal): string =>
  [
    `${rows} ${rows === 1 ? 'line' : 'lines'}, ${seats} seats`,
    ...value.map(({ currency, amount }) => `${amount} ${currency}`),
    ...(withoutPrice === 0 ? [] : [`${withoutPrice} without a price`]),
  ].join(', ')

function countsText({ lines, totals, noSeats, cancelled, unreadable }: InvoiceCounts): string {
  return [
    `${lines} lines`,
    ...(unreadable === 0 ? [] : [`${unreadable} of them unreadable`]),
    ...(totals === 0 ? [] : [`${totals} totals left out`]),
    ...(noSeats === 0 ? [] : [`${noSeats} charges without seats left out`]),
    ...(cancelled === 0 ? [] : [`${cancelled} ended before the month`]),
  ].join(', ')
}

/** How a file would be read. */
export function previewText(preview: InvoicePreview): string {
  const { fileName, sheet, sheets, encoding, delimiter, headerRow, headers, sample, profile, otherProfiles, columns, counts, notes } =
    preview
  const about = facts([
    ['file', fileName],
    ...(sheet === null ? [] : ([['sheet', `${sheet} (of ${sheets.join(', ')})`]] as [string, string][])),
    ...(encoding === null ? [] : ([['text', `${encoding}, delimiter ${JSON.stringify(delimiter)}`]] as [string, string][])),
    ['header', `row ${headerRow}`],
    ['profile', profile ?? (otherProfiles.length > 0 ? `one of ${otherProfiles.join(', ')}: say which` : 'none recognises it')],
    ['lines', counts === null ? 'the columns are not known yet' : countsText(counts)],
  ])
  const fieldOf = (header: string) => Object.entries(columns?.fields ?? {}).find(([, each]) => each === header)?.[0] ?? null
  const list = table(
    ['COLUMN', 'READ AS', 'FIRST VALUES'],
    headers.map((header, at) => [
      header,
      fieldOf(header),
      sample
        .slice(0, 3)
        .map((row) => row[at] ?? '')
        .join(' · '),
    ]),
    '',
  )
  return [about, list, ...notes].join('\n\n')
}

/** The imported invoices. */
export function invoicesText(invoices: readonly InvoiceAnswer[]): string {
  return table(
    ['ID', 'MONTH', 'FILE', 'PROFILE', 'LINES', 'UNREADABLE', 'WIPED', 'BROUGHT IN', 'BY', 'SHA-256'],
    invoices.map((invoice) => [
      invoice.id,
      invoice.month,
      invoice.sheet === null ? invoice.fileName : `${invoice.fileName} (${invoice.sheet})`,
      invoice.profile,
      invoice.counts.lines,
      invoice.counts.unreadable,
      invoice.wipedLines,
      time(invoice.broughtInAt),
      invoice.broughtInBy,
      invoice.sha256.slice(0, 12),
    ]),
    'No invoices.',
  )
}

/** The people behind a row. */
export function rowPeopleText({ month, item, counted, added, removed, comparedWith, excluded }: ReconcilePeopleAnswer): string {
  const rows = [
    ...counted.map((holder) => ({ holder, what: added.some(({ id }) => id === holder.id) ? `new since ${comparedWith}` : 'counted' })),
    ...removed.map((holder) => ({ holder, what: `gone since ${comparedWith}` })),
    ...excluded.map(({ holder, reason }) => ({ holder, what: `not counted: ${reason}` })),
  ]
  const list = table(
    ['NAME', 'SIGN-IN NAME', 'ENABLED', '', 'ID'],
    rows.map(({ holder, what }) => [holder.displayName, holder.userPrincipalName, holder.accountEnabled, what, holder.id]),
    'Nobody.',
  )
  return `${item} in ${month}: ${counted.length} counted.\n\n${list}`
}

/** Decisions about differences. */
export function decisionsText(decisions: readonly DecisionAnswer[], names: Map<number, string>): string {
  return table(
    ['MONTH', 'TENANT', 'ITEM', 'DECISION', 'BILLED', 'ACTUAL', 'TO', 'FROM', 'UNTIL', 'REASON', 'WHO', 'WHEN'],
    decisions.map((each) => [
      each.month,
      tenantCell(each.tenant, names),
      each.item,
      each.decision,
      each.billed,
      each.actual,
      each.quantity,
      each.effective,
      each.until,
      each.reason,
      each.who,
      time(each.at),
    ]),
    'No decisions.',
  )
}

/** Mappings in force and earlier ones. */
export function mappingsText(mappings: readonly MappingAnswer[], names: Map<number, string>): string {
  return table(
    ['ID', 'KIND', 'KEY', 'IS', 'WHO', 'SINCE', 'UNTIL'],
    mappings.map(({ id, kind, key, tenant, item, reason, who, at, removedAt }) => [
      id,
      kind,
      key,
      reason === null ? (item ?? tenantCell(tenant, names)) : `left out: ${reason}`,
      who,
      time(at),
      time(removedAt),
    ]),
    'No mappings.',
  )
}

/** Import profiles. */
export function profilesText(profiles: readonly ImportProfile[]): string {
  return table(
    ['NAME', '', 'RECOGNISED BY'],
    profiles.map(({ name, builtIn, recognisedBy }) => [name, builtIn ? 'ready' : 'your own', recognisedBy.join(', ')]),
    '',
  )
}

/** Services with their excluded people. */
export function servicesText(services: readonly ServiceAnswer[], names: Map<number, string>): string {
  const list = table(
    ['NAME', 'SKUS', 'COUNTS', 'TOLERANCE', 'BILLED', 'FROM'],
    services.map(({ name, skus, counts, tolerance, billed, from }) => [
      name,
      skus.map((sku) => sku.name).join(', '),
      counts,
      tolerance,
      billed,
      from ?? 'all history',
    ]),
    'No services.',
  )
  const people = services.flatMap(({ name, exclusions }) =>
    exclusions.map(({ tenant, person, reason, from, who }) => [
      name,
      tenantCell(tenant, names),
      person,
      reason,
      from ?? 'all history',
      who,
    ]),
  )
  return people.length === 0
    ? list
    : `${list}\n\nNot counted:\n\n${table(['SERVICE', 'TENANT', 'PERSON', 'REASON', 'FROM', 'WHO'], people, '')}`
}
