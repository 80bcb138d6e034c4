/** The reporting time zone: every time on every screen is written in it. */
import { useAnswer } from './query.ts'

/** UTC until the host has answered. */
export function useTimeZone(): string {
  return useAnswer('app.info', {}).data?.timeZone ?? 'UTC'
}
