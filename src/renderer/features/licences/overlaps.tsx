/** People who hold a licence together with another one that includes it. */
import { Button } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import type { LicencesAnswer } from '../../../shared/contract/licence-answers.ts'
import { personName } from '../../../shared/domain/person-name.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { formatCount, formatMoney } from '../../lib/format.ts'
import { useTenants } from '../../lib/use-names.ts'
import { useOpenPerson } from '../people/use-open-person.ts'
import classes from './licences.module.css'
import { RuleDialog } from './rule-dialog.tsx'
import type { RuleDraft } from './rule-draft.ts'

const shownPeople = 60

export function Overlaps({ licences }: { licences: LicencesAnswer }): ReactElement {
  const { nameOf } = useTenants()
  const openPerson = useOpenPerson()
  const [draft, setDraft] = useState<RuleDraft | null>(null)
  if (licences.overlaps.length === 0) {
    return (
      <EmptyState icon="check" title="No overlaps" compact>
        Nobody holds a licence together with one that includes it.
      </EmptyState>
    )
  }
  return (
    <>
      <ul>
        {licences.overlaps.map((overlap) => (
          <li key={`${overlap.skuId} ${overlap.coveredSkuId}`} className={classes.overlap}>
            <details>
              <summary>
                <span>
                  <strong>{formatCount(overlap.holders.length, 'person', 'people')}</strong>{' '}
                  {overlap.holders.length === 1 ? 'holds' : 'hold'} <bdi>{overlap.coveredName}</bdi>, which <bdi>{overlap.name}</bdi>{' '}
                  already includes{overlap.cost === null ? '' : ': '}
                  {overlap.cost === null ? null : <strong>{formatMoney(overlap.cost, overlap.currency)} a month</strong>}
                </span>
              </summary>
              <ul className={classes.who}>
                {overlap.holders.slice(0, shownPeople).map(({ tenant, holder }) => (
                  <li key={`${tenant} ${holder.id}`}>
                    <button type="button" className="text-button" onClick={() => openPerson(holder.userPrincipalName ?? holder.id)}>
                      <bdi>{personName(holder)}</bdi>
                    </button>
                    , <bdi>{nameOf(tenant)}</bdi>
                  </li>
                ))}
                {overlap.holders.length > shownPeople ? <li>and {overlap.holders.length - shownPeople} more</li> : null}
              </ul>
              <Button size="compact-sm" variant="default" mt={8} onClick={() => setDraft({ ...overlap, kind: 'overlap', active: false })}>
                Stop reporting…
              </Button>
            </details>
          </li>
        ))}
      </ul>
      {draft ? <RuleDialog draft={draft} month={licences.month} onClose={() => setDraft(null)} /> : null}
    </>
  )
}
