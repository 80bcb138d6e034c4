/** The page over the fake, for looking at screens without a host: `?state=` chooses one of its states. */
import { fakeBridge } from '../fake/fake-bridge.ts'
import { fakeStates } from '../fake/fake-states.ts'

const state = new URLSearchParams(location.search).get('state') ?? 'full'
Object.defineProperty(window, 'api', { value: fakeStates[state]?.() ?? fakeBridge() })
void import('../../../src/renderer/main.tsx')
