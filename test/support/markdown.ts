/** The Markdown files of the repository, read with a real parser. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import GithubSlugger from 'github-slugger'
import { marked, type Token } from 'marked'

export const repository = join(import.meta.dirname, '..', '..')

/** README and the other top-level pages, and everything in docs/. */
export const markdownFiles = (): string[] =>
  globSync(['*.md', 'docs/**/*.md'], { cwd: repository })
    .map((file) => file.replaceAll('\\', '/'))
    .sort()

export interface Page {
  file: string
  /** Targets of links and images, as written. */
  links: string[]
  /** The anchors that GitHub gives to the headings. */
  anchors: string[]
  /** Code between backticks. */
  spans: string[]
  blocks: CodeBlock[]
}

/** A fenced block; `info` is what follows the fence. */
export interface CodeBlock {
  info: string
  text: string
}

export function readPage(file: string): Page {
  const page: Page = { file, links: [], anchors: [], spans: [], blocks: [] }
  const slugger = new GithubSlugger()
  marked.walkTokens(marked.lexer(readFileSync(join(repository, file), 'utf8')), (token: Token) => {
    if (token.type === 'link' || token.type === 'image') page.links.push(token.href)
    if (token.type === 'heading') page.anchors.push(slugger.slug(marked.parseInline(token.text, { async: false }).replace(/<[^>]+>/g, '')))
    if (token.type === 'codespan') page.spans.push(token.text)
    if (token.type === 'code') page.blocks.push({ info: token.lang ?? '', text: token.text })
  })
  return page
}
