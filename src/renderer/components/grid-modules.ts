/** Registers the AG Grid modules that our tables use, and keeps its styles in the page. */
import {
  CellStyleModule,
  ClientSideRowModelApiModule,
  ClientSideRowModelModule,
  ColumnApiModule,
  ColumnAutoSizeModule,
  createGrid,
  ExternalFilterModule,
  LocaleModule,
  ModuleRegistry,
  NumberFilterModule,
  RenderApiModule,
  RowApiModule,
  RowSelectionModule,
  RowStyleModule,
  ScrollApiModule,
  TextFilterModule,
} from 'ag-grid-community'
import { pageNonce } from '../lib/nonce.ts'
import { gridTheme } from './grid-theme.ts'

/** Only the modules that tables need, because every registered module is instantiated for each table. */
export function registerGridModules(): void {
  ModuleRegistry.registerModules([
    CellStyleModule,
    ClientSideRowModelApiModule,
    ClientSideRowModelModule,
    ColumnApiModule,
    ColumnAutoSizeModule,
    ExternalFilterModule,
    LocaleModule,
    NumberFilterModule,
    RenderApiModule,
    RowApiModule,
    RowSelectionModule,
    RowStyleModule,
    ScrollApiModule,
    TextFilterModule,
  ])
}

/**
 * Keeps AG Grid's style sheets in the page. AG Grid removes them with the last table and adds them with the next one, and each time
 * the browser recalculates the styles of the whole page, which takes a third of a screen switch. One empty, hidden grid prevents that.
 */
export function keepGridStyles(): void {
  const holder = document.createElement('div')
  holder.style.visibility = 'hidden'
  holder.style.position = 'fixed'
  holder.inert = true
  document.body.append(holder)
  const nonce = pageNonce()
  createGrid(holder, { theme: gridTheme, columnDefs: [], rowData: [], ...(nonce ? { styleNonce: nonce } : {}) })
}
