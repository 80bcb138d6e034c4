import { existsSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { describe, expect, it } from 'vitest'
import { markdownFiles, type Page, readPage, repository } from '../../support/markdown.ts'

const pages = markdownFiles().map(readPage)
const anchorsOf = new Map(pages.map(({ file, anchors }) => [file, anchors]))

/** What is wrong with a link, or null. Web addresses are not checked, because tests have no network. */
function brokenLink(page: string, href: string): string | null {
  if (/^[a-z]+:/i.test(href))
    return /^https:\/\/[^/\s]+\.[a-z]+(\/\S*)?$/.test(href) && URL.canParse(href) ? null : 'is not an https address'
  const [path = '', anchor] = decodeURIComponent(href).split('#', 2)
  const target =
    path === ''
      ? page
      : normalize(join(dirname(page), path))
          .replaceAll('\\', '/')
          .replace(/\/$/, '')
  if (target.startsWith('..')) return 'leaves the repository'
  if (!existsSync(join(repository, target))) return 'does not exist'
  if (anchor !== undefined && !anchorsOf.get(target)?.includes(anchor)) return 'has no such heading'
  return null
}

const problems = ({ file, links }: Pick<Page, 'file' | 'links'>) =>
  links.flatMap((href) => {
    const problem = brokenLink(file, href)
    return problem === null ? [] : [`${file}: ${href} ${problem}`]
  })

describe('the links in the documentation', () => {
  it('are all valid', () => {
    expect(pages.flatMap(({ links }) => links).length).toBeGreaterThan(20)
    expect(pages.flatMap(problems)).toEqual([])
  })

  it.each([
    ['missing.md', 'does not exist'],
    ['cli.md#no-such-part', 'has no such heading'],
    ['../../elsewhere.md', 'leaves the repository'],
    ['http://example.org/', 'is not an https address'],
    ['https://example', 'is not an https address'],
  ])('are reported if broken: %s', (href, problem) => {
    expect(problems({ file: 'docs/architecture.md', links: [href] })).toEqual([`docs/architecture.md: ${href} ${problem}`])
  })

  it('are accepted if valid', () => {
    const links = ['cli.md#setting-up', '#speed-of-the-page', '../README.md', 'decisions/', 'https://example.org/a?b=c#d']
    expect(problems({ file: 'docs/architecture.md', links })).toEqual([])
  })
})

it('files and folders named in the documentation exist', () => {
  const path = /^(src|test|scripts|docs|drizzle|resources|bin)\/[\w./-]+$/
  const named = pages.flatMap(({ file, spans }) => spans.filter((span) => path.test(span)).map((span) => ({ file, span })))
  expect(named.length).toBeGreaterThan(20)
  expect(named.filter(({ span }) => !existsSync(join(repository, span)))).toEqual([])
})

it('the places that docs/architecture.md names below src are there', () => {
  const path = /^(core|bridge|cli|shell|web|demo|shared|renderer)\/[\w./-]+$/
  const named = readPage('docs/architecture.md').spans.filter((span) => path.test(span))
  expect(named.length).toBeGreaterThan(40)
  expect(named.filter((span) => !['src', 'src/main'].some((root) => existsSync(join(repository, root, span))))).toEqual([])
})
