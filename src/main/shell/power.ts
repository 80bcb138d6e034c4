/** Pauses collecting while the machine sleeps; resumes it on wake, on unlock and when the network returns. */
import { net, powerMonitor } from 'electron/main'

const networkPollMs = 30_000

/** Calls `suspend` before sleep, and `wake` after sleep, on unlock and when the network returns. The returned function stops it. */
export function followPower(
  { wake, suspend }: { wake(): void; suspend(): void },
  isOnline: () => boolean = () => net.isOnline(),
): () => void {
  // Electron's main process has no event for network changes, so poll.
  let online = isOnline()
  const timer = setInterval(() => {
    const now = isOnline()
    if (now && !online) wake()
    online = now
  }, networkPollMs)
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
