/** Accessibility of what the page currently shows. */
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from '@playwright/test'

/** Violations as text, one per kind and element; empty if there are none. Without `rules`: of all rules. */
export async function violationsOf(page: Page, rules?: string[]): Promise<string[]> {
  // The page has no frames: the legacy mode checks it without opening another page each time.
  const builder = new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).setLegacyMode()
  const { violations } = await (rules === undefined ? builder : builder.withRules(rules)).analyze()
  return violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id} at ${node.target.join(' ')}: ${node.html.slice(0, 160)}`),
  )
}
