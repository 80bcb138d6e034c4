/** What the page of the desktop window gets: `window.api`, and nothing else of Electron. */
import { contextBridge, ipcRenderer } from 'electron/renderer'
import type { Bridge } from '../shared/contract/bridge.ts'

// Not imported from main: this file must stay alone (a sandboxed preload requires nothing but Electron). test/build compares the two.
const requestChannel = 'seatledger:request'
const eventChannel = 'seatledger:event'

const api: Bridge = {
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
