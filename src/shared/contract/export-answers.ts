/** Files that a host writes. */

/** A requested file. `saved` is false if the dialog was closed; `download` is the browser host's one-time address. */
export interface SavedFile {
  saved: boolean
  name: string | null
  /** The name of the chosen folder, without its path; null in a browser, which chooses the folder itself. */
  folder: string | null
  download: string | null
}

/** A table of an export (in a workbook, a sheet) with the number of rows written. */
export interface WrittenTable {
  name: string
  rows: number
}

/** An export and its tables; no tables if the dialog was closed. */
export interface ExportAnswer extends SavedFile {
  tables: WrittenTable[]
}
