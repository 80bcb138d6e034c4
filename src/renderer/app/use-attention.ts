/** The number of problems, shown on the rail. */
import { useProblems } from '../lib/use-problems.ts'

/** Stopped connections and failing tenants together. */
export function useAttentionCount(): number {
  const { stopped, failing } = useProblems()
  return stopped.length + failing.length
}
