/** The result of a credential test, part by part, and the error of a failed attempt. */

import type { ReactElement } from 'react'
import type { ConnectionCheck } from '../../shared/contract/connection-answers.ts'
import { inWindow } from '../../shared/domain/window-words.ts'
import { ApiError, isCancelled } from '../lib/api.ts'
import classes from './check-result.module.css'
import { CopyDetails } from './error-state.tsx'
import { Icon } from './icon.tsx'

export function CheckParts({ parts }: { parts: ConnectionCheck['parts'] }): ReactElement {
  return (
    <ul className={classes.parts}>
      {parts.map((part) => (
        <li key={`${part.name} ${part.message}`} className={classes.part} data-ok={part.ok} data-optional={part.optional}>
          <Icon name={part.ok ? 'check' : part.optional ? 'gap' : 'warning'} size={16} />
          <span>{inWindow(part.message)}</span>
        </li>
      ))}
    </ul>
  )
}

export function Problem({ error }: { error: Error }): ReactElement {
  // Cancelled by the user: not an error.
  if (isCancelled(error))
    return (
      <p role="status" className={classes.cancelled}>
        {error.message}
      </p>
    )
  const parts = error instanceof ApiError ? partsOf(error.data?.parts) : []
  return (
    <div role="alert" className={classes.parts}>
      <div className={classes.problem}>
        <Icon name="warning" size={16} />
        <span>{error.message}</span>
      </div>
      {parts.length > 1 ? <CheckParts parts={parts} /> : null}
      <div>
        <CopyDetails error={error} />
      </div>
    </div>
  )
}

function partsOf(data: unknown): ConnectionCheck['parts'] {
  return Array.isArray(data) ? (data as ConnectionCheck['parts']) : []
}
