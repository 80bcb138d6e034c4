/** Our line icons on a 20 × 20 grid. Use them next to text or inside an element with an accessible name. */
import type { ReactElement } from 'react'

const paths = {
  overview: 'M3 3.5h6v7H3zM11 3.5h6v4h-6zM11 9.5h6v7h-6zM3 12.5h6v4H3z',
  trends: 'M3 16.5h14M3.5 13l4-4.5 3 2.5 5.5-6.5M12.5 4.5H16V8',
  changes: 'M6.5 3.5v11M3.5 6.5l3-3 3 3M13.5 16.5v-11M10.5 13.5l3 3 3-3',
  licences: 'M3 5.5h14v9H3zM6 9h4M6 11.5h6.5M14 9h.01',
  people: 'M7.5 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM2.5 16.5c0-2.8 2.2-4.5 5-4.5s5 1.7 5 4.5M13 3.9a3 3 0 0 1 0 5.2M14.5 12.3c1.8.6 3 2 3 4.2',
  usage: 'M3.5 13.5a6.5 6.5 0 1 1 13 0M10 13.5l3.5-4.5M6 16.5h8',
  reconcile: 'M10 3.5v13M6 16.5h8M3.5 6h13M5.5 6l-2.5 5.5a2.6 2.6 0 0 0 5 0zM14.5 6L12 11.5a2.6 2.6 0 0 0 5 0z',
  activity: 'M2.5 10.5h3.5l2.5-6 4 11 2-5h3',
  settings: 'M3 6h7M14 6h3M3 14h3M10 14h7M12 4v4M8 12v4',
  calendar: 'M3.5 5h13v11.5h-13zM3.5 8.5h13M7 3v3.5M13 3v3.5',
  tenant: 'M4 16.5v-13h7v13M11 8h5v8.5M2.5 16.5h15M6.5 6.5h2M6.5 9.5h2M6.5 12.5h2',
  refresh: 'M16 8.5A6.2 6.2 0 0 0 4.7 6.7M4 11.5a6.2 6.2 0 0 0 11.3 1.8M4.5 3.5v3.5H8M15.5 16.5V13H12',
  search: 'M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11zM13.2 13.2l3.8 3.8',
  evidence: 'M5 2.5h7l3.5 3.5v11.5H5zM12 2.5V6h3.5M7.5 10h5M7.5 13h5',
  warning: 'M10 3.5l7.5 13h-15zM10 8.5v3.5M10 14.5h.01',
  info: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 9.5V13M10 7h.01',
  check: 'M4 10.5l4 4 8-9',
  close: 'M5 5l10 10M15 5L5 15',
  chevronDown: 'M5.5 8l4.5 4.5L14.5 8',
  chevronLeft: 'M12 5.5L7.5 10l4.5 4.5',
  chevronRight: 'M8 5.5l4.5 4.5L8 14.5',
  up: 'M10 16V4.5M5 9l5-5 5 5',
  down: 'M10 4v11.5M5 11l5 5 5-5',
  plus: 'M10 4v12M4 10h12',
  export: 'M10 3v9M6.5 8.5L10 12l3.5-3.5M3.5 13v3.5h13V13',
  pause: 'M7 4.5v11M13 4.5v11',
  play: 'M6.5 4l9 6-9 6z',
  stop: 'M5 5h10v10H5z',
  key: 'M7 13.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7zM10.5 10H17M14.5 10v3',
  trash: 'M4 5.5h12M8 5.5v-2h4v2M5.5 5.5l.8 11h7.4l.8-11',
  copy: 'M7 7h9.5v9.5H7zM13 7V3.5H3.5V13H7',
  sun: 'M10 13.2a3.2 3.2 0 1 0 0-6.4 3.2 3.2 0 0 0 0 6.4zM10 2.5v1.8M10 15.7v1.8M2.5 10h1.8M15.7 10h1.8M4.7 4.7L6 6M14 14l1.3 1.3M4.7 15.3L6 14M14 6l1.3-1.3',
  moon: 'M16 12.2A6.8 6.8 0 0 1 7.8 4a6.8 6.8 0 1 0 8.2 8.2z',
  system: 'M3 4h14v9.5H3zM7 16.5h6M10 13.5v3',
  help: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM8 8a2 2 0 1 1 2.8 1.9c-.5.2-.8.6-.8 1.1v.5M10 14h.01',
  more: 'M4.5 10h.01M10 10h.01M15.5 10h.01',
  clock: 'M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14zM10 6v4.2l2.7 1.8',
  gap: 'M2.5 10h4.5M13 10h4.5M9 7v.01M9 13v.01M11 7v.01M11 13v.01',
  image: 'M3 4h14v12H3zM3 13l4-4 4 4 2-2 4 4M13 7.5h.01',
  link: 'M8.5 11.5l3-3M9 6.5l2-2a3.2 3.2 0 0 1 4.5 4.5l-2 2M11 13.5l-2 2A3.2 3.2 0 0 1 4.5 11l2-2',
} as const

export type IconName = keyof typeof paths

interface IconProps {
  name: IconName
  /** In pixels; 18 by default. */
  size?: number
}

/** A decorative icon, hidden from assistive technology. */
export function Icon({ name, size = 18 }: IconProps): ReactElement {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth={1.5}
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      <path d={paths[name]} />
    </svg>
  )
}

/** The logo: ledger lines inside a seat. */
export function BrandMark({ size = 24 }: { size?: number }): ReactElement {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <rect x="1" y="1" width="22" height="22" rx="6" fill="var(--sl-accent)" />
      <path
        d="M6.5 5.5v9.5h8.2a2.8 2.8 0 0 1 2.8 2.8v.7"
        fill="none"
        stroke="var(--sl-surface)"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
      <path d="M10 6.5h7.5M10 10.5h5" fill="none" stroke="var(--sl-surface)" strokeWidth="2" strokeLinecap="round" />
      <path d="M6.5 15v3.5" fill="none" stroke="var(--sl-surface)" strokeWidth="2" strokeLinecap="round" />
    </svg>
  )
}
