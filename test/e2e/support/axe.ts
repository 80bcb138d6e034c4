/** Accessibility of what the page shows now. */
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/** Violations in words, one a kind and place; empty where there is none. Without `rules`: of every rule. */
export async function violationsOf(page: Page, rules?: string[]): Promise<string[]> {
  // The page has no frames: the old mode looks at it in place, without opening another page each time.
  const builder = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode()
  const { violations } = await (rules === undefined ? builder : builder.withRules(rules)).analyze()
  return violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id} at ${node.target.join(' ')}: ${node.html.slice(0, 160)}`),
  )
}
