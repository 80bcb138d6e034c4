/** Handlers of `reconcile.*`, `mappings.*` and `services.*`. */

import type { RouteParsed } from '../../../shared/contract/routes.ts'
import { decimalText, parseDecimal } from '../../../shared/domain/decimal.ts'
import { parseMonth } from '../../../shared/domain/month.ts'
import { normaliseId } from '../../../shared/domain/vendor-id.ts'
import { AppError } from '../base/errors.ts'
import { systemUser } from '../base/system-user.ts'
import { resolveTenant } from '../connections/read.ts'
import type { ReadDb } from '../database/db.ts'
import { itemNames } from '../figures/names.ts'
import { inOneReading, type Reading, type ReadingDeps } from '../figures/reading.ts'
import { customerKey, mappingKey } from '../invoices/customers.ts'
import { listDecisions } from '../reconcile/decisions.ts'
import { type Item, itemText, parseItem } from '../reconcile/items.ts'
import { listMappings, type NewMapping } from '../reconcile/mappings.ts'
import { peopleBehind } from '../reconcile/people.ts'
import { latestInvoiceMonth, reconcile, rowAt } from '../reconcile/reconcile.ts'
import { listServices, readServices } from '../reconcile/services.ts'
import type { Writer } from '../writer/writer.ts'
import type { Api } from './product.ts'

type Routes = Extract<keyof Api, `reconcile.${string}` | `mappings.${string}` | `services.${string}`>

/** Creates the handlers. */
export function reconcileHandlers(deps: ReadingDeps & { writer: Writer }): Pick<Api, Routes> {
  const { reader, writer, clock } = deps
  const read = <T>(answer: (reading: Reading) => T): T => inOneReading(deps, answer)
  const services = (month?: string) =>
    read((reading) => listServices(reading.db, month === undefined ? reading.openMonth : parseMonth(month), itemNames(reading)))
  return {
    'reconcile.get': async ({ month }) =>
      read((reading) => reconcile(reading, month === undefined ? monthWithInvoice(reading) : parseMonth(month))),
    'reconcile.people': async ({ month, tenant, item }) =>
      read((reading) => peopleBehind(reading, parseMonth(month), resolveTenant(reading.db, tenant).id, knownItem(reading.db, item))),
    'reconcile.decisions': async ({ month }) => listDecisions(reader).filter((decision) => month === undefined || decision.month === month),
    async 'reconcile.decide'(input) {
      const month = parseMonth(input.month)
      checkDecision(input)
      const now = read((reading) => reconcile(reading, month))
      const { decision, reason, quantity, effective, until } = input
      const decisions = input.rows.map(({ tenant, item }) => {
        const tenantId = resolveTenant(reader, tenant).id
        const text = itemText(parseItem(item))
        const { billed, actual } = rowAt(now, tenantId, text)
        const to = quantity === undefined && decision === 'adjust' ? actual : (quantity ?? null)
        if (decision === 'adjust' && to === null) throw noQuantity(tenantId, text)
        return {
          month,
          tenantId,
          item: text,
          decision,
          reason,
          quantity: to === null ? null : decimalText(parseDecimal(to)!),
          effective: effective ?? null,
          untilMonth: until ?? null,
          billed,
          actual,
          at: clock.now(),
          who: input.who ?? systemUser(),
        }
      })
      await writer.call('decision.add', decisions)
      return read((reading) => reconcile(reading, month))
    },

    'mappings.list': async () => listMappings(reader),
    async 'mappings.set'({ mappings, who }) {
      const rows = read((reading) => mappings.map((mapping) => newMapping(reading, mapping, { at: clock.now(), who: who ?? systemUser() })))
      await writer.call('mapping.set', rows)
      return listMappings(reader)
    },
    async 'mappings.remove'({ id }) {
      await writer.call('mapping.remove', { id, at: clock.now() })
      return listMappings(reader)
    },

    'services.list': async ({ month }) => services(month),
    async 'services.set'({ name, skus, counts, tolerance, billed, who, ...inForce }) {
      const fromMonth = read((reading) => {
        if (skus.length === 0 && readServices(reading.db).of(name, reading.openMonth) === null) throw unknownService(name)
        return firstMonth(reading, inForce)
      })
      const ids = skus.length === 0 ? null : JSON.stringify([...new Set(skus.map(normaliseId))].sort())
      await writer.call('service.add', { name, skus: ids, counts, tolerance, billed, fromMonth, at: clock.now(), who: who ?? systemUser() })
      return services()
    },
    async 'services.exclude'({ service, tenant, person, excluded, reason, who, ...inForce }) {
      const tenantId = resolveTenant(reader, tenant).id
      const fromMonth = read((reading) => {
        if (readServices(reading.db).of(service, reading.openMonth) === null) throw unknownService(service)
        return firstMonth(reading, inForce)
      })
      const row = { service, tenantId, person: normaliseId(person), excluded, reason, fromMonth, at: clock.now(), who: who ?? systemUser() }
      await writer.call('service.exclude', row)
      return services()
    },
  }
}

