/** The reporting time zone, in which every screen shows times. */
import { useAnswer } from './query.ts'

/** UTC until it is loaded. */
export function useTimeZone(): string {
  return useAnswer('app.info', {}).data?.timeZone ?? 'UTC'
}
