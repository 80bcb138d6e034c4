/** The number of problems, shown in the navigation rail. */
import { useProblems } from '../lib/use-problems.ts'

/** The number of stopped connections and failing tenants. */
export function useAttentionCount(): number {
  const { stopped, failing } = useProblems()
  return stopped.length + failing.length
}
