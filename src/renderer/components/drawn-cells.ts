/** The cells in sight whose columns have a drawing of their own: the grid makes and moves them, React fills them. */
import type { ICellRendererComp, ICellRendererParams } from 'ag-grid-community'

/** A cell of a row, and where its drawing goes. */
export interface DrawnCell<Row> {
  key: string
  columnId: string
  row: Row
  element: HTMLElement
}

export interface DrawnCells<Row> {
  /** What the grid makes for such a cell. */
  renderer: new () => ICellRendererComp<Row>
  /** Those there are now; another list whenever one comes, goes or gets another row. */
  now(): readonly DrawnCell<Row>[]
  subscribe(listener: () => void): () => void
}

/**
 * Places that held a drawing and hold none any more, of all tables. React listens for every event there is on each place that it draws
 * into, once for each place: to make 20 new ones costs more than to draw into them.
 */
const free: HTMLElement[] = []

export function drawnCells<Row>(): DrawnCells<Row> {
  const cells = new Map<string, DrawnCell<Row>>()
  const listeners = new Set<() => void>()
  let list: readonly DrawnCell<Row>[] | null = []
  let made = 0
  const changed = (): void => {
    list = null
    for (const listener of listeners) listener()
  }
  class Cell implements ICellRendererComp<Row> {
    readonly #key = String(++made)
    readonly #element = free.pop() ?? document.createElement('span')
    init(params: ICellRendererParams<Row>): void {
      this.#show(params)
    }
    getGui(): HTMLElement {
      return this.#element
    }
    refresh(params: ICellRendererParams<Row>): boolean {
      this.#show(params)
      return true
    }
    destroy(): void {
      cells.delete(this.#key)
      free.push(this.#element)
      changed()
    }
    #show({ data, column }: ICellRendererParams<Row>): void {
      if (data === undefined) return
      cells.set(this.#key, { key: this.#key, columnId: column?.getColId() ?? '', row: data, element: this.#element })
      changed()
    }
  }
  return {
    renderer: Cell,
    now: () => {
      list ??= [...cells.values()]
      return list
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
