/** Exposes `window.api` to the desktop window's page, and nothing else of Electron. */
import { contextBridge, ipcRenderer } from 'electron/renderer'
import type { HostBridge } from '../shared/contract/host-bridge.ts'

// Repeated because a sandboxed preload script can require only Electron; test/build compares them with those of the main process.
const requestChannel = 'seatledger:request'
const eventChannel = 'seatledger:event'

const api: HostBridge = {
  request: (route, input) => ipcRenderer.invoke(requestChannel, route, input),
  on: (event, listener) => {
    const forward = (_: unknown, name: unknown, payload: unknown) => {
      if (name === event) listener(payload as never)
    }
    ipcRenderer.on(eventChannel, forward)
    return () => {
      ipcRenderer.removeListener(eventChannel, forward)
    }
  },
}

contextBridge.exposeInMainWorld('api', api)
