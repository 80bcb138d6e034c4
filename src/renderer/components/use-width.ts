/** The width of an element. */
import { type RefObject, useLayoutEffect, useState } from 'react'

/** The width of an element in px, 0 before it is mounted. With a given width and ticks, a chart renders once and measures no text. */
export function useWidth(of: RefObject<HTMLElement | null>): number {
  const [widthPx, setWidthPx] = useState(0)
  useLayoutEffect(() => {
    const element = of.current
    if (element === null) return
    const measure = (): void => setWidthPx(element.clientWidth)
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    return () => observer.disconnect()
  }, [of])
  return widthPx
}
