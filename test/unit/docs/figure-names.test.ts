/** Each figure has one name: on screens, in the terminal, in exports and in the documentation. */
import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { figureNames } from '../../../src/shared/domain/figure-names.ts'

const root = new URL('../../../', import.meta.url)
const read = (file: string) => readFileSync(new URL(file, root), 'utf8')

/** Names that a figure once had in only one place. */
const retired = [
  /['"`>]Vendor’s bill/,
  /Vendor cost/,
  /Billable users reported/,
  /Users (?:reported|listed|recounted)/,
  /Disabled accounts listed/,
  /['">]Assignments/,
  /'Commitment'/,
  /User (?:principal )?name/i,
  /(?:Over|Overage) (?:charge|amount)/,
]

describe('figure names', () => {
  it('are those of the documentation, in its order', () => {
    const section = read('docs/figures.md').split('## Names')[1]!.split('\n## ')[0]!
    const named = [...section.matchAll(/^\| ([^|]+) \|/gm)].map(([, names]) => names!).slice(1)
    expect(named.flatMap((names) => names.split(', '))).toEqual([
      ...(['reported', 'listed', 'recounted', 'disabled', 'units', 'bill', 'licenceCost', 'assigned'] as const).map(
        (id) => figureNames[id],
      ),
      ...(['used', 'committed', 'allowance', 'over', 'prepaidPrice', 'overagePrice', 'commitmentCost', 'overageCost'] as const).map(
        (id) => figureNames[id],
      ),
    ])
  })

  it('have no synonym in a screen, a command or an export', () => {
    const sources = globSync(['renderer/**/*.{ts,tsx}', 'main/cli/**/*.ts', 'main/core/{export,figures,approvals,attention}/**/*.ts'], {
      cwd: new URL('src/', root),
    })
    expect(sources.length).toBeGreaterThan(200)
    const found = sources.flatMap((file) =>
      read(`src/${file}`)
        .split('\n')
        .filter((line) => !/^\s*(?:\/\*\*|\*|\/\/)/.test(line) && retired.some((name) => name.test(line)))
        .map((line) => `${file}: ${line.trim()}`),
    )
    expect(found).toEqual([])
  })

  it('are defined once: screens, commands and exports use the list', () => {
    const words = Object.values(figureNames).filter((name) => name.includes(' '))
    const sources = globSync(['renderer/features/**/*.{ts,tsx}', 'main/core/{export,figures,approvals}/**/*.ts'], {
      cwd: new URL('src/', root),
    })
    const found = sources.flatMap((file) =>
      read(`src/${file}`)
        .split('\n')
        .filter((line) => words.some((name) => [`'${name}'`, `"${name}"`].some((text) => line.includes(text))))
        .map((line) => `${file}: ${line.trim()}`),
    )
    expect(found).toEqual([])
  })
})
