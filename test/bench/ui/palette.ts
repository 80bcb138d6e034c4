/** The time from a key in the palette to the row of a person among all people, including any delay before the request. */
import type { Page } from '@playwright/test'
import { type Figure, median } from './figure.ts'

const limitMs = 100
const sampled = 24

/** People from all over the history, each typed key by key: their full user name, or a first and a last name. */
export async function paletteKeys(page: Page): Promise<Figure[]> {
  const people = await somePeople(page)
  await page.evaluate(() => {
    const measured: number[] = []
    Object.assign(window, { measured })
    addEventListener(
      'input',
      (event) => {
        const { value } = event.target as HTMLInputElement
        const list = document.querySelector('[role=listbox]')
        if (list === null || value.trim().length < 2) return
        // The key came before the input event. Its time is that of the input event, which the browser set when it handled the key.
        const begun = event.timeStamp
        const look = () => {
          if (list.getAttribute('aria-busy') === 'true') requestAnimationFrame(look)
          // A task after the frame that shows the row.
          else setTimeout(() => measured.push(performance.now() - begun))
        }
        requestAnimationFrame(look)
      },
      { capture: true },
    )
  })
  let missed = 0
  for (const { text, shown } of people) {
    await page.keyboard.press('Control+k')
    await page.getByRole('combobox', { name: /^Search for a screen/ }).waitFor()
    for (const key of text) {
      await page.keyboard.type(key)
      await page.waitForTimeout(220)
    }
    if ((await page.getByRole('option').filter({ hasText: shown }).count()) === 0) missed += 1
    await page.keyboard.press('Escape')
    await page.getByRole('listbox').waitFor({ state: 'detached' })
  }
  if (missed > 0) throw new Error(`The palette did not show ${missed} of ${people.length} people.`)
  const measured = await page.evaluate(() => (window as unknown as { measured: number[] }).measured)
  return [
    { name: `a key in the palette to the person, median of ${measured.length}`, ms: median(measured), limitMs },
    { name: '  the slowest', ms: Math.max(...measured), limitMs },
  ]
}

/** Some people as users would search for them, with the name in their row. */
function somePeople(page: Page): Promise<{ text: string; shown: string }[]> {
  return page.evaluate(async (count) => {
    const found: { text: string; shown: string }[] = []
    for (const query of ['an', 'ber', 'er', 'la', 'no', 'sc']) {
      const answer = await window.api.request('people.search', { query, limit: 200 })
      if (!answer.ok) throw new Error(answer.error.message)
      const everyone = answer.value.filter((each) => each.displayName !== null && each.userPrincipalName !== null)
      for (let index = 0; index < count / 6; index += 1) {
        const person = everyone[Math.floor((index * everyone.length * 6) / count)]
        if (person === undefined) continue
        const text = index % 2 === 0 ? (person.userPrincipalName ?? '') : (person.displayName ?? '')
        found.push({ text: text.replace(/@.*/, ''), shown: person.displayName ?? '' })
      }
    }
    return found
  }, sampled)
}
