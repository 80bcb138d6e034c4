/** A chart as a PNG that can stand alone on a slide: what it is, its series by name, the lines with the colours that they have on the screen. */
import { ask } from './api.ts'
import { tellSaved } from './saved-file.ts'

/** What a picture says beside its lines. */
export interface ChartCaption {
  title: string
  /** The series that are drawn; `color` may name a token. */
  series: readonly { name: string; color: string; dash: string | undefined }[]
}

const drawn = [
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

/** Draws the chart inside `container` at twice its size, saves it where the host lets the user save, and tells how that went. */
export async function saveChartPicture(container: HTMLElement | null, caption: ChartCaption): Promise<void> {
  const svg = container?.querySelector<SVGSVGElement>('svg.recharts-surface')
  if (!svg) return
  const save = async () => ask('exports.picture', { name: pictureName(caption.title), png: await drawnAsPng(svg, caption) })
  await tellSaved('The picture', save())
}

/** The picture's bytes in base64. */
async function drawnAsPng(svg: SVGSVGElement, { title, series }: ChartCaption): Promise<string> {
  const { demo } = await ask('app.info', {})
  const { width, height } = svg.getBoundingClientRect()
  const lines = new Image()
  lines.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(standaloneSvg(svg, width, height))}`
  await lines.decode()
  const canvas = document.createElement('canvas')
  const context = canvas.getContext('2d')
  if (!context) throw new Error('This browser draws no pictures.')
  const tokens = getComputedStyle(document.documentElement)
  const token = (name: string) => tokens.getPropertyValue(name)
  const font = (weight: number) => `${weight} 13px ${getComputedStyle(document.body).fontFamily}`
  // Names are laid out before the size is known, and setting the size forgets the font.
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

/** Where the series' names stand: one beside the other, as many rows as they need. */
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

/** Words are drawn apart from the lines: a picture inside a picture knows none of the page's fonts, and wider letters would be cut off. */
function drawTexts(context: CanvasRenderingContext2D, svg: SVGSVGElement): void {
  for (const text of svg.querySelectorAll('text')) {
    const parts = text.querySelectorAll('tspan')
    for (const part of parts.length === 0 ? [text] : parts) {
      if (part.getNumberOfChars() === 0) continue
      const style = getComputedStyle(part)
      context.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`
      context.fillStyle = style.fill
      // From its left edge, whichever way it is read.
      context.textAlign = 'left'
      context.fillText(part.textContent ?? '', text.getBBox().x, part.getStartPositionOfChar(0).y)
    }
  }
}

/** A copy without words that needs no style sheet: what the page's styles say is written into each element. */
function standaloneSvg(svg: SVGSVGElement, width: number, height: number): string {
  const copy = svg.cloneNode(true) as SVGSVGElement
  const originals = svg.querySelectorAll('*')
  copy.querySelectorAll('*').forEach((element, index) => {
    const original = originals[index]
    if (!original) return
    const style = getComputedStyle(original)
    element.removeAttribute('class')
    element.removeAttribute('style')
    for (const property of drawn) element.setAttribute(property, style.getPropertyValue(property))
  })
  for (const text of copy.querySelectorAll('text')) text.remove()
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg')
  copy.setAttribute('width', String(width))
  copy.setAttribute('height', String(height))
  return new XMLSerializer().serializeToString(copy)
}

/** A title as the name of a file, in the letters, digits and dashes that `exports.picture` takes. */
export function pictureName(title: string): string {
  return (
    title
      .toLowerCase()
      .slice(0, 80)
      // Last: small letters can bring marks of their own, and the end can cut a letter in two.
      .replace(/[^\p{L}\p{N}]+/gu, '-')
      .replace(/^-|-$/g, '') || 'chart'
  )
}
