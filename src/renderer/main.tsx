/** Starts the page: styles in order, the nonce for run-time styles, then the app, whose code loads while the host computes the first answers. */
import '@fontsource-variable/inter/index.css'
import '@mantine/core/styles.css'
import '@mantine/spotlight/styles.css'
import './app/tokens.css'
import './app/base.css'
import { setNonce } from 'get-nonce'
import { installBridge } from './lib/bridge-http.ts'
import { pageNonce } from './lib/nonce.ts'
import { requestOverview } from './lib/overview-requests.ts'

const nonce = pageNonce()
if (nonce) setNonce(nonce)
const container = document.getElementById('root')
if (!container) throw new Error('the page has no #root')
await installBridge()
const answers = requestOverview()
// Imported only now, because the browser cannot handle responses while it parses this much code.
const { start } = await import('./app/start.tsx')
start(container, answers)
