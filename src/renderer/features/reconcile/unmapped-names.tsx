/** Unmapped customers and products of the month's lines, each with suggestions. */
import { Button } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import type { UnmappedName } from '../../../shared/contract/reconcile-answers.ts'
import { Problem } from '../../components/check-result.tsx'
import { Icon } from '../../components/icon.tsx'
import { Panel } from '../../components/panel.tsx'
import { Tag } from '../../components/tag.tsx'
import { formatCount } from '../../lib/format.ts'
import { MappingDialog } from './mapping-dialog.tsx'
import classes from './reconcile.module.css'
import { useMapName } from './use-map-name.ts'

const shownFirst = 12

export function UnmappedNames({ names }: { names: UnmappedName[] }): ReactElement | null {
  const [all, setAll] = useState(false)
  if (names.length === 0) return null
  const customers = names.filter(({ kind }) => kind === 'customer').length
  const products = names.length - customers
  const shown = all ? names : names.slice(0, shownFirst)
  return (
    <Panel
      title="Names to map"
      note={[
        ...(customers > 0 ? [formatCount(customers, 'customer', 'customers')] : []),
        ...(products > 0 ? [formatCount(products, 'product', 'products')] : []),
      ].join(', ')}
      flush
    >
      <ul className={classes.names}>
        {shown.map((name) => (
          <Name key={`${name.kind} ${name.key}`} name={name} />
        ))}
      </ul>
      {shown.length < names.length ? (
        <div className={classes.more}>
          <Button variant="subtle" onClick={() => setAll(true)}>
            Show all {formatCount(names.length, 'name', 'names')}
          </Button>
        </div>
      ) : null}
    </Panel>
  )
}

function Name({ name: { kind, key, label, lines, suggestions } }: { name: UnmappedName }): ReactElement {
  const [choosing, setChoosing] = useState<'meaning' | 'leave-out' | null>(null)
  const { map, isPending, error } = useMapName(label)
  return (
    <li className={classes.unmapped} aria-label={label}>
      <div className={classes.unmappedName}>
        <Tag>{kind}</Tag>
        <bdi title={label}>{label}</bdi>
        <span className={classes.quiet}>{formatCount(lines, 'line', 'lines')}</span>
      </div>
      <div className={classes.suggestions}>
        {suggestions.map((each) => (
          <Button
            key={`${each.tenant} ${each.item}`}
            variant="light"
            leftSection={<Icon name="check" size={14} />}
            title={`Suggested: ${each.because}`}
            disabled={isPending}
            onClick={() =>
              map(kind === 'customer' ? { kind, key, tenant: each.tenant } : { kind: 'product', key, item: each.item }, each.name)
            }
          >
            <span>
              It is <bdi>{each.name}</bdi>
            </span>
          </Button>
        ))}
        <Button variant="default" disabled={isPending} onClick={() => setChoosing('meaning')}>
          {suggestions.length > 0 ? 'Another…' : 'Choose…'}
        </Button>
        <Button variant="subtle" color="gray" disabled={isPending} onClick={() => setChoosing('leave-out')}>
          Leave out…
        </Button>
      </div>
      {error ? <Problem error={error} /> : null}
      {choosing === null ? null : (
        <MappingDialog kind={kind} nameKey={key} label={label} leaveOut={choosing === 'leave-out'} onClose={() => setChoosing(null)} />
      )}
    </li>
  )
}
