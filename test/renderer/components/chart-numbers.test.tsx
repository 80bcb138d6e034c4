import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { ChartNumbers } from '../../../src/renderer/components/chart-numbers.tsx'
import { formatQuantity } from '../../../src/renderer/lib/format.ts'

test('a note says how many exact numbers are left out', () => {
  expect(drawn(400)).toMatch(/<tbody>.*place 399.*place 0<.*<\/table><\/section>$/)
  expect(drawn(401)).toMatch(/<tbody>.*place 400.*place 1<.*<\/table><p>The newest 400 of 401\..*<\/p><\/section>$/)
})

function drawn(count: number): string {
  const places = Array.from({ length: count }, (_, index) => `place ${index}`)
  const series = [{ id: 'a', name: 'A', values: places.map((_, index) => index) }]
  return renderToStaticMarkup(
    <ChartNumbers
      label="Reported"
      places={places}
      placeText={(place) => place}
      valueText={formatQuantity}
      series={series}
      wide={false}
      heightPx={260}
    />,
  )
}
