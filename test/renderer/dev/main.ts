/** The page over the fake bridge, for viewing screens without a host: `?state=` selects one of its states. */
import { fakeBridge } from '../fake/fake-bridge.ts'
import { fakeStates } from '../fake/fake-states.ts'

const state = new URLSearchParams(location.search).get('state') ?? 'full'
// Removed, because the router would read it as part of the address.
history.replaceState(null, '', location.pathname + location.hash)
const bridge = fakeStates[state]?.() ?? fakeBridge()
Object.defineProperty(window, 'api', { value: bridge })
// Simulates a write by another process: everything shown is refetched.
addEventListener('fake-history-changed', () => bridge.emit('history.changed', { at: new Date().toISOString() }))
void import('../../../src/renderer/main.tsx')
