import type { AttributeValue, DiffAnswer } from '../../../../shared/contract/diff-answers.ts'
import { figureNames } from '../../../../shared/domain/figure-names.ts'
import type { SkuPrices } from '../sku-prices.ts'
import type { TenantDirectory } from '../source.ts'
import { type Cell, details, type Table } from '../table.ts'
import { idCells, idColumns, nameCell, nameColumn } from './tenant-columns.ts'

/**
 * One row per change, of every kind: totals, the parts that explain them, people, licences, attributes, SKUs and charges.
 * `Before`, `After` and `Change` are numbers; texts (a renamed person) have their own columns.
 */
export function changesTable(diffs: readonly DiffAnswer[], tenants: TenantDirectory, prices: SkuPrices): Table {
  const names = new Map(diffs.flatMap((diff) => diff.skus.map((sku) => [sku.skuId, sku.name] as const)))
  return {
    name: 'Changes',
    columns: [
      nameColumn(tenants),
      { header: 'Kind', kind: 'text', width: 18 },
      { header: 'What', kind: 'text', width: 18 },
      { header: 'Item', kind: 'text', width: 34 },
      { header: 'Display name', kind: 'text', width: 26 },
      { header: 'Before', kind: 'decimal', width: 12 },
      { header: 'After', kind: 'decimal', width: 12 },
      { header: 'Change', kind: 'decimal', width: 12 },
      { header: 'Licence price', kind: 'money', width: 10 },
      { header: 'Currency', kind: 'text', width: 10 },
      ...details([
        { header: 'Sign-in name', kind: 'text', width: 36 },
        { header: 'Text before', kind: 'text', width: 24 },
        { header: 'Text after', kind: 'text', width: 24 },
        { header: 'From', kind: 'month', width: 9 },
        { header: 'To', kind: 'month', width: 9 },
        { header: 'Item id', kind: 'text', width: 38 },
        { header: 'Person id', kind: 'text', width: 38 },
        { header: 'Snapshot before', kind: 'id', width: 10 },
        { header: 'Snapshot after', kind: 'id', width: 10 },
      ]),
      ...idColumns(tenants),
    ],
    rows: rows(diffs, tenants, (skuId) => names.get(skuId) ?? null, prices),
  }
}

/** A change's own columns; missing ones are empty cells. */
interface ChangeCells {
  kind: string
  what?: string
  item?: [id: Cell, name: Cell]
  person?: { id: string; displayName: string | null; userPrincipalName: string | null }
  numbers?: { before: Cell; after: Cell; delta: Cell }
  /** Of the numbers, if they are money. */
  currency?: string
  texts?: [before: Cell, after: Cell]
}

function* rows(
  diffs: readonly DiffAnswer[],
  tenants: TenantDirectory,
  skuName: (skuId: string) => string | null,
  prices: SkuPrices,
): Generator<Cell[]> {
  for (const diff of diffs) {
    const name = nameCell(tenants, diff.tenant)
    const ids = idCells(tenants, diff.tenant)
    for (const { kind, what, item, person, numbers, currency, texts } of changesOf(diff, skuName)) {
      const [itemId, itemName] = item ?? [null, null]
      const price = person && itemId !== null ? prices(diff.tenant, String(itemId)) : null
      yield [
        name,
        kind,
        what ?? null,
        itemName,
        person?.displayName ?? null,
        ...(numbers ? [numbers.before, numbers.after, numbers.delta] : [null, null, null]),
        price?.amount ?? null,
        currency ?? price?.currency ?? null,
        person?.userPrincipalName ?? null,
        ...(texts ?? [null, null]),
        diff.from.month,
        diff.to.month,
        itemId,
        person?.id ?? null,
        diff.from.snapshotId,
        diff.to.snapshotId,
        ...ids,
      ]
    }
  }
}

function* changesOf(diff: DiffAnswer, skuName: (skuId: string) => string | null): Generator<ChangeCells> {
  for (const figure of ['reported', 'listed', 'recounted', 'units'] as const) {
    const { stateBefore, stateAfter } = figure === 'units' ? diff.totals.units : { stateBefore: null, stateAfter: null }
    const numbers = diff.totals[figure]
    if (numbers.before === null && numbers.after === null) continue
    yield { kind: 'total', what: figureNames[figure], numbers, texts: [stateBefore, stateAfter] }
  }
  for (const [what, cost] of [
    [figureNames.bill, diff.cost.vendor],
    [figureNames.licenceCost, diff.cost.licences],
  ] as const) {
    for (const amount of cost.amounts) yield { kind: 'total', what, numbers: amount, currency: amount.currency }
  }
  for (const part of diff.explanation.parts) {
    yield { kind: 'explanation', what: part.reason, numbers: { before: null, after: null, delta: part.delta } }
  }
  for (const holder of diff.holders.added) yield* licencesOf('person added', holder, skuName)
  for (const holder of diff.holders.removed) yield* licencesOf('person removed', holder, skuName)
  for (const person of diff.holders.changed) {
    for (const sku of person.gained) yield { kind: 'licence gained', item: [sku, skuName(sku)], person }
    for (const sku of person.lost) yield { kind: 'licence lost', item: [sku, skuName(sku)], person }
    for (const { name, before, after } of person.attributes) {
      yield { kind: 'attribute', what: name, person, texts: [attributeText(before), attributeText(after)] }
    }
  }
  for (const sku of diff.skus) yield { kind: 'sku holders', item: [sku.skuId, sku.name], numbers: sku }
  for (const charge of diff.charges) {
    const item: [Cell, Cell] = [charge.chargeId, charge.name]
    yield { kind: 'charge used', what: charge.unit ?? '', item, numbers: charge.used }
    yield { kind: 'charge committed', what: charge.unit ?? '', item, numbers: charge.committed }
    if (charge.renamedFrom) yield { kind: 'charge renamed', item, texts: [charge.renamedFrom.name, charge.name] }
  }
}

type Person = DiffAnswer['holders']['added'][number]

/** A person who was added or removed: one row per licence, so that licences can be counted in a spreadsheet. */
function* licencesOf(kind: string, person: Person, skuName: (skuId: string) => string | null): Generator<ChangeCells> {
  if (person.skus.length === 0) yield { kind, person }
  for (const sku of person.skus) yield { kind, item: [sku, skuName(sku)], person }
}

function attributeText(value: AttributeValue): string | null {
  return value === null ? null : String(value)
}
