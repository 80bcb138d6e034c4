/** Genesys Cloud's regions. An organisation's region determines both of its hosts (`api.HOST`, `login.HOST`). */

/** A region by its AWS name and its host. */
export interface Region {
  region: string
  host: string
}

/** The regions of the vendor's own client library, September 2026. Other hosts are accepted too, since the list grows. */
export const regions: readonly Region[] = [
  { region: 'us-east-1', host: 'mypurecloud.com' },
  { region: 'us-east-2', host: 'use2.us-gov-pure.cloud' },
  { region: 'us-west-2', host: 'usw2.pure.cloud' },
  { region: 'ca-central-1', host: 'cac1.pure.cloud' },
  { region: 'sa-east-1', host: 'sae1.pure.cloud' },
  { region: 'mx-central-1', host: 'mxc1.pure.cloud' },
  { region: 'eu-west-1', host: 'mypurecloud.ie' },
  { region: 'eu-west-2', host: 'euw2.pure.cloud' },
  { region: 'eu-central-1', host: 'mypurecloud.de' },
  { region: 'eu-central-2', host: 'euc2.pure.cloud' },
  { region: 'eusc-de-east-1', host: 'edee1.eusc-pure.cloud' },
  { region: 'me-central-1', host: 'mec1.pure.cloud' },
  { region: 'ap-northeast-1', host: 'mypurecloud.jp' },
  { region: 'ap-northeast-2', host: 'apne2.pure.cloud' },
  { region: 'ap-northeast-3', host: 'apne3.pure.cloud' },
  { region: 'ap-south-1', host: 'aps1.pure.cloud' },
  { region: 'ap-southeast-1', host: 'apse1.pure.cloud' },
  { region: 'ap-southeast-2', host: 'mypurecloud.com.au' },
]

const hostPattern = /^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]$/

/** The region's host for an AWS region name or a bare host, in any case; null if it is neither. */
export function regionHost(text: string): string | null {
  const wanted = text.trim().toLowerCase()
  const known = regions.find((each) => each.region === wanted)
  if (known !== undefined) return known.host
  return hostPattern.test(wanted) ? wanted : null
}
