/** Decodes a PNG file in the browser. */
import { readFileSync } from 'node:fs'
import type { Page } from '@playwright/test'

/** A picture's size, and how many pixels differ from its background: in total, and at its edge. */
export interface Picture {
  width: number
  height: number
  ink: number
  inkOnRim: number
}

/** Decodes the file in the page. Rejects if it is not a picture. */
export async function pictureOf(page: Page, file: string): Promise<Picture> {
  return page.evaluate(async (base64) => {
    const image = new Image()
    image.src = `data:image/png;base64,${base64}`
    await image.decode()
    const { naturalWidth: width, naturalHeight: height } = image
    const context = Object.assign(document.createElement('canvas'), { width, height }).getContext('2d')
    if (context === null) throw new Error('no canvas')
    context.drawImage(image, 0, 0)
    const pixels = new Uint32Array(context.getImageData(0, 0, width, height).data.buffer)
    const isInk = (at: number) => pixels[at] !== pixels[0]
    const isRim = (at: number) => at < width || at >= width * (height - 1) || at % width === 0 || at % width === width - 1
    const inked = [...pixels.keys()].filter(isInk)
    return { width, height, ink: inked.length, inkOnRim: inked.filter(isRim).length }
  }, readFileSync(file).toString('base64'))
}