function monthWithInvoice(reading: Reading) {
  const month = latestInvoiceMonth(reading)
  if (month !== null) return month
  throw new AppError('NOT_FOUND', 'No invoice has been imported yet. Import one: choose its file and month.')
}

/** Throws `BAD_REQUEST` for fields that do not fit the decision. */
function checkDecision({ decision, quantity, effective, until, month }: RouteParsed<'reconcile.decide'>): void {
  if (decision !== 'adjust' && (quantity !== undefined || effective !== undefined))
    throw new AppError('BAD_REQUEST', 'Only an adjustment can have a quantity and a first day.')
  if (until !== undefined && until < month) throw new AppError('BAD_REQUEST', `A decision about ${month} cannot end in ${until}.`)
}

function newMapping(
  reading: Reading,
  mapping: RouteParsed<'mappings.set'>['mappings'][number],
  by: Pick<NewMapping, 'at' | 'who'>,
): NewMapping {
  const { kind, reason } = mapping
  const target =
    kind === 'customer'
      ? { tenantId: mapping.tenant === null ? null : customerOf(reading.db, mapping.tenant), item: null }
      : { tenantId: null, item: mapping.item === null ? null : itemText(knownItem(reading.db, mapping.item)) }
  const isLeftOut = target.tenantId === null && target.item === null
  if (isLeftOut && reason === undefined) throw new AppError('BAD_REQUEST', `Give a reason for leaving out the lines of "${mapping.key}".`)
  const { key, label } = keyAndLabel(mapping.key)
  return { kind, key, label, ...target, reason: isLeftOut ? reason! : null, ...by }
}

/** Throws `BAD_REQUEST` for a text that is not an item, `NOT_FOUND` for a service that was never defined. */
function knownItem(db: ReadDb, text: string): Item {
  const item = parseItem(text)
  if (item.kind === 'service' && !readServices(db).has(item.name)) throw unknownService(item.name)
  return item
}

/** Throws `BAD_REQUEST` for an own organisation. */
function customerOf(db: ReadDb, ref: string | number): number {
  const { id, kind } = resolveTenant(db, ref)
  if (kind !== 'own') return id
  throw new AppError('BAD_REQUEST', `Tenant ${id} is your own organisation, not a customer. Choose one of its customers.`, {
    data: { tenant: id },
  })
}

/** A mapping key as lists show it (`id:…`, `name:…`, with the prefix `genesys:` for customers of charges), or a name as in files. */
function keyAndLabel(text: string): { key: string; label: string } {
  const match = /^(genesys:)?(id|name):(.+)$/s.exec(text)
  if (match === null) return { key: mappingKey('', text), label: text.trim() }
  const rest = match[3]!.trim()
  const key = match[2] === 'id' ? mappingKey(normaliseId(rest), '') : mappingKey('', rest)
  return { key: customerKey(match[1] === undefined ? 'petra' : 'genesys', key), label: rest }
}

function firstMonth({ openMonth }: Reading, { from, allHistory }: { from?: string | undefined; allHistory: boolean }): string | null {
  if (!allHistory) return from ?? openMonth
  if (from !== undefined) throw new AppError('BAD_REQUEST', 'It applies either from a month or for all history. Specify only one.')
  return null
}

const noQuantity = (tenant: number, item: string) =>
  new AppError('BAD_REQUEST', `The vendor has no number for ${item} of tenant ${tenant}. Specify the quantity to bill.`, {
    data: { tenant, item },
  })

const unknownService = (name: string) =>
  new AppError('NOT_FOUND', `There is no service "${name}" in this month. See the list of services.`, { data: { service: name } })
