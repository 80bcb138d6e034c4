/** Connections and tenants that need attention before they can be collected again. */
import type { ConnectionAnswer, TenantAnswer } from '../../shared/contract/connection-answers.ts'
import { useAnswer } from './query.ts'
import { useTenants } from './use-names.ts'

interface Problems {
  /** Connections that are neither ok nor paused. */
  stopped: readonly ConnectionAnswer[]
  /** Tenants of other connections whose last attempt failed. */
  failing: readonly TenantAnswer[]
}

/** Empty in a demo, whose simulated vendors no longer exist once it is filled. */
export function useProblems(): Problems {
  const connections = useAnswer('connections.list', {}).data ?? []
  const isDemo = useAnswer('app.info', {}).data?.demo === true
  const { tenants } = useTenants()
  if (isDemo) return { stopped: [], failing: [] }
  const stopped = connections.filter((each) => each.state !== 'ok' && !each.paused)
  const names = new Set(stopped.map((each) => each.name))
  return { stopped, failing: tenants.filter((each) => each.lastError !== null && !each.paused && !names.has(each.connection)) }
}
