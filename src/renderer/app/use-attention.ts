/** How many connections and tenants need someone: the number on the rail. */
import { useAnswer } from '../lib/query.ts'

/** Connections that are not ok and not paused, plus tenants whose last attempt failed; none in a demo. */
export function useAttentionCount(): number {
  const connections = useAnswer('connections.list', {})
  const tenants = useAnswer('tenants.list', {})
  // A demo's vendors are gone on purpose.
  const demo = useAnswer('app.info', {}).data?.demo === true
  if (demo) return 0
  const stopped = (connections.data ?? []).filter((each) => each.state !== 'ok' && !each.paused).map((each) => each.name)
  const failing = (tenants.data ?? []).filter(
    (each) => each.lastError !== null && !each.paused && !stopped.includes(each.connection),
  ).length
  return stopped.length + failing
}
