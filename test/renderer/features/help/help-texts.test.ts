import { expect, test } from 'vitest'
import { figureHelp, helpOfFigure } from '../../../../src/renderer/features/help/help-texts.tsx'

test('each figure of a trend has its own help', () => {
  expect(helpOfFigure('units')).toBe(figureHelp.units)
  expect(helpOfFigure('usage:licensed')).toBe(figureHelp.totals)
  expect(helpOfFigure('sku:f245ecc8-75af-4f8e-b61f-27d8114de5f3')).toBe(figureHelp.assignments)
  expect(helpOfFigure('used:1a2b3c4d5e6f')).toBe(figureHelp.over)
})
