/** Screens, actions, months, tenants and licences, filtered in the page; and people, searched by the host. */
import { useNavigate, useRouterState } from '@tanstack/react-router'
import { useMemo } from 'react'
import { personName } from '../../../shared/domain/person-name.ts'
import { type Address, keptTenantAndMonth } from '../../lib/address.ts'
import { formatMonth } from '../../lib/format.ts'
import { notifyFailure, useNotices } from '../../lib/notice-store.ts'
import { useAnswer, useCollect } from '../../lib/query.ts'
import { useAddress } from '../../lib/use-address.ts'
import { useTenants } from '../../lib/use-names.ts'
import { openAsOf } from '../as-of/as-of-open.ts'
import { useSaveExport } from '../export/export-menu.tsx'
import { useUndo } from '../notices/use-undoable.ts'
import { useOpenPerson } from '../people/use-open-person.ts'
import { useSetting } from '../settings/use-setting.ts'
import { fixedItems } from './fixed-items.ts'
import { fitting, type PaletteItem } from './palette-items.ts'

const minLetters = 2
/** Screens that show a month. Choosing a month keeps such a screen; from other screens, it opens Overview. */
const withMonth: readonly string[] = ['/', '/changes', '/licences', '/usage', '/attention', '/reconcile']
/** The screens of a tenant; the tenant's name alone opens the first one. */
const tenantScreens = {
  petra: [
    ['/changes', 'Changes'],
    ['/licences', 'Licences'],
    ['/trends', 'Trends'],
  ],
  genesys: [
    ['/usage', 'Usage'],
    ['/changes', 'Changes'],
    ['/trends', 'Trends'],
  ],
} as const

/** The items that match `typed`, in display order. */
export function usePaletteItems(typed: string): { items: PaletteItem[]; searching: boolean } {
  const navigate = useNavigate()
  const path = useRouterState({ select: (state) => state.location.pathname })
  const [address] = useAddress()
  const openPerson = useOpenPerson()
  const { tenants, nameOf } = useTenants()
  const info = useAnswer('app.info', {})
  const collect = useCollect()
  const { undoable } = useNotices()
  const undo = useUndo()
  const { set } = useSetting()
  const saveExport = useSaveExport()
  const isFilled = info.data?.empty === false
  const licences = useAnswer('licences.names', {}, { enabled: isFilled })
  const months = useAnswer('months.list', {}, { enabled: isFilled }).data
  // Requested with every key, without a debounce, because the host's index answers faster than people type.
  const query = typed.trim()
  const people = useAnswer('people.names', { query, limit: 8 }, { enabled: query.length >= minLetters && isFilled, keepPrevious: true })

  const fixed = useMemo<PaletteItem[]>(() => {
    const go = (to: string, search?: Record<string, unknown>): void =>
      void navigate({ to, search: (search ?? ((before: Address) => keptTenantAndMonth(before))) as never })
    const filled = (months?.months ?? []).filter(({ tenants: { with: present } }) => present > 0)
    const named = (month: string | undefined) => (month === undefined ? null : { month, name: formatMonth(month) })
    const newest = filled.find(({ month }) => months !== undefined && month <= months.openMonth)?.month
    return [
      ...fixedItems(
        {
          go,
          collect: (due) => collect.mutate(due ? { due: true } : {}),
          asOf: openAsOf,
          appearance: (colours) => set('appearance', colours),
          exportMonth: (month) =>
            void saveExport({ what: 'month', format: 'xlsx', month }).catch((error) => notifyFailure('The workbook was not saved.', error)),
        },
        { shown: named(address.month ?? newest), over: named(filled.find(({ open }) => !open)?.month) },
      ),
      ...filled.map(({ month }) => ({
        id: `month-${month}`,
        group: 'Months' as const,
        icon: 'calendar' as const,
        name: formatMonth(month),
        words: `${month} ${formatMonth(month, 'short').toLocaleLowerCase()}`,
        run: () =>
          void navigate({
            to: withMonth.includes(path) ? path : '/',
            search: ((before: Address) => ({ ...keptTenantAndMonth(before), month })) as never,
          }),
      })),
      ...tenants.flatMap((each) =>
        tenantScreens[each.provider].map(([to, title], index) => ({
          id: `tenant-${each.id}${index === 0 ? '' : to}`,
          group: 'Tenants' as const,
          icon: 'tenant' as const,
          name: each.name,
          detail: index === 0 ? each.connection : title,
          ...(index === 0 ? { words: title.toLocaleLowerCase() } : { only: title.toLocaleLowerCase() }),
          run: () => void navigate({ to, search: ((before: Address) => ({ ...keptTenantAndMonth(before), tenant: each.id })) as never }),
        })),
      ),
      ...(licences.data ?? [])
        .filter(({ provider }) => provider === 'petra')
        .map((each) => ({
          id: `sku-${each.skuId}`,
          group: 'Licences' as const,
          icon: 'licences' as const,
          name: each.name,
          ...(each.partNumber ? { detail: each.partNumber } : {}),
          run: () =>
            void navigate({
              to: '/licences',
              search: (before: Address) => ({ ...keptTenantAndMonth(before), tab: 'holders', figure: `sku:${each.skuId}` }),
            }),
        })),
    ]
  }, [navigate, path, address.month, collect.mutate, set, saveExport, months, tenants, licences.data])

  const items = useMemo(() => {
    const found: PaletteItem[] = (query.length >= minLetters ? (people.data ?? []) : []).map((each) => ({
      id: `person-${each.tenant}-${each.id}`,
      group: 'People',
      icon: 'people',
      name: personName(each),
      detail: nameOf(each.tenant),
      run: () => openPerson(each.userPrincipalName ?? each.displayName ?? each.id),
    }))
    const undoing: PaletteItem[] = undoable
      ? [{ id: 'undo', group: 'Actions', icon: 'refresh', name: 'Undo', detail: undoable.did, run: undo }]
      : []
    const isEmpty = query === ''
    return [
      ...fitting(
        [...undoing, ...fixed].filter(({ group }) => !isEmpty || group === 'Screens' || group === 'Actions'),
        typed,
        isEmpty ? 10 : 6,
      ),
      ...found,
    ]
  }, [fixed, typed, query, people.data, nameOf, openPerson, undoable, undo])
  return { items, searching: people.isFetching }
}
