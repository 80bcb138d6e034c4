/** The parts of AG Grid that our tables use, and its styles, which stay once they are there. */
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
  TextFilterModule,
} from 'ag-grid-community'
import { pageNonce } from '../lib/nonce.ts'
import { gridTheme } from './grid-theme.ts'

/** Every part that is registered is made anew for each table. */
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
    TextFilterModule,
  ])
}

/**
 * Keeps the grid's styles in the page. The last table that goes takes them out and the next one puts them in, and each time the browser
 * styles the whole page anew (a third of the time of a switch between two screens); one empty grid out of sight holds them.
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
