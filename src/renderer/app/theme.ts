/** Mantine's theme, with the colours of `tokens.css`. */
import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core'

const ledger: MantineColorsTuple = [
  '#e8f4f1',
  '#cfe6e0',
  '#a3cfc4',
  '#74b6a7',
  '#4c9e8d',
  '#1f7a68',
  '#0b6b5c',
  '#085447',
  '#064339',
  '#04322a',
]
const ink: MantineColorsTuple = [
  '#f6f6f3',
  '#ecece7',
  '#dcdcd5',
  '#c2c4be',
  '#9ba19d',
  '#757c79',
  '#565d5a',
  '#3b4240',
  '#282d2c',
  '#1b1f1e',
]
const night: MantineColorsTuple = [
  '#e8ebe9',
  '#bcc4c0',
  '#98a19d',
  '#79827e',
  '#3d4543',
  '#2a302e',
  '#222726',
  '#1a1e1d',
  '#151918',
  '#121514',
]

/** For destructive actions, like `--sl-bad`; white text on shade 6 has a contrast above 4.5 : 1. */
const bad: MantineColorsTuple = [
  '#fcebe9',
  '#f6d3d0',
  '#efc4c0',
  '#e59a94',
  '#da6f68',
  '#c74a42',
  '#b3261e',
  '#97201a',
  '#7a1a15',
  '#5c1410',
]

export const theme = createTheme({
  primaryColor: 'ledger',
  primaryShade: { light: 6, dark: 5 },
  colors: { ledger, gray: ink, dark: night, red: bad },
  white: '#ffffff',
  black: '#1b1f1e',
  defaultRadius: 'md',
  radius: { xs: '3px', sm: '5px', md: '7px', lg: '10px', xl: '16px' },
  fontFamily: "'Inter Variable', system-ui, 'Segoe UI', 'Noto Sans', 'Noto Sans Arabic', 'Noto Sans Hebrew', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'Cascadia Mono', 'SF Mono', 'Noto Sans Mono', monospace",
  fontSizes: { xs: '12px', sm: '13px', md: '13.5px', lg: '15px', xl: '18px' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '20px', lineHeight: '1.25' },
      h2: { fontSize: '15px', lineHeight: '1.35' },
      h3: { fontSize: '13.5px', lineHeight: '1.4' },
    },
  },
  cursorType: 'pointer',
  focusRing: 'auto',
  respectReducedMotion: true,
  components: {
    Button: { defaultProps: { size: 'xs' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 'md' } },
    TextInput: { defaultProps: { size: 'sm' } },
    PasswordInput: { defaultProps: { size: 'sm' } },
    NumberInput: { defaultProps: { size: 'sm' } },
    // Otherwise the options of closed pickers (hundreds of tenants) would be rendered with each screen.
    Combobox: { defaultProps: { keepMounted: false } },
    // A listbox must contain an option, so the "nothing found" message is a disabled one.
    ComboboxEmpty: { defaultProps: { role: 'option', 'aria-disabled': true } },
    Select: { defaultProps: { size: 'sm', checkIconPosition: 'right', allowDeselect: false } },
    SegmentedControl: { defaultProps: { size: 'xs' } },
    Tooltip: {
      defaultProps: { withArrow: true, openDelay: 250, multiline: true, maw: 320, events: { hover: true, focus: true, touch: true } },
    },
    // An animated bar causes layout and paint in every frame during a collection.
    Progress: { defaultProps: { transitionDuration: 0 } },
    Popover: { defaultProps: { withArrow: false, shadow: 'md', radius: 'md' } },
    Menu: { defaultProps: { shadow: 'md', radius: 'md', position: 'bottom-end' } },
    Drawer: {
      defaultProps: {
        position: 'right',
        size: 'lg',
        overlayProps: { backgroundOpacity: 0.25 },
        closeButtonProps: { 'aria-label': 'Close' },
      },
    },
    Modal: { defaultProps: { centered: true, overlayProps: { backgroundOpacity: 0.35 }, closeButtonProps: { 'aria-label': 'Close' } } },
  },
})

/** Maps Mantine's variables to our tokens. */
export const cssVariables: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--sl-surface)',
    '--mantine-color-text': 'var(--sl-ink)',
    '--mantine-color-dimmed': 'var(--sl-ink-muted)',
    '--mantine-color-default': 'var(--sl-surface)',
    '--mantine-color-default-hover': 'var(--sl-surface-hover)',
    '--mantine-color-default-color': 'var(--sl-ink)',
    '--mantine-color-default-border': 'var(--sl-line-strong)',
    '--mantine-color-placeholder': 'var(--sl-ink-muted)',
    '--mantine-color-anchor': 'var(--sl-accent)',
    '--mantine-color-error': 'var(--sl-bad)',
  }
  return { variables: {}, light: shared, dark: shared }
}
