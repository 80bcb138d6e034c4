/** A simulated Petra for journeys: 12 tenants of made-up people, at a time that the test sets. */
import { petraTenants, petraWorld } from '../../../src/main/demo/generate-petra-world.ts'
import { simulatedPetraKey } from '../../../src/main/demo/simulated-petra.ts'
import { dayMs } from '../../../src/shared/domain/duration.ts'
import { type SimulatedPetra, simulatePetra } from '../../support/simulated-petra.ts'

/** A simulated Petra whose clock differs from ours by `shiftDays`. */
export interface JourneyPetra extends SimulatedPetra {
  key: string
  /** Sets its clock: -30 answers as thirty days ago. */
  shiftTo(days: number): void
}

/** Starts it at the current time. Its rate limits are high enough that no journey waits. */
export async function startPetra(tenants = 12): Promise<JourneyPetra> {
  let shiftMs = 0
  const now = () => Date.now() + shiftMs
  const day = (days: number) => new Date(Date.now() + days * dayMs).toISOString().slice(0, 10)
  const sizes = Array.from({ length: tenants }, (_, index) => 6 + index * 5)
  const world = petraWorld({
    seed: 'journey',
    organisation: 'Example MSP',
    from: day(-200),
    until: day(30),
    tenants: petraTenants({ seed: 'journey', sizes, onboardedOn: day(-400) }).map((plan) => ({
      ...plan,
      turnoverPerYear: 1,
      growthPerYear: 0.5,
    })),
  })
  const petra = await simulatePetra({ clock: { now }, world, requestsPerMinute: 6_000 })
  return Object.assign(petra, {
    key: simulatedPetraKey,
    shiftTo: (days: number) => {
      shiftMs = days * dayMs
    },
  })
}
