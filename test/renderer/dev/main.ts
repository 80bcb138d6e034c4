/** The page over the fake, for looking at screens without a host: `?state=` chooses one of its states. */
import { fakeBridge } from '../fake/fake-bridge.ts'
import { fakeStates } from '../fake/fake-states.ts'

const state = new URLSearchParams(location.search).get('state') ?? 'full'
// The router keeps what stands before the fragment, and would read it as a part of it.
history.replaceState(null, '', location.pathname + location.hash)
const bridge = fakeStates[state]?.() ?? fakeBridge()
Object.defineProperty(window, 'api', { value: bridge })
// Another process wrote: everything shown is asked again.
addEventListener('fake-history-changed', () => bridge.emit('history.changed', { at: new Date().toISOString() }))
void import('../../../src/renderer/main.tsx')
