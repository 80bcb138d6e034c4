/** Visible cells that React renders: AG Grid creates and moves the elements, and React renders into them through portals. */
import type { ICellRendererComp, ICellRendererParams } from 'ag-grid-community'

/** A cell, and the element that React renders into. */
export interface CellPortal<Row> {
  key: string
  columnId: string
  row: Row
  element: HTMLElement
}

export interface CellPortals<Row> {
  /** The cell renderer to pass to AG Grid. */
  renderer: new () => ICellRendererComp<Row>
  /** The current cells; a new array whenever one is added, removed or gets another row. */
  get(): readonly CellPortal<Row>[]
  subscribe(listener: () => void): () => void
}

/**
 * Elements of removed cells, for reuse by all tables. React adds a listener for every event type to each portal container, once per
 * container; for 20 new containers, this takes longer than rendering into them.
 */
const unusedElements: HTMLElement[] = []

export function cellPortals<Row>(): CellPortals<Row> {
  const cells = new Map<string, CellPortal<Row>>()
  const listeners = new Set<() => void>()
  let list: readonly CellPortal<Row>[] | null = []
  let lastKey = 0
  const changed = (): void => {
    list = null
    for (const listener of listeners) listener()
  }
  class Cell implements ICellRendererComp<Row> {
    readonly #key = String(++lastKey)
    readonly #element = unusedElements.pop() ?? document.createElement('span')
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
      unusedElements.push(this.#element)
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
    get: () => {
      list ??= [...cells.values()]
      return list
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
