/** Restores the window's saved bounds if they are still on a connected display. */
import { z } from 'zod'

/** Device-independent pixels. */
export interface Rectangle {
  x: number
  y: number
  width: number
  height: number
}

/** Below this size, tables and figures no longer fit next to the navigation. */
export const smallestWindow = { width: 760, height: 560 }
const firstWindow = { width: 1280, height: 820 }
const side = z.number().int().min(-100_000).max(100_000)
const savedSchema = z.object({
  bounds: z.object({ x: side, y: side, width: side.min(1), height: side.min(1) }).nullable(),
  maximized: z.boolean(),
})

/** How much of the title bar must be visible for the user to drag it. */
const grip = { width: 120, height: 32 }

/**
 * The bounds to open with: the saved ones if they parse and enough of the title bar is on a display; otherwise the default size, which
 * Electron centres.
 */
export function restoreBounds(
  saved: unknown,
  workAreas: readonly Rectangle[],
): { bounds: Partial<Rectangle> & { width: number; height: number }; maximized: boolean } {
  const parsed = savedSchema.safeParse(saved)
  const bounds = parsed.success ? parsed.data.bounds : null
  const maximized = parsed.success && parsed.data.maximized
  if (bounds === null || !workAreas.some((area) => showsGrip(bounds, area))) return { bounds: { ...firstWindow }, maximized }
  return {
    bounds: { ...bounds, width: Math.max(bounds.width, smallestWindow.width), height: Math.max(bounds.height, smallestWindow.height) },
    maximized,
  }
}

function showsGrip(window: Rectangle, area: Rectangle): boolean {
  const across = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x)
  const below = area.y + area.height - window.y
  return across >= grip.width && window.y >= area.y && below >= grip.height
}
