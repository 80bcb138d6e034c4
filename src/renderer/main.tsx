/** Starts the page: styles in their order, the nonce for what is styled later, then the app, whose code comes while the host makes the first answers. */
import '@fontsource-variable/inter/index.css'
import '@mantine/core/styles.css'
import '@mantine/spotlight/styles.css'
import './app/tokens.css'
import './app/base.css'
import { setNonce } from 'get-nonce'
import { installBridge } from './lib/bridge-http.ts'
import { pageNonce } from './lib/nonce.ts'
import { askForOverview } from './lib/overview-questions.ts'

const nonce = pageNonce()
if (nonce) setNonce(nonce)
const container = document.getElementById('root')
if (!container) throw new Error('the page has no #root')
await installBridge()
const answers = askForOverview()
// Only now: while the browser reads so much code it reads no answer.
const { start } = await import('./app/start.tsx')
start(container, answers)
