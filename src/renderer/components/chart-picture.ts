/** Saves a chart as a PNG with title and legend, in the colours of the screen. */
import { ask } from '../lib/api.ts'
import { notifySaved } from '../lib/saved-file.ts'

/** The title and legend of a picture. */
export interface ChartCaption {
  title: string
  /** The visible series; `color` may be a CSS variable. */
  series: readonly { name: string; color: string; dash: string | undefined }[]
}

const inlinedProperties = [
  'fill',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-opacity',
  'fill-opacity',
  'font-size',
  'font-family',
  'font-weight',
  'text-anchor',
  'opacity',
] as const
const scale = 2
const marginPx = 16
const linePx = 22
const swatchPx = 18

/** Draws the chart inside `container` at twice its size, saves it through the host, and shows a notice. */
export async function saveChartPicture(container: HTMLElement | null, caption: ChartCaption): Promise<void> {
  const svg = container?.querySelector<SVGSVGElement>('svg.recharts-surface')
  if (!svg) return
  const save = async () => ask('exports.picture', { name: pictureName(caption.title), png: await toPng(svg, caption) })
  await notifySaved('The picture', save())
}

/** The picture's bytes in base64. */
async function toPng(svg: SVGSVGElement, { title, series }: ChartCaption): Promise<string> {
  const { demo } = await ask('app.info', {})
  const { width, height } = svg.getBoundingClientRect()
  const lines = new Image()
  lines.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(standaloneSvg(svg, width, height))}`
  await lines.decode()
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d')
  if (!context) throw new Error('This browser cannot create pictures.')
  const tokens = getComputedStyle(document.documentElement)
  const token = (name: string) => tokens.getPropertyValue(name)
  const font = (weight: number) => `${weight} 13px ${getComputedStyle(document.body).fontFamily}`
  // Needed to lay out the legend; setting the canvas size resets the font.
  context.font = font(400)
  const keys = legendRows(context, series.length > 1 ? series : [], width)
  const above = marginPx + linePx * (1 + keys.rows)
  canvas.width = (width + 2 * marginPx) * scale
  canvas.height = (above + height + marginPx) * scale
  context.scale(scale, scale)
  context.fillStyle = token('--sl-surface')
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.translate(marginPx, 0)
  context.fillStyle = token('--sl-ink')
  context.font = font(600)
  context.fillText(demo ? `DEMO: ${title}` : title, 0, marginPx + 12, width)
  context.font = font(400)
  for (const { name, color, dash, x, row } of keys.placed) {
    const y = marginPx + linePx * (row + 1) + 8
    context.strokeStyle = token(/--[\w-]+/.exec(color)?.[0] ?? '') || color
    context.lineWidth = 2.5
    context.setLineDash(dash?.split(' ').map(Number) ?? [])
    context.beginPath()
    context.moveTo(x, y)
    context.lineTo(x + swatchPx, y)
    context.stroke()
    context.fillText(name, x + swatchPx + 6, y + 4, width - swatchPx - 6)
  }
  context.drawImage(lines, 0, above, width, height)
  context.translate(0, above)
  drawTexts(context, svg)
  return canvas.toDataURL('image/png').slice('data:image/png;base64,'.length)
}

/** The positions of the legend's entries, wrapped into rows. */
function legendRows(context: CanvasRenderingContext2D, series: ChartCaption['series'], width: number) {
  let x = 0
  let row = 0
  const placed = series.map((each) => {
    const needed = swatchPx + 6 + context.measureText(each.name).width
    if (x > 0 && x + needed > width) {
      x = 0
      row += 1
    }
    const place = { ...each, x, row }
    x += needed + marginPx
    return place
  })
  return { placed, rows: placed.length === 0 ? 0 : row + 1 }
}

/** Text is drawn separately, because an SVG image cannot use the page's fonts, and text in another font would be cut off. */
function drawTexts(context: CanvasRenderingContext2D, svg: SVGSVGElement): void {
  for (const text of svg.querySelectorAll('text')) {
    const parts = text.querySelectorAll('tspan')
    for (const part of parts.length === 0 ? [text] : parts) {
      if (part.getNumberOfChars() === 0) continue
      const style = getComputedStyle(part)
      context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`
      context.fillStyle = style.fill
      // From the left edge, even for right-to-left text.
      context.textAlign = 'left'
      context.fillText(part.textContent ?? '', text.getBBox().x, part.getStartPositionOfChar(0).y)
    }
  }
}

/** A copy without text and with inlined styles. */
function standaloneSvg(svg: SVGSVGElement, width: number, height: number): string {
  const copy = svg.cloneNode(true) as SVGSVGElement
  const originals = svg.querySelectorAll('*')
  copy.querySelectorAll('*').forEach((element, index) => {
    const original = originals[index]
    if (!original) return
    const style = getComputedStyle(original)
    element.removeAttribute('class')
    element.removeAttribute('style')
    for (const property of inlinedProperties) element.setAttribute(property, style.getPropertyValue(property))
  })
  for (const text of copy.querySelectorAll('text')) text.remove()
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  copy.setAttribute('width', String(width))
  copy.setAttribute('height', String(height))
  return new XMLSerializer().serializeToString(copy)
}

/** A title as a file name of letters, digits and dashes, as `exports.picture` requires. */
export function pictureName(title: string): string {
  return (
    title
      .toLowerCase()
      .slice(0, 80)
      // Last, because lower-casing can add combining marks, and slicing can split a surrogate pair.
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-|-$/g, '') || 'chart'
  )
}
