/** The tray's tooltip and menu as plain data. */
import type { MenuItemConstructorOptions } from 'electron/main'

/** What the tray shows. Times are ISO 8601 UTC. */
export interface TrayState {
  /** Null when nothing is being collected. */
  collecting: { done: number; total: number; expectedFinish: string | null } | null
  paused: boolean
  /** The number of open problems. */
  attention: number
  lastCollectedAt: string | null
  nextCollectionAt: string | null
  /** Closing the window keeps the app in the tray. */
  closeToTray: boolean
}

/** The menu's actions. */
export interface TrayActions {
  open(): void
  collectNow(): void
  setPaused(paused: boolean): void
  setCloseToTray(on: boolean): void
  quit(): void
}

/** The icon. Open problems take precedence over progress. */
export function trayIcon(state: TrayState): 'attention' | 'collecting' | 'fine' {
  if (state.attention > 0) return 'attention'
  return state.collecting === null ? 'fine' : 'collecting'
}

/** The tooltip, which is also the menu's first line. */
export function trayStatus(state: TrayState): string {
  if (state.collecting !== null) {
    const { done, total, expectedFinish } = state.collecting
    return `Collecting ${done} of ${total}${expectedFinish === null ? '' : `, until about ${localTime(expectedFinish)}`}`
  }
  if (state.attention > 0) return state.attention === 1 ? '1 item needs attention' : `${state.attention} items need attention`
  return state.paused ? 'Paused' : 'No problems'
}

/** The menu. It also holds "Open", since clicks on the icon itself are unreliable on Linux. */
export function trayMenu(state: TrayState, actions: TrayActions): MenuItemConstructorOptions[] {
  return [
    { id: 'status', label: trayStatus(state), enabled: false },
    {
      id: 'last',
      label: `Last collection: ${state.lastCollectedAt === null ? 'none yet' : localTime(state.lastCollectedAt)}`,
      enabled: false,
    },
    { id: 'next', label: `Next collection: ${nextText(state)}`, enabled: false },
    { type: 'separator' },
    { id: 'open', label: 'Open Seatledger', click: actions.open },
    { id: 'collect', label: 'Collect now', enabled: state.collecting === null, click: actions.collectNow },
    { id: 'pause', label: 'Pause collecting', type: 'checkbox', checked: state.paused, click: () => actions.setPaused(!state.paused) },
    {
      id: 'close-to-tray',
      label: 'Keep running when the window is closed',
      type: 'checkbox',
      checked: state.closeToTray,
      click: () => actions.setCloseToTray(!state.closeToTray),
    },
    { type: 'separator' },
    { id: 'quit', label: 'Quit', click: actions.quit },
  ]
}

function nextText(state: TrayState): string {
  if (state.paused) return 'paused'
  return state.nextCollectionAt === null ? 'nothing is due' : localTime(state.nextCollectionAt)
}

/** A time in the machine's locale and time zone. */
function localTime(iso: string): string {
  return new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' }).format(new Date(iso))
}
