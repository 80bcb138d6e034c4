/** `window.api` in the browser: requests and events over HTTP, with the same type as in the desktop window. */

import type { Envelope, ErrorShape } from '../../shared/contract/errors.ts'
import type { EventName, Events } from '../../shared/contract/events.ts'
import type { SavedFile } from '../../shared/contract/export-answers.ts'
import type { HostBridge } from '../../shared/contract/host-bridge.ts'
import type { RouteOutput } from '../../shared/contract/routes.ts'
import { showNotConnected } from './not-connected.ts'

const keyName = 'seatledger.session'
const reconnectMs = 2_000

type Listeners = { [E in EventName]: Set<(payload: Events[E]) => void> }

/** Installs `window.api` over HTTP unless the desktop's preload script has installed one. Call it once, before any request. */
export async function installBridge(): Promise<void> {
  if ('api' in window) return
  await exchangeToken()
  // Opening a new link in this tab only changes the fragment, so the page must reload to use its token.
  addEventListener('hashchange', () => {
    if (tokenInAddress() !== null) location.reload()
  })
  Object.defineProperty(window, 'api', { value: createHttpBridge(), enumerable: true })
}

/** Exchanges the one-time token in the address for a session key, and removes it from the address and the browser's history. */
async function exchangeToken(): Promise<void> {
  const token = tokenInAddress()
  if (token === null) return
  history.replaceState(history.state, '', `${location.pathname}${location.search}`)
  // Reopening a used link in a connected tab keeps the tab's session.
  const answer = await post<{ key: string }>('/session', { token }, (message) => {
    if (sessionStorage.getItem(keyName) === null) showNotConnected(message)
  })
  if (answer.ok) sessionStorage.setItem(keyName, answer.value.key)
}

function tokenInAddress(): string | null {
  return new URLSearchParams(location.hash.slice(1)).get('token')
}

/** Never rejects. After a 401 the session key is permanently invalid, and `onRefused` is called. */
async function post<T>(path: string, body: unknown, onRefused: (message: string) => void = disconnect): Promise<Envelope<T>> {
  try {
    const response = await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...authorization() },
      body: JSON.stringify(body),
    })
    const answer = (await response.json()) as Envelope<T>
    if (response.status === 401 && !answer.ok) onRefused(answer.error.message)
    return answer
  } catch {
    return {
      ok: false,
      error: {
        code: 'NETWORK',
        message:
          'Seatledger does not respond. Check that it is still running in its terminal. Otherwise, start it again and open its link.',
      },
    }
  }
}

function disconnect(message: string): void {
  sessionStorage.removeItem(keyName)
  showNotConnected(message)
}

function authorization(): Record<string, string> {
  const key = sessionStorage.getItem(keyName)
  return key === null ? {} : { authorization: `Bearer ${key}` }
}

/** The bridge over HTTP. All listeners share one event stream, which reconnects. */
export function createHttpBridge(): HostBridge {
  const listeners: Listeners = { 'collect.progress': new Set(), 'history.changed': new Set(), 'task.progress': new Set() }
  let listening = false
  const emit = <E extends EventName>(event: E, payload: Events[E]) => {
    for (const listener of listeners[event]) listener(payload)
  }
  const listen = async () => {
    for (let connections = 0; ; connections += 1) {
      const ended = await readEvents(() => {
        // Events may have been missed while disconnected.
        if (connections > 0) emit('history.changed', { at: new Date().toISOString() })
      }, emit)
      if (ended === 'refused') return
      await new Promise((resolve) => setTimeout(resolve, reconnectMs))
    }
  }
  return {
    async request(route, input) {
      const answer = await post<RouteOutput<typeof route>>(`/request/${route}`, input)
      if (answer.ok && isDownload(answer.value)) return (await fetchDownload(answer.value)) ?? answer
      return answer
    },
    on: (event, listener) => {
      listeners[event].add(listener)
      if (!listening) {
        listening = true
        void listen().finally(() => {
          listening = false
        })
      }
      return () => {
        listeners[event].delete(listener)
      }
    },
  }
}

type Download = SavedFile & { download: string }

function isDownload(value: unknown): value is Download {
  return typeof value === 'object' && value !== null && 'download' in value && typeof value.download === 'string'
}

/** Downloads a file that the host has prepared; returns an error if that fails. */
async function fetchDownload({ download, name }: Download): Promise<{ ok: false; error: ErrorShape } | null> {
  const lost = { code: 'NETWORK', message: 'The file was created but not received. Export it again.' } as const
  try {
    const response = await fetch(`/download/${encodeURIComponent(download)}`, { method: 'POST', headers: authorization() })
    if (!response.ok) return { ok: false, error: lost }
    const address = URL.createObjectURL(await response.blob())
    const link = document.createElement('a')
    link.href = address
    link.download = (name ?? 'export').replaceAll(/[\p{Cc}\\/:*?"<>|]/gu, '_')
    link.click()
    // Delayed, because some browsers read the blob after the click has returned.
    setTimeout(() => URL.revokeObjectURL(address), 60_000)
    return null
  } catch {
    return { ok: false, error: lost }
  }
}

async function readEvents(
  onConnected: () => void,
  emit: <E extends EventName>(event: E, payload: Events[E]) => void,
): Promise<'ended' | 'refused'> {
  try {
    const response = await fetch('/events', { method: 'POST', headers: authorization() })
    if (response.status === 401) return 'refused'
    if (!response.ok || response.body === null) return 'ended'
    onConnected()
    let rest = ''
    for await (const text of response.body.pipeThrough(new TextDecoderStream())) {
      const lines = (rest + text).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) {
        if (line === '') continue
        const [event, payload] = JSON.parse(line) as [EventName, never]
        emit(event, payload)
      }
    }
  } catch {
    // The connection was lost; the caller reconnects.
  }
  return 'ended'
}
