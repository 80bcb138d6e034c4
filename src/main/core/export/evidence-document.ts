/** The evidence pack as one HTML document of a few pages per customer, which is printed as PDF. */
import type { EvidencePack } from './evidence-pack.ts'
import {
  bridgeSection,
  chargesSection,
  correctionsSection,
  evidenceSection,
  movedSection,
  peopleSection,
  reconcileSection,
} from './evidence-sections.ts'
import { evidenceStyle } from './evidence-style.ts'
import { escapeHtml } from './html.ts'
import { demoTitle } from './table.ts'
import { wallClockOf } from './xlsx-cells.ts'

/** The document's content security policy: no scripts, nothing loaded. */
const policy = "default-src 'none'; style-src 'unsafe-inline'"

/** The document, each customer on a new page. */
export function evidenceDocument(packs: readonly EvidencePack[], { demo, madeAt }: { demo: boolean; madeAt: string }): string {
  const month = packs[0]?.report.month ?? ''
  const title = packs.length === 1 ? `${packs[0]!.tenant.name}, ${month}` : `Evidence ${month}`
  const footer = `Seatledger, evidence of ${month}${demo ? ` (${demoTitle})` : ''}`
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<title>${escapeHtml(title)}</title>
<style>${evidenceStyle(footer)}</style>
</head>
<body>
${packs.map((pack) => article(pack, { demo, madeAt })).join('\n')}
</body>
</html>
`
}

function article(pack: EvidencePack, { demo, madeAt }: { demo: boolean; madeAt: string }): string {
  const localTime = localTimes(pack.report.timeZone)
  const sections = [
    bridgeSection(pack),
    reconcileSection(pack),
    movedSection(pack),
    correctionsSection(pack),
    chargesSection(pack),
    peopleSection(pack),
    evidenceSection(pack, localTime),
  ]
  return `<article>${head(pack, { demo, madeAt: localTime(madeAt) }, localTime)}\n${sections.filter(Boolean).join('\n')}</article>`
}

const localTimes = (timeZone: string) => {
  const wallClock = wallClockOf(timeZone)
  return (instant: string) => wallClock(instant).toISOString().slice(0, 16).replace('T', ' ')
}

function head({ tenant, report }: EvidencePack, made: { demo: boolean; madeAt: string }, localTime: (instant: string) => string): string {
  const { month, previousMonth, timeZone, ruleRevision, approval, coverage } = report
  const { approved } = approval
  const lines = [
    `Billable licences in ${month}, compared with ${previousMonth}. Vendor’s tenant id ${tenant.externalId}, connection ${tenant.connection}.`,
    approved === null
      ? `${month} is not approved.`
      : `Approved on ${localTime(approved.at)}${approved.by === null ? '' : ` by ${approved.by}`}, with rule revision ${approved.ruleRevision}.${
          approved.note === null ? '' : ` Note: ${approved.note}`
        }`,
    `Times and months in ${timeZone}. Rule revision ${ruleRevision}. Made ${made.madeAt}.`,
    ...(coverage.missing.length === 0 ? [] : [`There is no snapshot of ${month}: nothing was collected.`]),
  ]
  const mark = made.demo ? `<p class="demo">${escapeHtml(demoTitle)}</p>` : ''
  return `<header>${mark}<h1>${escapeHtml(tenant.name)}</h1>${lines.map((line) => `<p>${escapeHtml(line)}</p>`).join('')}</header>`
}
