/** Starts the page: styles in their order, the nonce for what is styled later, then the app. */
import '@fontsource-variable/inter/index.css'
import '@mantine/core/styles.css'
import './app/tokens.css'
import './app/base.css'
import { setNonce } from 'get-nonce'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { installBridge } from './lib/bridge-http.ts'
import { pageNonce } from './lib/nonce.ts'

const nonce = pageNonce()
if (nonce) setNonce(nonce)
const container = document.getElementById('root')
if (!container) throw new Error('the page has no #root')
await installBridge()
createRoot(container).render(<App />)
