/** Sleep and network: the collector rests while the machine sleeps, and looks at once at what is due when it is back. */
import { net, powerMonitor } from 'electron/main'

const lookAtNetworkMs = 30_000

/** Calls `suspend` before sleep, and `wake` after it, after unlocking and when the network is back, until the returned function is called. */
export function followPower(
  { wake, suspend }: { wake(): void; suspend(): void },
  isOnline: () => boolean = () => net.isOnline(),
): () => void {
  // Electron's main process has no event for the network: a glance now and then costs nothing.
  let online = isOnline()
  const timer = setInterval(() => {
    const now = isOnline()
    if (now && !online) wake()
    online = now
  }, lookAtNetworkMs)
  timer.unref()
  powerMonitor.on('suspend', suspend)
  powerMonitor.on('resume', wake)
  powerMonitor.on('unlock-screen', wake)
  return () => {
    clearInterval(timer)
    powerMonitor.removeListener('suspend', suspend)
    powerMonitor.removeListener('resume', wake)
    powerMonitor.removeListener('unlock-screen', wake)
  }
}
