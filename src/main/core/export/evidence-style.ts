/** The print style of the evidence document: A4, black on white. */

/** The style sheet. Page numbers are margin boxes, which Chromium prints; other browsers add their own. */
export const evidenceStyle = (footer: string): string => `
@page { size: A4; margin: 14mm 14mm 16mm;
  @bottom-left { content: "${cssText(footer)}"; font: 7.5pt sans-serif; color: #555 }
  @bottom-right { content: counter(page) " / " counter(pages); font: 7.5pt sans-serif; color: #555 } }
* { box-sizing: border-box }
html { font: 8pt/1.35 Arial, "Liberation Sans", Helvetica, sans-serif; color: #111; background: #fff }
body { margin: 0 auto; max-width: 182mm }
article { break-before: page }
article:first-of-type { break-before: auto }
header { border-bottom: 1.2pt solid #111; padding-bottom: 2.5mm; margin-bottom: 3.5mm }
h1 { font-size: 16pt; line-height: 1.2; margin: 0 }
h2 { font-size: 10.5pt; margin: 5mm 0 1.5mm; break-after: avoid }
p { margin: 0 0 1.5mm }
header p { margin: 1mm 0 0; color: #333 }
.demo { font-weight: bold; border: 1pt solid #111; padding: 1mm 2mm; display: inline-block; margin: 0 0 2mm; color: #111 }
section:last-child { break-inside: avoid }
.note { color: #444 }
table + .note { margin-top: 1.5mm }
table { width: 100%; border-collapse: collapse; table-layout: fixed; font-variant-numeric: tabular-nums }
th, td { padding: 0.8mm 1.5mm; text-align: left; vertical-align: top; overflow-wrap: anywhere; border-bottom: 0.4pt solid #ccc }
th { font-weight: bold; border-bottom: 0.8pt solid #111; vertical-align: bottom; overflow-wrap: normal }
th:first-child, td:first-child { padding-left: 0 }
th:last-child, td:last-child { padding-right: 0 }
tfoot { display: table-row-group }
tfoot td { font-weight: bold; border-top: 0.8pt solid #111 }
tr { break-inside: avoid }
.number { text-align: right }
td.number, .line { white-space: nowrap }
table.small { font-size: 7pt }
table.small td { padding-top: 0.35mm; padding-bottom: 0.35mm }
.hash { font: 5.6pt/1.9 "Liberation Mono", Consolas, Menlo, monospace; overflow-wrap: anywhere }
`

const cssText = (text: string): string => text.replaceAll(/["\\<\n]/g, ' ')
