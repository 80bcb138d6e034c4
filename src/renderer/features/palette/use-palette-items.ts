/** Screens, actions, tenants and licences, filtered in the page, and people, searched by the host. */
import { useNavigate } from '@tanstack/react-router'
import { useMemo } from 'react'
import { personName } from '../../../shared/domain/person-name.ts'
import { screens } from '../../components/screens.ts'
import { type Address, keptPlace } from '../../lib/address.ts'
import { useNotices } from '../../lib/notice-store.ts'
import { useAnswer, useCollect } from '../../lib/query.ts'
import { useTenants } from '../../lib/use-names.ts'
import { useUndo } from '../notices/use-undoable.ts'
import { useOpenPerson } from '../people/use-open-person.ts'
import { useSetting } from '../settings/use-setting.ts'
import { fitting, type PaletteItem } from './palette-items.ts'

const minLetters = 2

/** The items that match `typed`, in the order shown. */
export function usePaletteItems(typed: string): { items: PaletteItem[]; searching: boolean } {
  const navigate = useNavigate()
  const openPerson = useOpenPerson()
  const { tenants, nameOf } = useTenants()
  const info = useAnswer('app.info', {})
  const collect = useCollect()
  const { undoable } = useNotices()
  const undo = useUndo()
  const { set } = useSetting()
  const licences = useAnswer('licences.names', {}, { enabled: info.data?.empty === false })
  // Requested with every key, without a debounce: the host's index answers faster than people type.
  const query = typed.trim()
  const people = useAnswer(
    'people.names',
    { query, limit: 8 },
    { enabled: query.length >= minLetters && info.data?.empty === false, keepPrevious: true },
  )

  const fixed = useMemo<PaletteItem[]>(
    () => [
      ...screens.map((each) => ({
        id: each.path,
        group: 'Screens' as const,
        icon: each.icon,
        name: each.title,
        detail: `Alt ${each.key}`,
        run: () => void navigate({ to: each.path, search: (before: Address) => keptPlace(before) }),
      })),
      { id: 'collect', group: 'Actions', icon: 'refresh', name: 'Collect now', run: () => collect.mutate({}) },
      { id: 'collect-due', group: 'Actions', icon: 'refresh', name: 'Collect what is due', run: () => collect.mutate({ due: true }) },
      { id: 'connect', group: 'Actions', icon: 'plus', name: 'Add a connection', run: () => void navigate({ to: '/connect', search: {} }) },
      {
        id: 'attention',
        group: 'Screens',
        icon: 'warning',
        name: 'Costs to check',
        run: () => void navigate({ to: '/attention', search: (before: Address) => keptPlace(before) }),
      },
      {
        id: 'bring-in',
        group: 'Actions',
        icon: 'reconcile',
        name: 'Bring in an invoice',
        detail: 'Import what was billed and compare it',
        run: () => void navigate({ to: '/reconcile', search: { tab: 'bring-in' } }),
      },
      {
        id: 'figures',
        group: 'Actions',
        icon: 'help',
        name: 'How figures are calculated',
        run: () => void navigate({ to: '/figures', search: {} }),
      },
      { id: 'light', group: 'Actions', icon: 'sun', name: 'Light colours', run: () => set('appearance', 'light') },
      { id: 'dark', group: 'Actions', icon: 'moon', name: 'Dark colours', run: () => set('appearance', 'dark') },
      { id: 'system', group: 'Actions', icon: 'system', name: 'System colours', run: () => set('appearance', 'system') },
      ...tenants.map((each) => ({
        id: `tenant-${each.id}`,
        group: 'Tenants' as const,
        icon: 'tenant' as const,
        name: each.name,
        detail: each.connection,
        run: () =>
          void navigate({
            to: each.provider === 'genesys' ? '/usage' : '/changes',
            search: (before: Address) => ({ ...keptPlace(before), tenant: each.id }),
          }),
      })),
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
              search: (before: Address) => ({ ...keptPlace(before), tab: 'holders', figure: `sku:${each.skuId}` }),
            }),
        })),
    ],
    [navigate, collect.mutate, set, tenants, licences.data],
  )

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
    const perGroup = typed.trim() === '' ? 5 : 6
    return [
      ...fitting([...undoing, ...fixed], typed, typed.trim() === '' ? 8 : perGroup).filter(
        (each) => typed.trim() !== '' || each.group === 'Screens' || each.group === 'Actions',
      ),
      ...found,
    ]
  }, [fixed, typed, query, people.data, nameOf, openPerson, undoable, undo])
  return { items, searching: people.isFetching }
}
